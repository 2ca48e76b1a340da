import type { Json } from "../../../environments/schema/verification";
import { isList } from "./template";

/**
 * Where a JSON does not hold what is expected of it: of objects the given fields, of lists the given items in any place.
 *
 * @returns undefined when it holds all of it
 */
export function difference(expected: Json, got: Json | undefined, path = "body"): string | undefined {
  if (isList(expected)) return differenceOfLists(expected, got, path);
  if (typeof expected !== "object" || expected === null)
    return expected === got ? undefined : `${path} is ${show(got)} instead of ${show(expected)}`;
  if (typeof got !== "object" || got === null || isList(got)) return `${path} is ${show(got)} instead of an object`;
  for (const [key, value] of Object.entries(expected)) {
    const found = difference(value, Object.hasOwn(got, key) ? got[key] : undefined, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function differenceOfLists(expected: readonly Json[], got: Json | undefined, path: string): string | undefined {
  if (got === undefined || !isList(got)) return `${path} is ${show(got)} instead of a list`;
  const missing = expected.find((item) => !got.some((candidate) => difference(item, candidate) === undefined));
  return missing === undefined ? undefined : `${path} holds no ${show(missing)} among its ${got.length} items`;
}

/** The value at a path such as `items.0.id`. */
export function valueAt(json: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => {
    if (typeof at !== "object" || at === null) return undefined;
    if (isList(at)) return /^\d+$/.test(key) ? at[Number(key)] : undefined;
    return Object.hasOwn(at, key) ? at[key] : undefined;
  }, json);
}

export const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

const show = (json: Json | undefined): string => (json === undefined ? "not there" : excerpt(JSON.stringify(json), 80));

/** The beginning of a text in one line, with invisible characters made visible. */
export function excerpt(text: string, characters = 200): string {
  const line = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  const shown = Array.from(line);
  return shown.length > characters ? `${shown.slice(0, characters - 1).join("")}…` : line;
}
