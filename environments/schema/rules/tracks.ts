import type { Environment } from "../environment";
import type { Problem } from "../problems";
import { podsPercent, releaseSteps } from "../release-steps";

/** Who gets how much of the traffic, and who is there to answer it. */
export function trackProblems({ service }: Environment): Problem[] {
  const { stablePods, canaryPods, minimumPods, autoscaling, route } = service;
  const problems: Problem[] = [];
  if (service.strategy === "canary" && canaryPods > stablePods) {
    problems.push({
      path: "service.canaryPods",
      rule: `must not be more than \`service.stablePods\` (${stablePods}): a canary takes the smaller share of traffic`,
      got: canaryPods,
      related: ["service.stablePods"],
    });
  }
  const [worst] = releaseSteps(service).sort((a, b) => a.readyPods - b.readyPods);
  if (worst !== undefined && worst.readyPods < minimumPods) {
    problems.push({
      path: "service.minimumPods",
      rule:
        `must be left ready by every step of a release; to ${worst.what} leaves ${worst.readyPods} of ` +
        `${stablePods} while a node is drained`,
      got: minimumPods,
      fix: "raise `service.stablePods`, or lower it if an interruption is bearable",
      related: ["service.stablePods", "service.canaryPods"],
    });
  }
  if (autoscaling !== undefined && autoscaling.maxPods <= stablePods) {
    problems.push({
      path: "service.autoscaling.maxPods",
      rule: `must be more than \`service.stablePods\` (${stablePods}), which is the least`,
      got: autoscaling.maxPods,
      related: ["service.stablePods"],
    });
  }
  if (service.strategy === "canary" && route !== undefined && route.canaryWeight > podsPercent(service)) {
    problems.push({
      path: "service.route.canaryWeight",
      rule:
        `must not be more than the canary's share of the pods (${podsPercent(service)} %): ` +
        "it would fail under its load, and not because of its version",
      got: route.canaryWeight,
      fix: "lower it, or raise `service.canaryPods`",
      related: ["service.canaryPods", "service.stablePods"],
    });
  }
  return problems;
}
