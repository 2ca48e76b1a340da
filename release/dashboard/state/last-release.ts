import type { Proof } from "../../proof";
import type { StandingTrack } from "../../standing";
import type { VerifiedTrack } from "../dashboard-state";
import { done, type Standing, type Steps, type StepState, waiting } from "./steps";
import { verdictIn, verdictStep, verifiedAt, verifiedTrack } from "./verified";

/** What became of the last release; of all before the first one nothing is known. */
export function lastRelease({ service, tracks }: Standing): Steps {
  const last = lastEnding(tracks);
  if (last === undefined)
    return { preflight: waiting, migrate: waiting, canary: waiting, verify: waiting, promote: waiting };
  const migrate: StepState = service.migrationCommand.length === 0 ? { state: "skipped" } : done;
  const since = last.at;
  if (last.isReleased)
    return {
      preflight: done,
      migrate,
      canary: done,
      verify: last.verify,
      promote: { state: "done", since, note: `${last.image} is released` },
    };
  return {
    preflight: done,
    migrate,
    canary: done,
    verify: last.verify,
    promote: { state: "skipped", note: "it was rolled back" },
    rollback: { state: "done", since, note: `${last.image} was rolled back` },
  };
}

/** How the last release ended; undefined when there was none. */
export const lastEnding = (tracks: readonly StandingTrack[]): Ending | undefined =>
  tracks.flatMap(endings).sort((a, b) => b.at - a.at)[0];

interface Ending {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly image: string;
  readonly isReleased: boolean;
  readonly verify: StepState;
  /** @default - it was taken away again, or nothing is known of its verification */
  readonly verified?: VerifiedTrack | undefined;
}

function endings(track: StandingTrack): Ending[] {
  const { "released-at": released, "rolled-back": rolledBack, "rolled-back-verdict": noted, image } = track.notes;
  const [at = "", failed = ""] = rolledBack?.split(" ") ?? [];
  // another tool leaves the notes as they were: those of another image
  const verdict = image === track.image ? verdictIn(track.notes.verdict) : undefined;
  const since = verifiedAt(track);
  const all: Ending[] = [
    {
      at: Date.parse(released ?? ""),
      image: image ?? track.image,
      isReleased: true,
      verify: verdict === undefined ? unknown : verdictStep(verdict, since, true),
      verified: verdict === undefined ? undefined : verifiedTrack(track, verdict, true),
    },
    { at: Date.parse(at), image: failed, isReleased: false, verify: verifyStep(track, verdictIn(noted), verdict) },
  ];
  return all.filter((ending) => !Number.isNaN(ending.at));
}

/** It was released by an earlier version of this tool, or the pods were made by another one. */
const unknown: StepState = { state: "skipped", note: "what it said is not known" };

/** Of what was rolled back. @param own of the track that has the note: a colour is still there, with its own verdict */
function verifyStep(
  track: StandingTrack,
  noted: Proof["verdict"] | undefined,
  own: Proof["verdict"] | undefined,
): StepState {
  if (track.track !== "stable" && own !== undefined) return verdictStep(own, verifiedAt(track), true);
  return noted === undefined ? { state: "skipped", note: "it had not ended" } : verdictStep(noted);
}
