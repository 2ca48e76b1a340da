import type { Problem } from "../../../environments/schema/problems";
import type { Promotion } from "../definition";
import { evaluateWhen } from "../when/evaluate";
import { parseWhen } from "../when/parse";
import { changesOf } from "./changes";
import type { Check } from "./check";
import { someBranch } from "./conditions";
import { ledToBy } from "./promotions";

/** What a release leaves when it does not get to its end has to be taken back, whatever the reason is. */
export const rollbackProblems: Check = (checked) => {
  if (!changesOf(checked).some(({ kind }) => kind === "release")) return [];
  const rollbacks = (checked.definition.promotions ?? []).flatMap((promotion, index) => {
    const promoted = ledToBy(promotion, checked);
    const isRollback = promoted !== undefined && changesOf(promoted).some(({ kind }) => kind === "roll back");
    return isRollback ? [{ promotion, index }] : [];
  });
  if (rollbacks.length === 0)
    return [{ path: "promotions", rule: "must have one that takes back what this pipeline leaves when it fails" }];
  return rollbacks.flatMap(({ promotion, index }) => missing(promotion, `promotions.${index}`));
};

const ended = { failed: "has failed", stopped: "was stopped" } as const;

function missing({ auto_promote: auto }: Promotion, path: string): Problem[] {
  const forgotten = Object.entries(ended).flatMap(([result, what]) => (holds(auto?.when ?? false, result) ? [] : what));
  if (forgotten.length === 0) return [];
  return [
    {
      path: `${path}.auto_promote.when`,
      rule: `must hold on every branch for a pipeline that ${forgotten.join(", and for one that ")}`,
      got: auto?.when,
      fix: "write `result = 'failed' or result = 'stopped'`",
    },
  ];
}

function holds(when: string | boolean, result: string): boolean {
  if (typeof when === "boolean") return when;
  try {
    return evaluateWhen(parseWhen(when), { ...someBranch, result });
  } catch {
    // told by another check
    return true;
  }
}
