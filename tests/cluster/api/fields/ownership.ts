import { copy, type JsonObject } from "../json";
import { definitions, type Schema, schemaOf } from "../schema/schema";
import { StatusError } from "../status-error";
import { compare, type Comparison } from "./compare";
import { FieldSet } from "./field-set";
import { fieldsOf } from "./fields-of";
import { identity, type Manager, type Owners, ownerless, type Ownership } from "./managers";
import { mergeObjects, removeFields } from "./merge";

/** An object, and who owns its fields. */
export interface Owned {
  readonly object: JsonObject;
  readonly owners: Owners;
}

/** What a write does not change, and when it is. */
export interface OwnershipOptions {
  /** Fields that this write cannot change, such as `status` of a write of the object itself. */
  readonly ignored: readonly string[];
  readonly now: string;
}

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Gives the fields that an update changed to whoever sent it, and takes them from the others. */
export function updateOwners(
  live: JsonObject,
  updated: JsonObject,
  owners: Owners,
  manager: Manager,
  { ignored, now }: OwnershipOptions,
): Owners {
  const schema = schemaOf(live["apiVersion"] as string, live["kind"] as string);
  const key = identity(manager);
  const comparison = withoutFields(compare(live, updated, schema), [...ownerless, ...ignored]);
  const { added, modified, removed } = comparison;
  const others = takeFrom(owners, key, comparison);
  const own = owners.get(key)?.fields ?? FieldSet.empty;
  const hasTaken = !added.isEmpty || !modified.isEmpty;
  return put(others, key, {
    ...owners.get(key),
    manager,
    fields: own.difference(removed).union(modified, added),
    ...(hasTaken && manager.subresource !== "scale" && { time: now }),
  });
}

/**
 * Server-side apply: the object with what is applied, and without what the same manager applied before and does not any
 * more. Throws the API's conflict when others own what would change.
 */
export function applyFields(
  live: Owned,
  applied: JsonObject,
  manager: Manager,
  options: OwnershipOptions & { readonly force: boolean },
): Owned {
  const schema = schemaOf(applied["apiVersion"] as string, applied["kind"] as string);
  const key = identity(manager);
  const ignored = [...ownerless, ...options.ignored];
  const all = fieldsOf(applied, schema);
  const fields = all.without(ignored);
  const last = live.owners.get(key);
  const merged = mergeObjects(live.object, applied, schema) as JsonObject;
  const isLess = last !== undefined && !last.fields.difference(all).isEmpty;
  const present = new Map(live.owners).set(key, { manager, fields: all });
  const pruned = isLess ? prune(merged, present, last.fields, schema) : merged;
  const comparison = withoutFields(compare(live.object, pruned, schema), ignored);
  if (!options.force) failOnConflicts(live.owners, key, comparison);
  const hasChanged = [comparison.added, comparison.modified, comparison.removed].some((changed) => !changed.isEmpty);
  const ownership: Ownership = { ...last, manager, fields, ...(hasChanged && { time: options.now }) };
  return { object: pruned, owners: put(takeFrom(live.owners, key, comparison), key, ownership) };
}

/** Everything that an object has belongs to nobody who applied it. */
export function ownersBeforeApply(live: JsonObject): Owners {
  const apiVersion = live["apiVersion"] as string;
  const manager: Manager = { manager: "before-first-apply", operation: "Update", apiVersion };
  const fields = fieldsOf(live, schemaOf(apiVersion, live["kind"] as string)).without(ownerless);
  return put(new Map(), identity(manager), { manager, fields });
}

/** An object of a kind with nothing in it: the API has parts in it that are never missing. */
export function emptyObject({ apiVersion, kind }: Kind): JsonObject {
  const fill = (schema: Schema): JsonObject => {
    const object: JsonObject = {};
    for (const [key, field] of Object.entries(schema.properties ?? {})) {
      const known = field.$ref === undefined ? undefined : definitions()[field.$ref];
      if (known?.properties !== undefined && field.default !== undefined) object[key] = fill(known);
      else if (schema.required?.includes(key) === true) object[key] = null;
    }
    return object;
  };
  return { ...fill(schemaOf(apiVersion, kind)), apiVersion, kind };
}

function prune(merged: JsonObject, owners: Owners, last: FieldSet, schema: Schema): JsonObject {
  const named = (fields: FieldSet) => fields.withNamedParents(schema);
  const all = named(fieldsOf(merged, schema));
  const left = (object: unknown) => named(fieldsOf(object ?? {}, schema));
  const without = (fields: FieldSet): unknown => removeFields(copy(merged), fields, schema);
  const pruned = without(named(last));
  const owned = named(FieldSet.empty.union(...[...owners.values()].map(({ fields }) => fields)));
  const withOwned = without(all.difference(left(pruned)).difference(owned));
  return without(all.difference(left(withOwned)).intersection(named(last))) as JsonObject;
}

function failOnConflicts(owners: Owners, own: string, { added, modified }: Comparison): void {
  const changed = added.union(modified);
  const conflicts = [...owners]
    .filter(([key]) => key !== own)
    .map(([, { manager, fields }]) => ({ manager, fields: fields.intersection(changed).describe() }))
    .filter(({ fields }) => fields.length > 0)
    .map(({ manager, fields }) => ({ who: describeManager(manager), fields }))
    .sort((a, b) => a.who.localeCompare(b.who, "en"));
  if (conflicts.length === 0) return;
  const causes = conflicts.flatMap(({ who, fields }) =>
    fields.map((field) => ({ reason: "FieldManagerConflict", message: `conflict with ${who}`, field })),
  );
  const texts = conflicts.map(({ who, fields }) =>
    causes.length === 1
      ? `conflict with ${who}: ${fields.join("")}`
      : `conflicts with ${who}:\n${fields.map((field) => `- ${field}`).join("\n")}`,
  );
  throw new StatusError(
    409,
    "Conflict",
    `Apply failed with ${causes.length} conflict${causes.length === 1 ? "" : "s"}: ${texts.join("\n")}`,
    { causes },
  );
}

const describeManager = ({ manager, operation, apiVersion, subresource }: Manager): string =>
  `${JSON.stringify(manager)}${subresource === undefined ? "" : ` with subresource ${JSON.stringify(subresource)}`}${
    operation === "Apply" ? "" : ` using ${apiVersion}`
  }`;

function takeFrom(owners: Owners, own: string, { added, modified, removed }: Comparison): Owners {
  const changed = added.union(modified, removed);
  if (changed.isEmpty) return owners;
  return new Map(
    [...owners]
      .map(
        ([key, owner]) => [key, key === own ? owner : { ...owner, fields: owner.fields.difference(changed) }] as const,
      )
      .filter(([key, { fields }]) => key === own || !fields.isEmpty),
  );
}

function put(owners: Owners, key: string, ownership: Ownership): Owners {
  const all = new Map(owners);
  if (ownership.fields.isEmpty) all.delete(key);
  else all.set(key, ownership);
  return all;
}

const withoutFields = (comparison: Comparison, ignored: readonly string[]): Comparison => ({
  added: comparison.added.without(ignored),
  modified: comparison.modified.without(ignored),
  removed: comparison.removed.without(ignored),
});
