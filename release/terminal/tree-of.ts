import { podsOfTrack, type Track, trackName, tracksOf } from "../../constructs/kubernetes/release-track";
import type { Service } from "../../environments/schema/service";
import type { Deployment, Pod, ReplicaSet } from "../cluster/objects";
import type { Snapshot } from "../snapshot";
import { imageOf, isReady, templateHashOf } from "../standing";
import { foreignText } from "../diagnosis/foreign-text";
import { podWait } from "./pod-wait";
import type { DeploymentState, PodState, ReleaseTree } from "./release-event";

/** What a snapshot does not say. */
export interface TreeContext {
  readonly service: Pick<Service, "name" | "namespace" | "strategy">;
  /**
   * Parts of the requests by name of the Deployment, when a route shares them.
   *
   * @default - the pods behind the service's balancer share them by their number
   */
  readonly weights?: Readonly<Record<string, number>>;
}

/** A track with what there is of it in the cluster. */
interface TrackObjects {
  readonly track: Track;
  readonly name: string;
  /** @default - it is gone, or not there yet */
  readonly deployment: Deployment | undefined;
  readonly pods: readonly Pod[];
}

/** What people are shown of a release's Deployments and pods. Deployments that are gone stay as long as their pods. */
export function treeOf(snapshot: Snapshot, { service, weights }: TreeContext): ReleaseTree {
  const tracks = tracksOf[service.strategy]
    .map((track: Track) => objectsOf(track, service, snapshot))
    .filter(({ deployment, pods }) => deployment !== undefined || pods.length > 0);
  const shares = weights ?? sharesByPods(tracks, service, snapshot);
  const all = Object.values(shares).reduce((sum, share) => sum + share, 0);
  return {
    deployments: tracks.map((objects) => deploymentState(objects, percent(shares[objects.name] ?? 0, all), snapshot)),
  };
}

function objectsOf(track: Track, service: TreeContext["service"], snapshot: Snapshot): TrackObjects {
  const name = trackName(service, track);
  const labels = podsOfTrack(service, track);
  const isOfTrack = (pod: Pod): boolean => {
    const owner = pod.metadata?.ownerReferences?.find(({ kind }) => kind === "ReplicaSet");
    // by the owner's name, because selectors of Deployments that are not ours may overlap
    return owner === undefined ? hasLabels(pod, labels) : owner.name === `${name}-${templateHashOf(pod)}`;
  };
  return {
    track,
    name,
    deployment: snapshot.deployments.find(({ metadata }) => metadata?.name === name),
    pods: snapshot.pods.filter(isOfTrack),
  };
}

const hasLabels = ({ metadata }: Pod, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(labels).every(([key, value]) => metadata?.labels?.[key] === value);

/** Ready pods that the balancer's Service selects. */
function sharesByPods(
  tracks: readonly TrackObjects[],
  { name: service }: TreeContext["service"],
  { services }: Snapshot,
): Record<string, number> {
  const selector = services?.find(({ metadata }) => metadata?.name === `${service}-lb`)?.spec?.selector;
  return Object.fromEntries(
    tracks.map(({ name, pods }) => [
      name,
      pods.filter((pod) => isReady(pod) && hasLabels(pod, selector ?? { app: service })).length,
    ]),
  );
}

const percent = (part: number, all: number): number => (all === 0 ? 0 : Math.round((1000 * part) / all) / 10);

function deploymentState(
  { track, name, deployment, pods }: TrackObjects,
  trafficPercent: number,
  snapshot: Snapshot,
): DeploymentState {
  const refusal = deployment?.status?.conditions?.find(
    ({ type, status }) => type === "ReplicaFailure" && status === "True",
  );
  const image = deployment === undefined ? pods[0] && podImage(pods[0]) : imageOf(deployment);
  return {
    name,
    track,
    image: image ?? "",
    desiredPods: deployment === undefined ? 0 : (deployment.spec?.replicas ?? 1),
    readyPods: pods.filter(isReady).length,
    trafficPercent,
    ...(refusal === undefined ? {} : { why: foreignText(refusal.message ?? refusal.reason ?? "", 200) }),
    pods: pods.map((pod) => podState(pod, deployment, snapshot)).sort(byAge),
  };
}

function podState(pod: Pod, deployment: Deployment | undefined, snapshot: Snapshot): PodState {
  const name = pod.metadata?.name ?? "";
  const { until, ...wait } = podWait(pod, {
    at: snapshot.at,
    minReadySeconds: deployment?.spec?.minReadySeconds ?? 0,
    events: (snapshot.events ?? []).filter(
      ({ involvedObject: { kind, name: about } }) => kind === "Pod" && about === name,
    ),
    answer: snapshot.answers?.[name],
  });
  return {
    name,
    ...wait,
    ...(until === undefined ? {} : { until }),
    isOld: isOld(pod, deployment, snapshot.replicaSets),
    restarts: (pod.status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0),
    since: Date.parse(pod.metadata?.creationTimestamp ?? "") || snapshot.at,
  };
}

/** By the ReplicaSet of the Deployment's newest revision, or where those were not read by the image. */
function isOld(pod: Pod, deployment: Deployment | undefined, replicaSets: readonly ReplicaSet[] | undefined): boolean {
  if (deployment === undefined || podImage(pod) !== imageOf(deployment)) return true;
  const current = replicaSets?.find(
    ({ metadata }) =>
      metadata?.ownerReferences?.some(({ uid }) => uid === deployment.metadata?.uid) === true &&
      metadata.annotations?.[revision] === deployment.metadata?.annotations?.[revision],
  );
  return current !== undefined && current.metadata?.labels?.["pod-template-hash"] !== templateHashOf(pod);
}

const revision = "deployment.kubernetes.io/revision";

const podImage = ({ spec }: Pod): string => spec?.containers[0]?.image ?? "";

const byAge = (a: PodState, b: PodState): number => a.since - b.since || a.name.localeCompare(b.name, "en");
