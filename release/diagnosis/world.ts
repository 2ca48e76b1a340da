import type { Deployment } from "../cluster/objects";
import type { Snapshot } from "../snapshot";
import type { DiagnosisContext } from "./context";
import { type PodFacts, podFacts, type SeenPod } from "./pod-facts";
import type { Seen } from "./seen";

export type SeenDeployment = Seen<Deployment>;

/** What is looked at to find out why something does not go on. */
export interface World {
  readonly snapshot: Seen<Snapshot>;
  readonly context: DiagnosisContext;
  /** When it was seen, in milliseconds since 1970. */
  readonly now: number;
  readonly deployments: readonly SeenDeployment[];
  /** Pods that are waited for, and no others: not those that stop, nor those of an older revision. */
  readonly pods: readonly PodFacts[];
}

export function worldOf(seen: Snapshot, context: DiagnosisContext): World {
  const snapshot = seen as Seen<Snapshot>;
  const deployments = (snapshot.deployments ?? []).filter(({ metadata }) =>
    context.deployments.includes(metadata?.name ?? ""),
  );
  const living = (snapshot.pods ?? []).filter(({ metadata }) => metadata?.deletionTimestamp == null);
  const pods = [
    ...deployments.flatMap((deployment) =>
      living
        .filter((pod) => isOf(pod, deployment) && isCurrent(pod, deployment, snapshot))
        .map((pod) => podFacts(pod, `deployment/${deployment.metadata?.name ?? ""}`, snapshot, context)),
    ),
    ...living
      .filter((pod) => context.job !== undefined && isOfJob(pod, context.job, snapshot))
      .map((pod) => podFacts(pod, `job/${context.job}`, snapshot, context)),
  ];
  return {
    snapshot,
    context,
    now: snapshot.at ?? 0,
    deployments,
    pods: pods.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

const hashOf = ({ metadata }: SeenPod): string | undefined => metadata?.labels?.["pod-template-hash"] ?? undefined;

const ownerOf = ({ metadata }: SeenPod, kind: string) =>
  (metadata?.ownerReferences ?? []).find((owner) => owner.kind === kind);

/** By the name of its ReplicaSet: selectors of Deployments may overlap. Else by its labels. */
function isOf(pod: SeenPod, { metadata, spec }: SeenDeployment): boolean {
  const [owner, hash] = [ownerOf(pod, "ReplicaSet"), hashOf(pod)];
  if (owner !== undefined && hash !== undefined) return owner.name === `${metadata?.name ?? ""}-${hash}`;
  const labels = Object.entries(spec?.selector?.matchLabels ?? {});
  return labels.length > 0 && labels.every(([name, value]) => pod.metadata?.labels?.[name] === value);
}

/** A Job that was deleted and made anew has the same name and another uid. */
function isOfJob(pod: SeenPod, job: string, snapshot: Seen<Snapshot>): boolean {
  const owner = ownerOf(pod, "Job");
  const uid = (snapshot.jobs ?? []).find(({ metadata }) => metadata?.name === job)?.metadata?.uid;
  if (owner?.name !== undefined) return owner.name === job && (owner.uid == null || uid == null || owner.uid === uid);
  const { labels } = pod.metadata ?? {};
  return (labels?.["batch.kubernetes.io/job-name"] ?? labels?.["job-name"]) === job;
}

/** Of the newest template of its Deployment, as far as can be told: others are on their way out. */
function isCurrent(pod: SeenPod, deployment: SeenDeployment, snapshot: Seen<Snapshot>): boolean {
  const wanted = deployment.spec?.template?.spec?.containers ?? [];
  const runsIt = wanted.every((container) => {
    const own = pod.spec?.containers?.find(({ name }) => name === container.name);
    return own === undefined || programOf(own) === programOf(container);
  });
  if (!runsIt) return false;
  const revision = deployment.metadata?.annotations?.["deployment.kubernetes.io/revision"];
  const replicaSet = (snapshot.replicaSets ?? []).find(
    ({ metadata }) => metadata?.name === ownerOf(pod, "ReplicaSet")?.name,
  );
  const ownRevision = replicaSet?.metadata?.annotations?.["deployment.kubernetes.io/revision"];
  return revision == null || ownRevision == null || revision === ownRevision;
}

type Container = NonNullable<NonNullable<SeenPod["spec"]>["containers"]>[number];

/** What a container runs, and with which configuration. */
const programOf = ({ image, command, args, envFrom }: Container): string =>
  JSON.stringify([
    image ?? "",
    command ?? [],
    args ?? [],
    (envFrom ?? []).map((from) => from.configMapRef?.name ?? ""),
  ]);
