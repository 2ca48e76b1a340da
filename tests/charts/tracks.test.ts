import { at } from "../support/at";
import { shipped } from "../support/every-environment";
import { manifests } from "../support/manifests";
import { podTemplates, selects } from "../support/pods";

describe.each(shipped)("Tracks of $name", (environment) => {
  const rendered = manifests(environment);
  const { objects } = rendered;
  const pods = podTemplates(objects);
  const ofKind = (kind: string) => pods.filter((pod) => pod.kind === kind);
  const canary = rendered.one("Deployment", "addressbook-canary");
  const stable = rendered.one("Deployment", "addressbook-stable");
  const selectorOf = (deployment: object) => at(deployment, "spec", "selector", "matchLabels");

  test("are two Deployments", () => {
    expect(ofKind("Deployment").map(({ owner }) => owner)).toEqual([
      "Deployment addressbook-canary",
      "Deployment addressbook-stable",
    ]);
  });

  test("select their own pods and not each other's", () => {
    const [canaryPods, stablePods] = ofKind("Deployment");
    expect(selects(selectorOf(canary), canaryPods!.labels)).toBe(true);
    expect(selects(selectorOf(stable), stablePods!.labels)).toBe(true);
    expect(selects(selectorOf(canary), stablePods!.labels)).toBe(false);
    expect(selects(selectorOf(stable), canaryPods!.labels)).toBe(false);
  });

  test("are given as long as the migration, so that a cluster without a node can make one", () => {
    const [job] = rendered.all("Job");
    for (const deployment of [canary, stable])
      expect(at(deployment, "spec", "progressDeadlineSeconds")).toBe(at(job, "spec", "activeDeadlineSeconds"));
    expect(at(job, "spec", "activeDeadlineSeconds")).toBe(300);
  });

  test("share the traffic of one Service, which nothing else gets", () => {
    const selector = at(rendered.one("Service", "addressbook-lb"), "spec", "selector");
    const selected = pods.filter(({ labels }) => selects(selector, labels)).map(({ owner }) => owner);
    expect(selected).toEqual(["Deployment addressbook-canary", "Deployment addressbook-stable"]);
  });

  test("share one disruption budget, because a pod of two budgets cannot be evicted", () => {
    const budget = rendered.one("PodDisruptionBudget", "addressbook");
    expect(budget["spec"]).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { app: "addressbook" } },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
    const budgets = objects.filter(({ kind }) => kind === "PodDisruptionBudget");
    for (const { owner, labels, kind } of pods) {
      const matching = budgets.filter((each) => selects(at(each, "spec", "selector", "matchLabels"), labels));
      expect([owner, matching.length]).toEqual([owner, kind === "Deployment" ? 1 : 0]);
    }
  });

  test("have the number of pods that the environment says", () => {
    expect(at(canary, "spec", "replicas")).toBe(environment.service.canaryPods);
    expect(at(stable, "spec", "replicas")).toBe(environment.service.stablePods);
  });

  test.each([canary, stable])("never have fewer pods than asked for while they are updated", (deployment) => {
    expect(at(deployment, "spec", "strategy")).toEqual({
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
  });

  test.each([canary, stable])("are spread over nodes and zones, each revision by itself", (deployment) => {
    expect(at(deployment, "spec", "template", "spec", "topologySpreadConstraints")).toEqual(
      ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: selectorOf(deployment) },
        matchLabelKeys: ["pod-template-hash"],
      })),
    );
  });

  test("tell their pods which track they are", () => {
    const track = (deployment: object) => at(deployment, "spec", "template", "spec", "containers", 0, "env");
    expect(track(canary)).toEqual([{ name: "RELEASE_TRACK", value: "canary" }]);
    expect(track(stable)).toEqual([{ name: "RELEASE_TRACK", value: "stable" }]);
  });

  test("run the same image", () => {
    const image = (deployment: object) => at(deployment, "spec", "template", "spec", "containers", 0, "image");
    expect(image(canary)).toBe(image(stable));
  });
});
