import { isObject, type JsonObject, sortedText } from "../json";
import { fieldSchema, follow, isAtomicMap, isMerged, type Schema } from "../schema/schema";
import type { Step } from "./field-set";

/** One thing within a map or a list, and the step that leads to it. */
export interface Child {
  readonly step: Step;
  readonly value: unknown;
  readonly schema: Schema | undefined;
}

/** Whether a value is owned as a whole: a scalar, or a list or map whose items nobody tells apart. */
export function isLeaf(value: unknown, schema: Schema | undefined): boolean {
  if (Array.isArray(value)) return !isMerged(schema);
  return !isObject(value) || isAtomicMap(schema);
}

/** The step to an item of a list. */
export function itemStep(item: unknown, list: Schema): Step {
  if (list["x-kubernetes-list-type"] === "set") return `v:${JSON.stringify(item)}`;
  const fields = list.items && follow(list.items);
  const keys = (list["x-kubernetes-list-map-keys"] ?? []).map((key) => {
    const value = isObject(item) ? item[key] : undefined;
    return [key, value ?? fields?.properties?.[key]?.default] as const;
  });
  return `k:${sortedText(Object.fromEntries(keys.filter(([, value]) => value !== undefined)))}`;
}

export const fieldStep = (key: string): Step => `f:${key}`;

/** What is in a map or a list that is not owned as a whole. */
export function children(value: unknown, schema: Schema | undefined): Child[] {
  if (Array.isArray(value)) {
    const list = schema ?? {};
    const item = list.items && follow(list.items);
    return value.map((each: unknown) => ({ step: itemStep(each, list), value: each, schema: item }));
  }
  return Object.entries(value as JsonObject).map(([key, each]) => {
    const field = fieldSchema(schema, key);
    return { step: fieldStep(key), value: each, schema: field && follow(field) };
  });
}

/** Whether a step leads to a field that the schema gives a name, and not to any key of a map. */
export const isNamedField = (schema: Schema | undefined, key: string): boolean =>
  schema?.properties?.[key] !== undefined;
