import type { CloudEnvironment } from "../environments/schema/environment";
import { type PlannedLoss, plannedLosses } from "./check";
import { type PlanJson, type PlannedChange, plannedChanges } from "./planned-changes";

/** What the guard says of a plan. */
export interface Verdict {
  readonly refused: boolean;
  /** In words. */
  readonly text: string;
  /** Those first that are not allowed. */
  readonly losses: readonly PlannedLoss[];
  /** All that Terraform would do, apart from reading. */
  readonly changes: readonly PlannedChange[];
}

/** @param unchanged whether nothing may change at all, as when somebody looks for drift */
export function verdictOf(plan: PlanJson, environment: CloudEnvironment, unchanged: boolean): Verdict {
  const losses = plannedLosses(plan, environment);
  const changes = plannedChanges(plan).filter(({ action }) => action !== "read");
  const isDrift = unchanged && changes.length > 0;
  const isLoss = losses.some(({ reason }) => reason === undefined);
  return { refused: isLoss || isDrift, text: textOf({ isLoss, isDrift, unchanged, losses }), losses, changes };
}

interface Findings extends Pick<Verdict, "losses"> {
  readonly isLoss: boolean;
  readonly isDrift: boolean;
  readonly unchanged: boolean;
}

function textOf({ isLoss, isDrift, unchanged, losses }: Findings): string {
  if (isDrift) return "the plan is refused: nothing should change";
  if (isLoss) return "the plan is refused";
  if (unchanged) return "the plan changes nothing";
  return losses.length === 0
    ? "the plan loses nothing that is guarded"
    : "the plan loses only what the environment allows";
}
