import { ValidationError } from "../../environments/schema/problems";
import { ApiError, Unreachable } from "../cluster/errors";
import { ReleaseFailure } from "../failure";
import { againWith } from "../given-options";
import { LockHeld, LockLost } from "../lock-held";
import type { Release } from "../release";
import { Doomed, TimedOut } from "../stuck";
import type { Task } from "../task";
import { command, type Outcome } from "./outcome";

/**
 * What an error means for whoever runs the command. All steps can be done again, so that the way on is the same command
 * once the cause is gone, or a rollback.
 *
 * @throws the error when it is a wrong input, or a defect of this program
 */
export function outcomeOfError(error: unknown, task: Task, release: Release): Outcome {
  const { name, image, locks, given = {} } = task;
  const { environment, signal, clock, deadline, say } = release;
  const again = [
    // without it the next run would take the image of this checkout
    command(`${name}${image === undefined ? "" : ` --image ${image}`}${againWith(name, given)}`, environment),
    // a rollback to a revision can be taken back by one without
    ...(locks && (name !== "rollback" || given.to !== undefined) ? [command("rollback", environment)] : []),
  ];
  if (signal.aborted && !isOfCluster(signal.reason)) return ofAbortion(signal.reason, again, name);
  // the lock could not be renewed, which has ended everything else
  const cause: unknown = signal.aborted ? signal.reason : error;
  if (cause instanceof LockHeld)
    return { code: 75, summary: cause.message, next: cause.next.map((words) => command(words, environment)) };
  if (cause instanceof Doomed || cause instanceof TimedOut) {
    for (const diagnosis of cause.diagnoses) say({ type: "diagnosis", diagnosis });
    return { code: cause instanceof TimedOut ? 70 : 1, summary: cause.message, next: again };
  }
  if (cause instanceof ReleaseFailure)
    return { code: 1, summary: cause.message, next: cause.next.length === 0 ? again : cause.next };
  if (cause instanceof Unreachable)
    return { code: clock.now() >= deadline ? 70 : 1, summary: cause.message, next: again };
  if (cause instanceof ApiError) return { code: 1, summary: `${cause.request}: ${cause.message}`, next: again };
  throw cause instanceof ValidationError ? cause : (cause as Error);
}

const isOfCluster = (reason: unknown): boolean => reason instanceof Unreachable || reason instanceof ApiError;

function ofAbortion(reason: unknown, again: readonly string[], name: string): Outcome {
  if (reason instanceof LockLost) return { code: 75, summary: reason.message, next: again };
  return {
    code: 1,
    summary: `${name} was interrupted; what is there stays as it is, and can stay so`,
    next: again,
  };
}
