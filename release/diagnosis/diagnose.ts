import type { Snapshot } from "../snapshot";
import type { DiagnosisContext } from "./context";
import type { Diagnosis } from "./diagnosis";
import type { Explanation, Finding } from "./finding";
import { withoutValues } from "./known-values";
import { mergeSame } from "./merge";
import type { PodFacts } from "./pod-facts";
import { refusals } from "./rules/admission";
import { balancersWithoutAddress } from "./rules/balancer";
import { explainConfiguration, explainVolumes } from "./rules/configuration";
import { explainCrash } from "./rules/crash";
import { explainDisruption, explainSandbox, stuckPods } from "./rules/disruption";
import { explainImage } from "./rules/image";
import { explainProbe } from "./rules/probe";
import { explainScheduling } from "./rules/scheduling";
import { explainStart } from "./rules/start";
import { servicesWithoutPods } from "./rules/traffic";
import { failedJob, slowJob, stalledDeployments } from "./rules/workloads";
import { type World, worldOf } from "./world";

/**
 * Why what is waited for does not come: one diagnosis for each cause, the most telling first. It looks at nothing but
 * what it is given, and is the surer the more that is; `needs` tells what more.
 *
 * @returns nothing when all is well, or nothing is known yet
 */
export function diagnose(snapshot: Snapshot, context: DiagnosisContext): Diagnosis[] {
  const world = worldOf(snapshot, context);
  const found = mergeSame(findings(world), world);
  // the order of the rules is kept among those that are as bad
  const sorted = [...found].sort((a, b) => Number(b.doomed) - Number(a.doomed));
  return sorted.map((finding) => withoutValues(finding, world));
}

function findings(world: World): Finding[] {
  const ofPods = world.pods.flatMap((pod): Finding[] => {
    const explanation = explain(pod, world);
    return explanation === undefined ? [] : [{ subject: `pod/${pod.name}`, ...explanation }];
  });
  const causes = [...refusals(world), ...withJob(ofPods, world)];
  // a Deployment that makes no progress because of its pods is no cause of its own
  const isExplained = (subject: string): boolean =>
    causes.some((cause) => cause.subject === subject || ownerOf(cause.subject, world) === subject);
  const consequences = stalledDeployments(world).filter(
    ({ subject, id }) => id === "deployment-paused" || !isExplained(subject),
  );
  return [
    ...causes,
    ...consequences,
    ...slowJob(world),
    ...servicesWithoutPods(world),
    ...balancersWithoutAddress(world),
    ...stuckPods(world),
  ];
}

const ownerOf = (subject: string, { pods }: World): string | undefined =>
  pods.find(({ name }) => subject === `pod/${name}`)?.owner;

/** The first that is in the way: without a node no image is pulled, without an image nothing crashes. */
function explain(pod: PodFacts, world: World): Explanation | undefined {
  const ofPod =
    explainDisruption(pod, world) ??
    explainScheduling(pod, world) ??
    explainVolumes(pod, world) ??
    explainSandbox(pod, world);
  if (ofPod !== undefined) return ofPod;
  for (const container of pod.containers) {
    const { context } = world;
    const explanation =
      explainImage(container, pod, context) ??
      explainConfiguration(container, pod, world) ??
      explainStart(container, pod, context) ??
      explainCrash(container, pod, world) ??
      explainProbe(container, pod, world);
    if (explanation !== undefined) return explanation;
  }
  return undefined;
}

/** A Job that has failed has one cause: that of its last pod, or what it says itself. */
function withJob(ofPods: readonly Finding[], world: World): Finding[] {
  const [failed] = failedJob(world);
  if (failed === undefined) return [...ofPods];
  const isOfJob = ({ subject }: Finding): boolean => ownerOf(subject, world) === failed.subject;
  const others = ofPods.filter((finding) => !isOfJob(finding));
  const cause = ofPods.filter(isOfJob).at(-1);
  // a pod that hangs until the Job's time is over has done nothing wrong that it could tell of
  if (cause === undefined || failed.id === "job-deadline") return [...others, failed];
  return [
    ...others,
    { ...cause, subject: failed.subject, evidence: [...cause.evidence, ...failed.evidence], doomed: true },
  ];
}
