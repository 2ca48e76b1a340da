import { type JsonObject, sortedText } from "../json";
import { FieldSet, fieldPath } from "./field-set";

/** Who changed fields of an object, and how. */
export interface Manager {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  /** @default - the object itself */
  readonly subresource?: string;
}

/** A manager and what it owns. */
export interface Ownership {
  readonly manager: Manager;
  readonly fields: FieldSet;
  /** When it last changed something. @default - never, or by its scale */
  readonly time?: string;
}

export type Owners = ReadonlyMap<string, Ownership>;

/** What somebody applies goes under one name for all versions. */
export const identity = ({ manager, operation, apiVersion, subresource = "" }: Manager): string =>
  sortedText([manager, operation, operation === "Apply" ? "" : apiVersion, subresource]);

/** Reads `metadata.managedFields`. */
export function readOwners(managedFields: readonly unknown[]): Owners {
  return new Map(
    (managedFields as readonly (Manager & { fieldsV1?: JsonObject; time?: string })[]).map((entry) => {
      const { manager, operation, apiVersion, subresource, time, fieldsV1 } = entry;
      const read = { manager, operation, apiVersion, ...(subresource !== undefined && { subresource }) };
      return [
        identity(read),
        { manager: read, fields: FieldSet.fromFieldsV1(fieldsV1), ...(time !== undefined && { time }) },
      ];
    }),
  );
}

/** Writes `metadata.managedFields`. */
export function writeOwners(owners: Owners): JsonObject[] {
  return [...owners.values()]
    .map(({ manager, fields, time }) => {
      const { subresource, ...rest } = manager;
      return {
        ...rest,
        ...(time !== undefined && { time }),
        fieldsType: "FieldsV1",
        fieldsV1: fields.toFieldsV1(),
        ...(subresource !== undefined && { subresource }),
      };
    })
    .sort((a, b) => order(a).localeCompare(order(b), "en"));
}

const order = (entry: Manager & { readonly time?: string }): string =>
  [entry.operation, entry.time ?? "", entry.manager, entry.apiVersion, entry.subresource ?? ""].join(" ");

/** What the API itself sets, and nobody owns. */
export const ownerless: readonly string[] = [
  ["apiVersion"],
  ["kind"],
  ["metadata", "name"],
  ["metadata", "namespace"],
  ["metadata", "creationTimestamp"],
  ["metadata", "deletionTimestamp"],
  ["metadata", "deletionGracePeriodSeconds"],
  ["metadata", "selfLink"],
  ["metadata", "uid"],
  ["metadata", "generation"],
  ["metadata", "managedFields"],
  ["metadata", "resourceVersion"],
].map((path) => fieldPath(...path));
