import type { Snapshot } from "../../snapshot";
import { reportsOf } from "../../noted/noted-reports";
import { isReady, type StandingTrack, templateHashOf } from "../../standing";
import { hashOf, revisionAnnotation, type TrackRevision } from "../../steps/revisions";
import type { RevisionState } from "../dashboard-state";
import type { TrackHistory } from "./facts";

/** What the live track was, the newest first, and what changed each time. */
export function revisionStates(
  histories: readonly TrackHistory[],
  tracks: readonly StandingTrack[],
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
    const isCurrent = standing.deployment.metadata?.annotations?.[revisionAnnotation] === String(revision.revision);
    return {
      track: standing.track,
      revision: revision.revision,
      image: revision.image,
      configuration: revision.configuration,
      isCurrent,
      pods: ready.filter((hash) => hash === hashOf(revision)).length,
      changed: changes(all[index + 1]?.revision, revision),
      releasedAt: notes["released-at"],
      releasedBy: notes["released-by"],
      // Kubernetes copies them to the revision a moment later
      notes: reportsOf(isCurrent && standing.notes.image === revision.image ? standing.notes.reports : notes.reports),
    };
  });
}

const timeOf = ({ notes, replicaSet }: TrackRevision): string =>
  notes["released-at"] ?? replicaSet.metadata?.creationTimestamp ?? "";

function changes(before: TrackRevision | undefined, now: TrackRevision): RevisionState["changed"] {
  if (before === undefined) return [];
  return (["image", "configuration"] as const).filter((part) => before[part] !== now[part]);
}
