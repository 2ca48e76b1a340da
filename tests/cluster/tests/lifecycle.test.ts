import { createDeployment, createPod, createService, eventsOf, namespace, podOf, startCluster } from "./support";

const deploymentIn = (cluster: ReturnType<typeof startCluster>) => cluster.objects.get("Deployment", namespace, "web")!;

const kinds = (cluster: ReturnType<typeof startCluster>) =>
  (["Deployment", "ReplicaSet", "Pod"] as const).map((kind) => cluster.objects.list(kind, namespace).length);

test.each<[string, string[] | undefined, number[], number[]]>([
  ["in the background", undefined, [0, 0, 2], [0, 0, 0]],
  ["in the foreground", ["foregroundDeletion"], [1, 1, 2], [0, 0, 0]],
  ["without its children", ["orphan"], [0, 1, 2], [0, 1, 2]],
])("A Deployment is deleted %s", async (_, finalizers, soon, later) => {
  const cluster = startCluster();
  cluster.images.push("registry.example/shop:1.0.0", { terminateMillis: 5000 });
  createDeployment(cluster, 2);
  await cluster.clock.sleep(5000);
  if (finalizers === undefined) cluster.store.remove("Deployment", namespace, "web");
  else
    cluster.store.modify("Deployment", namespace, "web", ({ metadata }) => {
      metadata.finalizers = finalizers;
      metadata.deletionTimestamp = cluster.store.timestamp();
    });
  await cluster.clock.sleep(1000);
  expect(kinds(cluster)).toEqual(soon);
  await cluster.clock.sleep(10_000);
  expect(kinds(cluster)).toEqual(later);
});

test("A namespace is emptied before it is gone", async () => {
  const cluster = startCluster();
  cluster.images.push("registry.example/shop:1.0.0");
  createDeployment(cluster, 2);
  createService(cluster);
  await cluster.clock.sleep(5000);
  cluster.store.modify("Namespace", undefined, namespace, ({ metadata }) => {
    metadata.deletionTimestamp = cluster.store.timestamp();
  });
  await cluster.clock.sleep(60_000);
  expect(cluster.objects.get("Namespace", undefined, namespace)).toBeUndefined();
  expect(cluster.objects.everything().filter(({ metadata }) => metadata.namespace === namespace)).toEqual([]);
});

test.each([
  ["ends by itself", { terminateMillis: 1000 }, 3000, 6500],
  ["is stubborn", { stubborn: true }, 30_000, 31_500],
])("A pod whose program %s is gone after its time", async (_, behaviour, still, gone) => {
  const cluster = startCluster();
  const preStop = { sleep: { seconds: 5 } };
  createPod(cluster, behaviour, { container: { lifecycle: { preStop } }, spec: { terminationGracePeriodSeconds: 31 } });
  await cluster.clock.sleep(5000);
  cluster.objects.update(podOf(cluster), ({ metadata }) => {
    metadata.deletionTimestamp = cluster.store.timestamp();
    metadata.deletionGracePeriodSeconds = 31;
  });
  await cluster.clock.sleep(still);
  expect(cluster.objects.list("Pod", namespace)).toHaveLength(1);
  await cluster.clock.sleep(gone - still);
  expect(cluster.objects.list("Pod", namespace)).toEqual([]);
  expect(eventsOf(cluster).at(-1)).toBe("Normal Killing 1 Stopping container web");
});

test("A quota keeps pods from being made, and the Deployment says so", async () => {
  const cluster = startCluster();
  cluster.images.push("registry.example/shop:1.0.0");
  cluster.store.create({
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "small", namespace },
    spec: { hard: { pods: "2" } },
  });
  createDeployment(cluster, 3);
  await cluster.clock.sleep(10_000);
  const message = expect.stringMatching(
    /^pods "web-\w+-\w+" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2$/,
  ) as unknown;
  expect(deploymentIn(cluster).status!.conditions).toContainEqual(
    expect.objectContaining({ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message }),
  );
  expect(eventsOf(cluster, "ReplicaSet").filter((event) => event.startsWith("Warning FailedCreate"))).not.toEqual([]);
  cluster.store.modify("ResourceQuota", namespace, "small", (quota) => {
    quota["spec"] = { hard: { pods: "3" } };
  });
  await cluster.clock.sleep(60_000);
  expect(deploymentIn(cluster).status).toMatchObject({ availableReplicas: 3 });
  expect(deploymentIn(cluster).status!.conditions!.map(({ type }) => type)).not.toContain("ReplicaFailure");
});

test("A webhook keeps pods from being made", async () => {
  const cluster = startCluster();
  const remove = cluster.admission.addWebhook("policy.example", (operation, { kind }) =>
    operation === "create" && kind === "Pod" ? "not today" : undefined,
  );
  createDeployment(cluster, 1);
  await cluster.clock.sleep(1000);
  expect(eventsOf(cluster, "ReplicaSet")[0]).toMatch(
    /^Warning FailedCreate \d+ Error creating: admission webhook "policy.example" denied the request: not today$/,
  );
  remove();
  await cluster.clock.sleep(60_000);
  expect(cluster.objects.list("Pod", namespace)).toHaveLength(1);
});

test.each<[object, string | undefined, string[]]>([
  [
    {},
    "203.0.113.1",
    ["Normal EnsuringLoadBalancer 1 Ensuring load balancer", "Normal EnsuredLoadBalancer 1 Ensured load balancer"],
  ],
  [{ afterSeconds: "never" }, undefined, ["Normal EnsuringLoadBalancer 1 Ensuring load balancer"]],
  [
    { refusal: "no subnet" },
    undefined,
    [
      "Normal EnsuringLoadBalancer 1 Ensuring load balancer",
      "Warning SyncLoadBalancerFailed 2 Error syncing load balancer: failed to ensure load balancer: no subnet",
    ],
  ],
])("A load balancer of %j gets the address %s", async (loadBalancer, ip, events) => {
  const cluster = startCluster({ loadBalancer });
  createService(cluster, "LoadBalancer");
  await cluster.clock.sleep(10_000);
  const { status } = cluster.objects.get("Service", namespace, "web")!;
  expect(status?.loadBalancer?.ingress?.[0]?.ip).toBe(ip);
  expect(eventsOf(cluster, "Service")).toEqual(events);
});
