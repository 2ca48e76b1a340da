import type { Kinds, Pod } from "../controllers/kinds";
import type { ImageBehaviour } from "../images/behaviour";
import { type ClusterOptions, SimulatedCluster } from "../simulated-cluster";

export const namespace = "shop";

/** A cluster with a namespace; it is stopped after the test. */
export function startCluster(options: ClusterOptions = {}): SimulatedCluster {
  const cluster = new SimulatedCluster({ namespaces: [namespace], ...options });
  clusters.push(cluster);
  return cluster;
}

const clusters: SimulatedCluster[] = [];

afterEach(() => {
  for (const { clock } of clusters.splice(0)) clock.stop();
});

type Container = Partial<Pod["spec"]["containers"][number]>;

/** A pod of one container of an image that does what is said. */
export function createPod(
  cluster: SimulatedCluster,
  behaviour: ImageBehaviour | undefined,
  { container = {}, spec = {} }: { container?: Container; spec?: Partial<Pod["spec"]> } = {},
): void {
  const image = "registry.example/shop:1.0.0";
  if (behaviour !== undefined) cluster.images.push(image, behaviour);
  cluster.store.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace, labels: { app: "web" } },
    spec: { containers: [{ name: "web", image, ...container }], ...spec },
    status: { phase: "Pending" },
  });
}

export function createDeployment(cluster: SimulatedCluster, replicas: number, tag = "1.0.0", spec: object = {}): void {
  cluster.store.create({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace, generation: 1 },
    spec: {
      replicas,
      selector: { matchLabels: { app: "web" } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: {
          containers: [{ name: "web", image: `registry.example/shop:${tag}`, ports: [{ containerPort: 3000 }] }],
        },
      },
      ...spec,
    },
  });
}

export function createService(cluster: SimulatedCluster, type = "ClusterIP"): void {
  cluster.store.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace },
    spec: { type, selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: 3000 }] },
  });
}

export const podOf = (cluster: SimulatedCluster): Pod => cluster.objects.get("Pod", namespace, "web")!;

export const containerStatusOf = (cluster: SimulatedCluster) => podOf(cluster).status!.containerStatuses![0]!;

/** `Warning Failed 2 Error: …` */
export const eventsOf = (cluster: SimulatedCluster, kind: keyof Kinds = "Pod"): string[] =>
  cluster.objects
    .list("Event")
    .filter(({ involvedObject }) => involvedObject.kind === kind)
    .map(({ type, reason, count, series, message }) => [type, reason, count ?? series?.count ?? 1, message].join(" "));
