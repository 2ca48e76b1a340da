import { equal, isObject, type JsonObject } from "../json";
import { fieldSchema, follow, type Schema } from "../schema/schema";
import { StatusError } from "../status-error";

const order = "$setElementOrder/";
const deleted = "$deleteFromPrimitiveList/";

/**
 * Kubernetes' own kind of patch: a merge patch that knows which lists are merged, and by which field of their items, with
 * directives (`$patch`, `$retainKeys`, `$setElementOrder/…`, `$deleteFromPrimitiveList/…`).
 */
export function strategicMergePatch(target: JsonObject, patch: JsonObject, schema: Schema | undefined): JsonObject {
  const { $patch: directive, $retainKeys: retained, ...changes } = patch;
  if (directive === "replace") return withoutDirectives(changes);
  if (directive === "delete") return {};
  const result: JsonObject = Array.isArray(retained)
    ? Object.fromEntries(Object.entries(target).filter(([key]) => retained.includes(key)))
    : { ...target };
  for (const [key, value] of Object.entries(changes)) {
    if (!key.startsWith("$")) patchField(result, key, value, changes, schema);
  }
  for (const [key, value] of Object.entries(changes)) {
    if (key.startsWith(deleted)) removeValues(result, key.slice(deleted.length), value as unknown[]);
    if (key.startsWith(order)) sortItems(result, key.slice(order.length), value as unknown[], schema);
  }
  return result;
}

function patchField(
  result: JsonObject,
  key: string,
  value: unknown,
  changes: JsonObject,
  schema: Schema | undefined,
): void {
  if (value === null) {
    Reflect.deleteProperty(result, key);
    return;
  }
  const field = fieldSchema(schema, key);
  const at = field && follow(field);
  const current = result[key];
  if (isObject(value)) {
    const isReplaced = !isObject(current);
    result[key] = strategicMergePatch(isReplaced ? {} : current, value, at);
  } else if (Array.isArray(value) && isMergedByPatch(at)) {
    const list = Array.isArray(current) ? (current as unknown[]) : [];
    const mergeKey = at?.["x-kubernetes-patch-merge-key"];
    result[key] =
      mergeKey === undefined
        ? [...list, ...(value as unknown[]).filter((item) => !list.some((known) => equal(known, item)))]
        : mergeItems(list as JsonObject[], value as JsonObject[], mergeKey, at, `${order}${key}` in changes);
  } else {
    result[key] = withoutDirectives(value);
  }
}

const isMergedByPatch = (schema: Schema | undefined): boolean =>
  schema?.["x-kubernetes-patch-strategy"]?.split(",").includes("merge") === true;

/** Items that are new come first, as the API puts them, unless the patch says the order. */
function mergeItems(
  list: readonly JsonObject[],
  changes: readonly JsonObject[],
  key: string,
  schema: Schema | undefined,
  isOrdered: boolean,
): JsonObject[] {
  const item = schema?.items && follow(schema.items);
  if (changes.some((change) => change["$patch"] === "replace" && change[key] === undefined)) {
    return changes.filter((change) => change["$patch"] === undefined);
  }
  let merged = [...list];
  const placed: unknown[] = [];
  for (const change of changes) {
    const value = change[key];
    if (value === undefined) {
      throw new StatusError(500, "", `map: ${mapText(change)} does not contain declared merge key: ${key}`);
    }
    if (change["$patch"] === "delete") {
      merged = merged.filter((known) => !equal(known[key], value));
      continue;
    }
    const at = merged.findIndex((known) => equal(known[key], value));
    if (at < 0) merged.push(strategicMergePatch({}, change, item));
    else merged[at] = strategicMergePatch(merged[at] ?? {}, change, item);
    placed.push(value);
  }
  if (isOrdered) return merged;
  const rank = (known: JsonObject): number => {
    const index = placed.findIndex((value) => equal(value, known[key]));
    return index < 0 ? placed.length : index;
  };
  return merged.sort((a, b) => rank(a) - rank(b));
}

function removeValues(result: JsonObject, key: string, values: readonly unknown[]): void {
  const list = result[key];
  if (Array.isArray(list)) result[key] = list.filter((item) => !values.some((value) => equal(value, item)));
}

/** Items that the order does not name keep their place relative to each other, behind. */
function sortItems(result: JsonObject, key: string, wanted: readonly unknown[], schema: Schema | undefined): void {
  const list = result[key];
  if (!Array.isArray(list)) return;
  const field = fieldSchema(schema, key);
  const mergeKey = field && follow(field)["x-kubernetes-patch-merge-key"];
  const identity = (item: unknown): unknown => (mergeKey !== undefined && isObject(item) ? item[mergeKey] : item);
  const rank = (item: unknown): number => {
    const index = wanted.findIndex((each) => equal(identity(each), identity(item)));
    return index < 0 ? wanted.length : index;
  };
  result[key] = [...(list as unknown[])].sort((a, b) => rank(a) - rank(b));
}

function withoutDirectives(value: unknown): JsonObject {
  if (Array.isArray(value)) return value.map(withoutDirectives) as unknown as JsonObject;
  if (!isObject(value)) return value as JsonObject;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => !key.startsWith("$") && item !== null)
      .map(([key, item]) => [key, withoutDirectives(item)]),
  );
}

/** As Go prints a map. */
const mapText = (map: JsonObject): string =>
  `map[${Object.keys(map)
    .sort()
    .map((key) => `${key}:${isObject(map[key]) ? mapText(map[key]) : String(map[key])}`)
    .join(" ")}]`;
