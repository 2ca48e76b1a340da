import { type Deployment, type ReplicaSet } from "../../controllers/kinds";
import { SimulatedCluster } from "../../simulated-cluster";
import realController from "./real-controller.json";
import { containerOf, scenarios, type Step } from "./scenarios";

/** What kube-controller-manager 1.35.4 did in each scenario, step by step. */
const expected: Readonly<Record<string, readonly (readonly string[])[]>> = realController;

let cluster: SimulatedCluster;

beforeEach(() => {
  cluster = new SimulatedCluster();
  for (const tag of ["1", "2", "3", "4"]) cluster.images.push(`registry.example/web:${tag}`);
});

afterEach(() => {
  cluster.clock.stop();
});

const deployment = (): Deployment | undefined => cluster.objects.get("Deployment", "default", "web");

test.each(Object.keys(scenarios))("Deployment: %s, as a real one", async (name) => {
  const seen: string[][] = [];
  let told = 0;
  for (const step of scenarios[name]!) {
    doStep(step);
    await cluster.clock.sleep(60_000);
    const events = scalingEvents();
    seen.push([...stateOf(), ...events.slice(told)]);
    told = events.length;
  }
  expect(seen).toEqual(expected[name]);
});

function doStep(step: Step): void {
  if ("orphan" in step)
    cluster.store.modify("Deployment", "default", "web", ({ metadata }) => {
      metadata.finalizers = ["orphan"];
      metadata.deletionTimestamp = cluster.store.timestamp();
    });
  else if ("create" in step)
    cluster.store.create({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "default", generation: 1, annotations: { ...step.annotations } },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: "web" } },
        progressDeadlineSeconds: 600,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: { metadata: { labels: { app: "web" } }, spec: { containers: [containerOf("1")] } },
        ...step.create,
      },
    });
  else
    cluster.objects.update(deployment()!, ({ metadata, spec }) => {
      const { template, ...others } = step.change as Partial<Deployment["spec"]>;
      Object.assign(spec, others);
      if (template?.spec !== undefined) spec.template.spec = structuredClone(template.spec);
      metadata.annotations = { ...metadata.annotations, ...step.annotations };
    });
}

/** Without times and names, which are never the same. */
function stateOf(): string[] {
  const found = deployment();
  const { replicas, updatedReplicas, readyReplicas, availableReplicas, unavailableReplicas, conditions } =
    found?.status ?? {};
  const counts = [replicas, updatedReplicas, readyReplicas, availableReplicas, unavailableReplicas];
  const own =
    found === undefined
      ? ["none"]
      : [
          `revision ${annotation(found, "revision") ?? ""}, pods ${counts.map((count) => count ?? 0).join(" ")}`,
          ...conditions!.map(({ type, status, reason }) => `${type}=${status} ${reason ?? ""}`).sort(),
        ];
  return [...own, ...cluster.objects.list("ReplicaSet").map(describeSet).sort()];
}

function describeSet(set: ReplicaSet): string {
  const { replicas, readyReplicas, availableReplicas } = set.status!;
  const revisions = [annotation(set, "revision-history"), annotation(set, "revision")].filter(Boolean).join(",");
  const counts = [replicas, readyReplicas, availableReplicas].map((count) => count ?? 0).join(" ");
  const cause = set.metadata.annotations?.["kubernetes.io/change-cause"];
  return [
    `${tagOf(set)}: revision ${revisions}`,
    `${set.spec.replicas!} for ${annotation(set, "desired-replicas")!} to ${annotation(set, "max-replicas")!}`,
    `pods ${counts}`,
    ...((set.metadata.ownerReferences ?? []).length === 0 ? ["orphan"] : []),
    ...(cause === undefined ? [] : [cause]),
  ].join(", ");
}

const tagOf = ({ spec }: ReplicaSet): string => spec.template!.spec!.containers[0]!.image!.split(":")[1]!;

const annotation = ({ metadata }: Deployment | ReplicaSet, name: string): string | undefined =>
  metadata.annotations?.[`deployment.kubernetes.io/${name}`];

function scalingEvents(): string[] {
  const tags = new Map(cluster.objects.list("ReplicaSet").map((set) => [set.metadata.name, tagOf(set)]));
  return cluster.objects
    .list("Event")
    .filter(({ reason }) => reason === "ScalingReplicaSet")
    .map(({ message }) => message!.replace(/replica set (\S+)/, (_, name: string) => tags.get(name) ?? "gone"));
}
