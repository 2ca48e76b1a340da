import { isObject, type JsonObject } from "../json";
import { fieldSchema, follow, type Schema } from "../schema/schema";
import { type FieldSet, join, type Step } from "./field-set";
import { fieldStep, isLeaf, itemStep } from "./walk";

/** What comes of an object when another one is laid over it: what both have is the other's. */
export function mergeObjects(live: unknown, applied: unknown, schema: Schema | undefined): unknown {
  if (applied === undefined) return live;
  if (live === undefined || isLeaf(applied, schema) || isLeaf(live, schema)) return applied;
  if (Array.isArray(applied)) return mergeLists(live as unknown[], applied, schema ?? {});
  const merged: JsonObject = { ...(live as JsonObject) };
  for (const [key, value] of Object.entries(applied as JsonObject)) {
    const field = fieldSchema(schema, key);
    merged[key] = mergeObjects(merged[key], value, field && follow(field));
  }
  return merged;
}

/** Items that were not applied stay before the applied ones that come after them; the applied ones keep their order. */
function mergeLists(live: readonly unknown[], applied: readonly unknown[], list: Schema): unknown[] {
  const item = list.items && follow(list.items);
  const lives = new Map(live.map((each) => [itemStep(each, list), each]));
  const applieds = new Map(applied.map((each) => [itemStep(each, list), each]));
  const merged: unknown[] = [];
  const queue = [...lives];
  const takeLiveUntil = (step: Step | undefined): void => {
    while (queue.length > 0 && queue[0]?.[0] !== step) {
      const [key, each] = queue.shift()!;
      if (!applieds.has(key)) merged.push(each);
    }
  };
  for (const [step, each] of applieds) {
    if (queue.some(([key]) => key === step)) {
      takeLiveUntil(step);
      queue.shift();
    }
    merged.push(mergeObjects(lives.get(step), each, item));
  }
  takeLiveUntil(undefined);
  return merged;
}

/** An object without some of its fields; undefined when nothing is left of it. */
export function removeFields(
  value: unknown,
  fields: FieldSet,
  schema: Schema | undefined,
  path: readonly Step[] = [],
): unknown {
  if (isLeaf(value, schema)) return value;
  if (Array.isArray(value)) {
    const list = schema ?? {};
    const item = list.items && follow(list.items);
    const left = value.flatMap((each: unknown) => {
      const below = [...path, itemStep(each, list)];
      return fields.has(join(below)) ? [] : [removeFields(each, fields, item, below)];
    });
    return left.length > 0 || value.length === 0 ? left.filter((each) => each !== undefined) : undefined;
  }
  const object = value as JsonObject;
  const left: JsonObject = {};
  for (const [key, each] of Object.entries(object)) {
    const below = [...path, fieldStep(key)];
    if (fields.has(join(below))) continue;
    const field = fieldSchema(schema, key);
    const kept = removeFields(each, fields, field && follow(field), below);
    if (kept !== undefined) left[key] = kept;
  }
  return Object.keys(left).length > 0 || Object.keys(object).length === 0 ? left : isObject(value) ? undefined : left;
}
