import { createDeployment, createPod, createService, eventsOf, namespace, podOf, startCluster } from "./support";

const asking = (cpu: string) => ({ container: { resources: { requests: { cpu } } } });

test.each<[string, object, object, string]>([
  [
    "asks for too much",
    {},
    asking("3"),
    "0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
  ],
  [
    "wants other nodes",
    {},
    { spec: { nodeSelector: { "kubernetes.io/arch": "arm64" } } },
    "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
  ],
  [
    "fits for other reasons on each",
    { nodes: [{ cpu: "1" }, { taints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }] }] },
    asking("1500m"),
    "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.",
  ],
  ["has no node", { nodes: [] }, {}, "no nodes available to schedule pods"],
])("A pod that %s waits, and it is said why", async (_, options, pod, message) => {
  const cluster = startCluster(options);
  createPod(cluster, {}, pod);
  await cluster.clock.sleep(1000);
  expect(eventsOf(cluster)).toEqual([`Warning FailedScheduling 1 ${message}`]);
  expect(podOf(cluster).status).toMatchObject({
    phase: "Pending",
    conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }],
  });
});

test("A pod gets the room that another one leaves", async () => {
  const cluster = startCluster({ nodes: [{ cpu: "1" }] });
  cluster.store.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "other", namespace },
    spec: { nodeName: "node-1", containers: [{ name: "other", image: "none", resources: { requests: { cpu: "1" } } }] },
  });
  createPod(cluster, {}, asking("500m"));
  await cluster.clock.sleep(1000);
  expect(podOf(cluster).spec.nodeName).toBeUndefined();
  cluster.store.remove("Pod", namespace, "other");
  await cluster.clock.sleep(5000);
  expect(podOf(cluster).status!.phase).toBe("Running");
});

test("A node that is drained keeps to the disruption budget", async () => {
  const cluster = startCluster();
  cluster.images.push("registry.example/shop:1.0.0");
  createService(cluster);
  createDeployment(cluster, 6, "1.0.0", { minReadySeconds: 1 });
  cluster.store.create({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web", namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: "web" } } },
  });
  await cluster.clock.sleep(10_000);
  const minimum = cluster.watchMinimum("web");
  const nodes = (): string[] => cluster.objects.list("Pod", namespace).map(({ spec }) => spec.nodeName!);
  expect(nodes().filter((node) => node === "node-1")).toHaveLength(2);
  await cluster.drain("node-1");
  await cluster.clock.sleep(10_000);
  expect(nodes()).toHaveLength(6);
  expect(nodes()).not.toContain("node-1");
  expect(minimum.least).toBe(5);
});

test("The pods of a lost node are replaced when nobody hopes for it any more", async () => {
  const cluster = startCluster();
  cluster.images.push("registry.example/shop:1.0.0");
  createService(cluster);
  createDeployment(cluster, 3);
  await cluster.clock.sleep(10_000);
  cluster.loseNode("node-1");
  await cluster.clock.sleep(35_000);
  expect(cluster.readyPods("web")).toHaveLength(3);
  await cluster.clock.sleep(10_000);
  expect(cluster.readyPods("web")).toHaveLength(2);
  await cluster.clock.sleep(310_000);
  expect(cluster.readyPods("web")).toHaveLength(3);
  const terminating = () =>
    cluster.objects.list("Pod", namespace).filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  expect(terminating()).toHaveLength(1);
  cluster.restoreNode("node-1");
  await cluster.clock.sleep(1000);
  expect(terminating()).toEqual([]);
});
