import { describeHolder, LockHeld } from "../../lock-held";
import type { LockState } from "../../lock-state";
import type { Proof } from "../../proof";
import type { StandingTrack } from "../../standing";
import type { CommandState, Decision } from "../dashboard-state";

/** What decides on what can be done. */
export interface Situation {
  readonly isReadOnly: boolean;
  /** @default - the cluster answers */
  readonly trouble?: string | undefined;
  /** What was started from here. @default - nothing was */
  readonly command?: CommandState | undefined;
  /** @default - nobody releases */
  readonly lock?: LockState | undefined;
  /** @default - nothing is under way */
  readonly candidate?: StandingTrack | undefined;
  /** @default - the verification has not ended */
  readonly verdict?: Proof["verdict"] | undefined;
  /** Whether a rollback would bring anything back, or take it away. */
  readonly canRollBack: boolean;
  /** Goes back to an earlier revision. @default - there is none */
  readonly wayBack?: string | undefined;
}

/** Go and no-go, and what is in the way of each. The commands look again by themselves before they do anything. */
export function decisions(situation: Situation): Decision[] {
  const { verdict } = situation;
  const obstacle = obstacleOfAll(situation);
  const promotion = obstacle ?? obstacleOfPromotion(situation);
  return [
    {
      command: "promote",
      obstacle: promotion,
      accepts: promotion === undefined && verdict !== "pass" ? verdict : undefined,
    },
    {
      command: "rollback",
      obstacle: obstacle ?? obstacleOfRollback(situation),
    },
  ];
}

function obstacleOfAll({ isReadOnly, command, lock, trouble }: Situation): string | undefined {
  if (isReadOnly) return "this page only shows, and changes nothing";
  if (command?.state === "running") return `${command.command} was started here, and is at work`;
  if (trouble !== undefined) return `the cluster does not answer: ${trouble}`;
  return lock === undefined ? undefined : new LockHeld(lock).message;
}

function obstacleOfPromotion({ candidate, verdict }: Situation): string | undefined {
  if (candidate === undefined) return "nothing is under way that could be promoted";
  return verdict === undefined ? `the verification of ${candidate.name} has not ended` : undefined;
}

function obstacleOfRollback({ canRollBack, wayBack }: Situation): string | undefined {
  if (canRollBack) return undefined;
  const further = wayBack === undefined ? "" : `; to go back to revision N of the history: ${wayBack}`;
  return `nothing is under way that could be taken back${further}`;
}

/** The lock as the page shows it. */
export const lockShown = (lock: LockState) => ({
  holder: describeHolder(lock),
  command: lock.command,
  since: new Date(lock.since).toISOString(),
});
