import type { Track } from "../../../constructs/kubernetes/release-track";
import type { Snapshot } from "../../snapshot";
import { reportsOf } from "../../noted/noted-reports";
import { isReady, type StandingTrack, templateHashOf } from "../../standing";
import { hashOf, revisionAnnotation, type TrackRevision } from "../../steps/revisions";
import type { RevisionState } from "../dashboard-state";
import type { TrackHistory } from "./facts";

/**
 * What the service was, the newest first, and what changed each time.
 *
 * @param live the track that clients get; of two colours the other one has nothing that is current
 */
export function revisionStates(
  histories: readonly TrackHistory[],
  tracks: readonly StandingTrack[],
  live: Track | undefined,
  { pods }: Pick<Snapshot, "pods">,
): RevisionState[] {
  const ready = pods.filter(isReady).map(templateHashOf);
  const all = histories.flatMap(({ track, revisions }) => {
    const standing = tracks.find((each) => each.track === track);
    return standing === undefined ? [] : revisions.map((revision) => ({ standing, revision, time: timeOf(revision) }));
  });
  // each colour counts its own revisions
  if (histories.length > 1) all.sort((a, b) => (a.time < b.time ? 1 : -1));
  return all.map(({ standing, revision }, index) => {
    const { notes } = revision;
    const isNewest = standing.deployment.metadata?.annotations?.[revisionAnnotation] === String(revision.revision);
    return {
      track: standing.track,
      revision: revision.revision,
      image: revision.image,
      configuration: revision.configuration,
      isCurrent: isNewest && standing.track === live,
      pods: ready.filter((hash) => hash === hashOf(revision)).length,
      changed: changes(all[index + 1]?.revision, revision),
      releasedAt: notes["released-at"],
      releasedBy: notes["released-by"],
      // Kubernetes copies them to the revision a moment later
      notes: reportsOf(isNewest && standing.notes.image === revision.image ? standing.notes.reports : notes.reports),
    };
  });
}

const timeOf = ({ notes, replicaSet }: TrackRevision): string =>
  notes["released-at"] ?? replicaSet.metadata?.creationTimestamp ?? "";

function changes(before: TrackRevision | undefined, now: TrackRevision): RevisionState["changed"] {
  if (before === undefined) return [];
  return (["image", "configuration"] as const).filter((part) => before[part] !== now[part]);
}
