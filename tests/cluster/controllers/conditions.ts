import type { Condition } from "./kinds";

export const conditionOf = <C extends Condition>(conditions: readonly C[] | undefined, type: string): C | undefined =>
  conditions?.find((condition) => condition.type === type);

/** Those without the one of a type. */
export const withoutCondition = <C extends Condition>(conditions: readonly C[] | undefined, type: string): C[] =>
  (conditions ?? []).filter((condition) => condition.type !== type);

/**
 * Puts a condition in the place of the one of its type. One with the same status and reason stays as it is, and one
 * with the same status keeps the time since when it is so, as the controllers of Kubernetes do it.
 */
export function withCondition<C extends Condition>(conditions: readonly C[] | undefined, condition: C): C[] {
  const current = conditionOf(conditions, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return [...(conditions ?? [])];
  if (current?.status === condition.status)
    condition = { ...condition, lastTransitionTime: current.lastTransitionTime };
  return [...withoutCondition(conditions, condition.type), condition];
}
