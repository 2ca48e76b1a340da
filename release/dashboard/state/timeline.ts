import type { LockState } from "../../lock-state";
import { isReady, isRolledOut, type StandingTrack } from "../../standing";
import { podCount } from "../../steps/tracks";
import type { VerifiedTrack } from "../dashboard-state";
import { lastEnding, lastRelease } from "./last-release";
import { migrationOf, migrationStep, migrationUnderWay } from "./migration-step";
import { done, type Standing, type Steps, type StepState, waiting } from "./steps";
import { verdictStep, verifiedAt } from "./verified";

/** How far the release is that is under way, or what the last one was. */
export function stepsOf(standing: Standing): Steps {
  const { candidate, lock } = standing;
  const steps =
    begunSteps(standing) ?? (candidate === undefined ? lastRelease(standing) : ofCandidate(standing, candidate));
  if (!holds(lock, "rollback")) return steps;
  return { ...steps, rollback: { state: "running", since: lock?.since } };
}

/** What was released last, when nothing has begun since. */
export function lastReleased(standing: Standing): VerifiedTrack | undefined {
  if (standing.candidate !== undefined || begunSteps(standing) !== undefined) return undefined;
  return lastEnding(standing.tracks)?.verified;
}

const holds = (lock: LockState | undefined, command: "canary" | "promote" | "rollback"): boolean =>
  lock?.command === `release ${command}`;

/** Of a release that has no pods of its own yet; those of the one before it may still be there. */
function begunSteps(standing: Standing): Steps | undefined {
  const { lock, candidate } = standing;
  const since = lock !== undefined && holds(lock, "canary") ? lock.since : undefined;
  const later = { canary: waiting, verify: waiting, promote: waiting };
  const migration = migrationUnderWay(standing, since);
  if (migration !== undefined && migration !== migrationOf(candidate?.image, standing))
    return { preflight: done, migrate: migrationStep(migration), ...later };
  if (since === undefined || migration !== undefined || candidate !== undefined) return undefined;
  return { preflight: { state: "running", since }, migrate: waiting, ...later };
}

function ofCandidate(standing: Standing, candidate: StandingTrack): Steps {
  const { service } = standing;
  const migration = migrationOf(candidate.image, standing);
  return {
    preflight: done,
    migrate:
      service.migrationCommand.length === 0
        ? { state: "skipped", note: "there is nothing to migrate" }
        : migration === undefined
          ? done
          : migrationStep(migration),
    canary: canaryStep(standing, candidate),
    verify: verifyStep(standing, candidate),
    promote: promoteStep(standing),
  };
}

function canaryStep({ lock, verdict }: Standing, { name, deployment, pods, desiredPods }: StandingTrack): StepState {
  if (isRolledOut(deployment))
    return { state: "done", since: rolledOutAt(deployment), note: `${name} is ready, ${podCount(desiredPods)}` };
  const note = `${pods.filter(isReady).length} of ${podCount(desiredPods)} ready`;
  if (verdict !== undefined) return { state: "done", note };
  return holds(lock, "canary") ? { state: "running", note } : { state: "failed", note: `${note}, and nobody is at it` };
}

function verifyStep({ lock, verdict, isPromoting }: Standing, track: StandingTrack): StepState {
  const { deployment } = track;
  if (verdict !== undefined) return verdictStep(verdict, verifiedAt(track), isPromoting);
  if (!isRolledOut(deployment)) return waiting;
  return holds(lock, "canary")
    ? { state: "running", since: rolledOutAt(deployment) }
    : { state: "waiting", note: "it has not ended, and nobody is at it" };
}

function promoteStep({ lock, isPromoting }: Standing): StepState {
  if (holds(lock, "promote")) return { state: "running", since: lock?.since };
  if (!isPromoting) return waiting;
  return holds(lock, "canary")
    ? { state: "running" }
    : { state: "failed", note: "it is not at its end, and nobody is at it: promote once more, or roll back" };
}

function rolledOutAt({ status }: StandingTrack["deployment"]): number | undefined {
  const progress = status?.conditions?.find(({ type }) => type === "Progressing");
  return Date.parse(progress?.lastUpdateTime ?? "") || undefined;
}
