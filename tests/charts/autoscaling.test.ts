import { at } from "../support/at";
import { environment, minimal } from "../support/environments";
import { type Manifests, manifests } from "../support/manifests";

const autoscaling = { maxPods: 6, cpuPercent: 70 };
const team = environment("team", { ...minimal.aws, service: { autoscaling } });

const numbers = (rendered: Manifests): Record<string, unknown> =>
  Object.fromEntries(
    rendered.all("Deployment").map((each) => [String(at(each, "metadata", "name")), at(each, "spec", "replicas")]),
  );

describe("A service that has more pods under load", () => {
  const rendered = manifests(team);

  test("leaves the number of stable pods to the autoscaler, and fixes that of the canary", () => {
    expect(numbers(rendered)).toEqual({ "addressbook-canary": 1, "addressbook-stable": undefined });
  });

  test("has an autoscaler for stable and no other", () => {
    expect(rendered.all("HorizontalPodAutoscaler").map((each) => each["spec"] as object)).toEqual([
      {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "addressbook-stable" },
        minReplicas: 3,
        maxReplicas: 6,
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
        ],
      },
    ]);
  });

  test("takes STABLE_PODS for the least", () => {
    const [autoscaler] = manifests(team, { STABLE_PODS: "4" }).all("HorizontalPodAutoscaler");
    expect(autoscaler!["spec"]).toMatchObject({ minReplicas: 4, maxReplicas: 6 });
  });

  test("is applied with the track that it counts, so that a canary does not touch it", () => {
    expect(manifests(team, { TRACK: "canary" }).all("HorizontalPodAutoscaler")).toEqual([]);
    expect(manifests(team, { TRACK: "stable" }).all("HorizontalPodAutoscaler")).toHaveLength(1);
  });

  test("has one for each colour", () => {
    const colours = manifests(
      environment("team", { ...minimal.aws, service: { autoscaling, strategy: "blue-green" } }),
    );
    expect(colours.all("HorizontalPodAutoscaler").map((each) => at(each, "spec", "scaleTargetRef", "name"))).toEqual([
      "addressbook-blue",
      "addressbook-green",
    ]);
    expect(numbers(colours)).toEqual({ "addressbook-blue": undefined, "addressbook-green": undefined });
  });
});

test("A service whose number of pods is fixed has no autoscaler", () => {
  const rendered = manifests(environment("team", minimal.aws));
  expect(rendered.all("HorizontalPodAutoscaler")).toEqual([]);
  expect(numbers(rendered)).toEqual({ "addressbook-canary": 1, "addressbook-stable": 3 });
});
