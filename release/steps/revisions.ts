import { annotationsOf, type Notes, notesOf } from "../annotations";
import type { Deployment, ReplicaSet } from "../cluster/objects";
import { ReleaseFailure } from "../failure";
import { verificationNotes } from "../noted/noted-findings";
import { note, type Release } from "../release";
import { imageOf, type StandingTrack } from "../standing";
import { templateOf } from "./take-over";
import { waitForOwnRollout } from "./rollout";
import { unchanged } from "./tracks";

/** Where Kubernetes writes the number of a revision. */
export const revisionAnnotation = "deployment.kubernetes.io/revision";

/** `pod-template-hash` of a revision. */
export const hashOf = ({ replicaSet }: TrackRevision): string =>
  replicaSet.metadata?.labels?.["pod-template-hash"] ?? "";

/** Something that a track was, newest first. Kubernetes keeps ten of them. */
export interface TrackRevision {
  readonly revision: number;
  readonly image: string;
  /** The ConfigMap that its pods read. */
  readonly configuration: string;
  readonly notes: Notes;
  readonly pods: number;
  readonly current: boolean;
  readonly replicaSet: ReplicaSet;
}

/** The revisions of a track. */
export async function revisionsOf({ cluster }: Release, { deployment, name }: StandingTrack): Promise<TrackRevision[]> {
  const sets = await cluster.list("ReplicaSet", { deployment: name });
  const current = deployment.metadata?.annotations?.[revisionAnnotation];
  return sets
    .filter(({ metadata }) => (metadata?.ownerReferences ?? []).some(({ uid }) => uid === deployment.metadata?.uid))
    .map((replicaSet) => ({
      revision: Number(replicaSet.metadata?.annotations?.[revisionAnnotation] ?? 0),
      image: imageOf(replicaSet as Pick<Deployment, "spec">),
      configuration: configurationOf(replicaSet),
      notes: ownNotes(replicaSet),
      pods: replicaSet.status?.readyReplicas ?? 0,
      current: replicaSet.metadata?.annotations?.[revisionAnnotation] === current,
      replicaSet,
    }))
    .sort((a, b) => b.revision - a.revision);
}

/** Another tool, such as `kubectl set image`, leaves the notes as they were: those of a revision with another image. */
function ownNotes(replicaSet: ReplicaSet): Notes {
  const notes = notesOf(replicaSet);
  return notes.image === imageOf(replicaSet as Pick<Deployment, "spec">) ? notes : {};
}

const configurationOf = ({ spec }: ReplicaSet): string =>
  spec?.template?.spec?.containers[0]?.envFrom?.[0]?.configMapRef?.name ?? "";

/** `pod-template-hash` of the template that a track has now. */
export const currentHash = async (release: Release, track: StandingTrack): Promise<string | undefined> =>
  (await revisionsOf(release, track)).filter(({ current }) => current).map(hashOf)[0];

/** Brings a track back to the template with a hash: image and configuration. */
export async function restore(release: Release, track: StandingTrack, hash: string): Promise<StandingTrack> {
  const revisions = await revisionsOf(release, track);
  const found = revisions.find((revision) => hashOf(revision) === hash);
  if (found === undefined)
    throw new ReleaseFailure(`${track.name} has no revision with the template ${hash} any more`, [
      `npx release history --environment ${release.environment.name}`,
    ]);
  return bringBack(release, track, found);
}

/** @throws {ReleaseFailure} when the configuration that the revision names is gone */
export async function checkConfiguration(
  { cluster, environment }: Release,
  track: StandingTrack,
  revision: TrackRevision,
): Promise<void> {
  if (revision.configuration !== "" && (await cluster.get("ConfigMap", revision.configuration)) === undefined)
    throw new ReleaseFailure(
      `revision ${revision.revision} of ${track.name} needs the ConfigMap ${revision.configuration}, which is gone`,
      [`npx release canary --environment ${environment.name} --image ${revision.image}`],
    );
}

/**
 * Brings a track back to an earlier revision, configuration included.
 *
 * @param previous `pod-template-hash` that it has now, which is noted so that this can be taken back, too. @default - it
 *   is the end of something that is taken back
 * @throws {ReleaseFailure} when the configuration that it names is gone
 */
export async function bringBack(
  release: Release,
  track: StandingTrack,
  revision: TrackRevision,
  previous?: string,
): Promise<StandingTrack> {
  const { cluster } = release;
  await checkConfiguration(release, track, revision);
  const { spec, metadata } = track.deployment;
  const { image, template, "released-at": at, "released-by": by, reports = "" } = revision.notes;
  const applied = await cluster.apply({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: track.name,
      namespace: cluster.namespace,
      labels: metadata?.labels,
      annotations: annotationsOf({
        image: image ?? revision.image,
        template,
        previous,
        "released-at": at,
        "released-by": by,
        reports,
        ...verificationNotes(revision.notes),
      }),
    },
    spec: {
      ...spec,
      template: templateOf(revision.replicaSet),
    },
  });
  note(release, `${track.name}: back to revision ${revision.revision} (${revision.image})`);
  await waitForOwnRollout(release, applied as Deployment);
  return unchanged(release, { track: track.track, deployment: applied as Deployment });
}
