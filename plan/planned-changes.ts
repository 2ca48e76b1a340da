import { isDeepStrictEqual } from "node:util";

import { isPlainObject } from "../environments/schema/defaults";

/** What Terraform would do to one resource. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly action: "create" | "update" | "replace" | "delete" | "read";
  /** Arguments that make it a replacement; none when it goes with another resource. */
  readonly replacedBy: readonly string[];
  /** What an update or a replacement changes. */
  readonly changed: readonly ChangedArgument[];
}

/** An argument and its two values, as text; empty where it is a secret, too big, or not known before it is applied. */
export interface ChangedArgument {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What is read of a plan.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly PlannedChange["action"][];
      readonly before: Record<string, unknown> | null;
      readonly after: Record<string, unknown> | null;
      readonly after_unknown: Record<string, unknown>;
      readonly before_sensitive: Record<string, unknown>;
      readonly after_sensitive: Record<string, unknown>;
      readonly replace_paths?: readonly (readonly (string | number)[])[];
    };
  }[];
}

/** The changes in what `terraform show -json` prints of a plan, without what stays as it is. */
export function plannedChanges({ resource_changes = [] }: PlanJson): PlannedChange[] {
  return resource_changes
    .filter(({ change }) => change.actions.join() !== "no-op")
    .map(({ address, type, change }) => ({
      address,
      type,
      action: change.actions.length > 1 ? "replace" : (change.actions[0] ?? "read"),
      replacedBy: [...new Set((change.replace_paths ?? []).map(named))],
      changed:
        change.before === null || change.after === null
          ? []
          : differences(change.before, change.after, change.after_unknown, [
              change.before_sensitive,
              change.after_sensitive,
            ]).filter(({ before, after }) => change.actions.length === 1 || !isNothing(before) || !isNothing(after)),
    }));
}

/** A new resource starts with nothing where the old one had an empty value, which is the same to its provider. */
const isNothing = (value: string): boolean => ["null", "0", "false", '""', "[]", "{}"].includes(value);

const named = (path: readonly (string | number)[]): string => path.filter((step) => typeof step === "string").join(".");

/** Everything that differs, down to single values; what is only computed anew is left out. */
function differences(
  before: unknown,
  after: unknown,
  unknown: unknown,
  sensitive: readonly unknown[],
  path: readonly string[] = [],
): ChangedArgument[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isPlainObject(before) && isPlainObject(after))
    return Object.keys({ ...before, ...after }).flatMap((name) =>
      below(unknown, name) === true && !(name in after)
        ? []
        : differences(
            before[name],
            after[name],
            below(unknown, name),
            sensitive.map((part) => below(part, name)),
            [...path, name],
          ),
    );
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length && before.some(isPlainObject))
    return before.flatMap((item: unknown, index) =>
      differences(
        item,
        after[index],
        below(unknown, index),
        sensitive.map((part) => below(part, index)),
        path,
      ),
    );
  const hidden = isMarked(sensitive);
  return [
    {
      path: path.join("."),
      before: hidden ? "" : text(before),
      after: hidden || isMarked(unknown) ? "" : text(after),
    },
  ];
}

/** Whether a value is marked, or anything in it. */
const isMarked = (marks: unknown): boolean =>
  marks === true || (typeof marks === "object" && marks !== null && Object.values(marks).some(isMarked));

/** The same place in one of the objects that stand beside the values of a plan. */
function below(marks: unknown, step: string | number): unknown {
  if (Array.isArray(marks)) return marks[Number(step)] as unknown;
  return isPlainObject(marks) ? marks[step] : marks;
}

function text(value: unknown): string {
  const json = value === undefined ? "" : JSON.stringify(value);
  return json.length > 60 ? "" : json;
}
