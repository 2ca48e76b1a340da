import type { StandingTrack } from "../../standing";
import { proofOf } from "../../proof";
import { done, type Standing, type Steps, type StepState, waiting } from "./steps";

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
      verify: done,
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
}

function endings(track: StandingTrack): Ending[] {
  const { "released-at": released, "rolled-back": rolledBack, "rolled-back-verdict": noted, image } = track.notes;
  const [at = "", failed = ""] = rolledBack?.split(" ") ?? [];
  // a colour that is rolled back is still there, with its own verdict
  const verdict = noted ?? (track.track === "stable" ? undefined : proofOf(track)?.verdict);
  const all = [
    { at: Date.parse(released ?? ""), image: image ?? track.image, isReleased: true, verify: done },
    { at: Date.parse(at), image: failed, isReleased: false, verify: verifyStep(verdict) },
  ];
  return all.filter((ending) => !Number.isNaN(ending.at));
}

const verifyStep = (verdict: string | undefined): StepState =>
  verdict === undefined
    ? { state: "skipped", note: "it had not ended" }
    : { state: verdict === "fail" ? "failed" : "done", note: verdict };
