import type { CloudEnvironment } from "../environments/schema/environment";
import { type Guard, lossOf } from "./losses";
import { type PlanJson, plannedChanges } from "./planned-changes";

/** Something that a plan would delete or replace, and that is not to be lost by accident. */
export interface PlannedLoss {
  readonly address: string;
  readonly action: "delete" | "replace";
  /** In words: "the database server, and the data in it". */
  readonly loses: string;
  /** Arguments that make it a replacement; none for a deletion, and for what goes with another resource. */
  readonly because: readonly string[];
  /** The entry of `exceptions` that allows it. */
  readonly allowedBy: Guard;
  /** The reason in the environment's file. @default - it is not allowed */
  readonly reason?: string | undefined;
}

/** The losses in a plan, those first that the environment does not allow. */
export function plannedLosses(plan: PlanJson, { exceptions }: CloudEnvironment): PlannedLoss[] {
  return plannedChanges(plan)
    .flatMap(({ address, type, action, replacedBy }): PlannedLoss[] => {
      const { what, guardedBy } = lossOf(type) ?? {};
      if (what === undefined || guardedBy === undefined || (action !== "delete" && action !== "replace")) return [];
      const reason = exceptions[guardedBy];
      return [{ address, action, loses: what, because: replacedBy, allowedBy: guardedBy, reason }];
    })
    .sort((one, other) => Number(one.reason !== undefined) - Number(other.reason !== undefined));
}
