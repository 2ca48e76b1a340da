import { isDeepStrictEqual } from "node:util";

import type { Block, NestedBlock } from "../bindings/schema";
import type { Behaviour, Replacement } from "../behaviours/behaviour";
import { isKnown, placesOf, type Values } from "../behaviours/values";
import type { Diagnostic } from "./validate";

/** Ways to the arguments that replace a resource. */
export function replacements(
  block: Block,
  rows: NonNullable<Behaviour["replacedBy"]>,
  prior: Values,
  planned: Values,
): (string | number)[][] {
  return rows.flatMap((row) => {
    const path = typeof row === "string" ? row : row.argument;
    const before = placesOf(prior, path).map(({ value }) => value);
    const after = placesOf(planned, path);
    if (
      isDeepStrictEqual(
        before,
        after.map(({ value }) => value),
      )
    )
      return [];
    if (typeof row !== "string" && !applies(row, prior, planned)) return [];
    // the first one that differs, or the argument that was there before and is taken away
    const steps =
      after.find(({ value }, index) => !isDeepStrictEqual(value, before[index]))?.steps ?? path.split(".").slice(0, 1);
    return [reachable(block, steps)];
  });
}

/** Whether a change of an argument, in any of the objects that have it, is of the kind that a row is about. */
function applies(row: Replacement, prior: Values, planned: Values): boolean {
  const before = placesOf(prior, row.argument).map(({ value }) => value);
  return placesOf(planned, row.argument).some(
    ({ value }, index) =>
      isKnown(value) &&
      isKnown(before[index]) &&
      !isDeepStrictEqual(before[index], value) &&
      row.test(before[index], value),
  );
}

/** Changes that the cloud refuses. */
export const refusals = (
  { refused = [], source = "" }: Partial<Behaviour>,
  prior: Values,
  planned: Values,
): Diagnostic[] =>
  refused
    .filter((row) => applies(row, prior, planned))
    .map((row) => ({
      summary: `\`${row.argument}\` cannot be changed when ${row.when}: ${row.because}`,
      detail: `The cloud refuses it when it is applied: ${row.source ?? source}`,
      steps: row.argument.split(".").slice(0, 1),
    }));

/** Items of sets have no position, so the way ends at the set. */
function reachable(block: Block, steps: readonly (string | number)[]): (string | number)[] {
  const way: (string | number)[] = [];
  let here: Block | undefined = block;
  for (const step of steps) {
    way.push(step);
    if (typeof step === "number") continue;
    const nested: NestedBlock | undefined = here?.blocks[step];
    if (nested?.nesting === "set") break;
    here = nested?.block;
  }
  return way;
}
