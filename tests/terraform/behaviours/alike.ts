import { isDeepStrictEqual } from "node:util";

import { isObject } from "./values";

/** A difference in upper and lower case is none. */
export const sameInAnyCase = (before: unknown, after: unknown): boolean =>
  String(before).toLowerCase() === String(after).toLowerCase();

/** The order of keys is nothing, nor is a list around a single item, as in a policy of IAM. */
export function sameJson(before: unknown, after: unknown): boolean {
  try {
    return isDeepStrictEqual(plain(JSON.parse(String(before))), plain(JSON.parse(String(after))));
  } catch {
    return false;
  }
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? plain(value[0]) : value.map(plain);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)])) : value;
}
