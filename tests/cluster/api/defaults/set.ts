import { isObject, type JsonObject } from "../json";

/** Sets what is not there yet. */
export function setDefaults(object: JsonObject, defaults: JsonObject): void {
  for (const [key, value] of Object.entries(defaults)) object[key] ??= value;
}

/** The object under a key, which is made when it is missing. */
export function part(object: JsonObject, key: string): JsonObject {
  const found = object[key];
  if (isObject(found)) return found;
  const made: JsonObject = {};
  object[key] = made;
  return made;
}

/** The objects in a list; none when there is no list. */
export const items = (object: JsonObject, key: string): JsonObject[] =>
  Array.isArray(object[key]) ? (object[key] as unknown[]).filter(isObject) : [];
