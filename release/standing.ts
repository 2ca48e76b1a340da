import { podsOfTrack, type Track, trackName, tracksOf } from "../constructs/kubernetes/release-track";
import type { Service } from "../environments/schema/service";
import { type Notes, notesOf } from "./annotations";
import type { Deployment, Pod } from "./cluster/objects";
import type { Snapshot } from "./snapshot";

/** A track as it stands in the cluster. */
export interface StandingTrack {
  readonly track: Track;
  readonly name: string;
  readonly deployment: Deployment;
  readonly notes: Notes;
  /** All pods of the track, those that are stopping too. */
  readonly pods: readonly Pod[];
  readonly image: string;
  readonly desiredPods: number;
}

export function standingTrack(service: Service, track: Track, snapshot: Snapshot): StandingTrack | undefined {
  const name = trackName(service, track);
  const deployment = snapshot.deployments.find(({ metadata }) => metadata?.name === name);
  if (deployment === undefined) return undefined;
  const labels = Object.entries(podsOfTrack(service, track));
  return {
    track,
    name,
    deployment,
    notes: notesOf(deployment),
    pods: snapshot.pods.filter(({ metadata }) => labels.every(([key, value]) => metadata?.labels?.[key] === value)),
    image: imageOf(deployment),
    desiredPods: deployment.spec?.replicas ?? 1,
  };
}

/** The tracks of the service's strategy that have a Deployment. */
export const standingTracks = (service: Service, snapshot: Snapshot): StandingTrack[] =>
  tracksOf[service.strategy].flatMap((track: Track) => standingTrack(service, track, snapshot) ?? []);

export const imageOf = (workload: Pick<Deployment, "spec">): string =>
  workload.spec?.template.spec?.containers[0]?.image ?? "";

export const isReady = ({ status, metadata }: Pod): boolean =>
  metadata?.deletionTimestamp === undefined &&
  (status?.conditions ?? []).some(({ type, status: is }) => type === "Ready" && is === "True");

/** Pods that get traffic: ready ones that carry the label of the service, whatever their track. */
export const readyPods = (service: Service, { pods }: Snapshot): Pod[] =>
  pods.filter((pod) => pod.metadata?.labels?.["app"] === service.name && isReady(pod));

/** Whether all pods of a Deployment are of its newest template, ready for long enough, and no others are left. */
export function isRolledOut({ metadata, spec, status }: Deployment): boolean {
  const wanted = spec?.replicas ?? 1;
  return (
    (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0) &&
    (status?.updatedReplicas ?? 0) === wanted &&
    (status?.availableReplicas ?? 0) === wanted &&
    (status?.replicas ?? 0) === wanted
  );
}

const hashLabel = "pod-template-hash";

/** `pod-template-hash` of a pod. */
export const templateHashOf = ({ metadata }: Pod): string => metadata?.labels?.[hashLabel] ?? "";
