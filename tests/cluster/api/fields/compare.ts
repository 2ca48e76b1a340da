import { equal } from "../json";
import { follow, type Schema } from "../schema/schema";
import { FieldSet, join, type Step } from "./field-set";
import { type Child, children, isLeaf } from "./walk";

/** What is different between two objects. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** Compares an object with the one that takes its place. */
export function compare(before: unknown, after: unknown, schema: Schema): Comparison {
  const sets = { added: new Set<string>(), modified: new Set<string>(), removed: new Set<string>() };

  const leaf = (old: unknown, now: unknown, path: string): void => {
    if (old === undefined) sets.added.add(path);
    else if (now === undefined) sets.removed.add(path);
    else if (!equal(old, now)) sets.modified.add(path);
  };

  const visit = (old: unknown, now: unknown, at: Schema | undefined, path: readonly Step[]): void => {
    const isMissing = old === undefined || now === undefined;
    const isOwnedWhole = (value: unknown) => value === undefined || isLeaf(value, at) || isEmpty(value);
    if (isOwnedWhole(old) && isOwnedWhole(now)) {
      leaf(old, now, join(path));
      return;
    }
    const olds = byStep(old, at);
    const nows = byStep(now, at);
    for (const step of new Set([...olds.keys(), ...nows.keys()])) {
      const [a, b] = [olds.get(step), nows.get(step)];
      visit(a?.value, b?.value, (a ?? b)?.schema, [...path, step]);
    }
    if (isMissing) leaf(old, now, join(path));
  };

  visit(before, after, follow(schema), []);
  return {
    added: new FieldSet(sets.added),
    modified: new FieldSet(sets.modified),
    removed: new FieldSet(sets.removed),
  };
}

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

const byStep = (value: unknown, schema: Schema | undefined): ReadonlyMap<Step, Child> =>
  value === undefined || isLeaf(value, schema)
    ? new Map<Step, Child>()
    : new Map(children(value, schema).map((child) => [child.step, child]));
