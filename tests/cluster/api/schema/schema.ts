import { readFileSync } from "node:fs";

/** What a value may be, in the words of OpenAPI, with what Kubernetes adds about lists, maps and patches. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly "x-kubernetes-list-type"?: "atomic" | "map" | "set";
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: "atomic" | "granular";
  /** `merge`, `retainKeys`, or both with a comma. */
  readonly "x-kubernetes-patch-strategy"?: string;
  readonly "x-kubernetes-patch-merge-key"?: string;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
}

/** Kinds that are not part of Kubernetes are kept as they are sent. */
const custom: Schema = {
  type: "object",
  properties: {
    apiVersion: { type: "string" },
    kind: { type: "string" },
    metadata: { $ref: "meta.v1.ObjectMeta", default: {} },
    spec: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
  },
};

let known: Readonly<Record<string, Schema>> | undefined;

/** All schemas by `group.version.Kind`, as a kube-apiserver 1.35 publishes them. */
export const definitions = (): Readonly<Record<string, Schema>> =>
  (known ??= {
    ...(JSON.parse(readFileSync("tests/cluster/api/schema/kubernetes-fields.txt", "utf8")) as Record<string, Schema>),
    "gateway.v1.HTTPRoute": custom,
    "networking.v1.HealthCheckPolicy": custom,
  });

const followed = new WeakMap<Schema, Schema>();

/** The schema that another one refers to, with what that one adds. */
export function follow(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const before = followed.get(schema);
  if (before !== undefined) return before;
  const { $ref, ...own } = schema;
  const resolved = { ...definitions()[$ref], ...own };
  followed.set(schema, resolved);
  return resolved;
}

/** Name of the schema of a kind: `apps.v1.Deployment`. */
export function definitionName(apiVersion: string, kind: string): string {
  const [version = "", group = "core"] = apiVersion.split("/").reverse();
  return `${group.split(".")[0] ?? ""}.${version}.${kind}`;
}

export function schemaOf(apiVersion: string, kind: string): Schema {
  const schema = definitions()[definitionName(apiVersion, kind)];
  if (schema === undefined) throw new Error(`there is no schema of ${apiVersion} ${kind}`);
  return schema;
}

/** The schema of what lies under a key; undefined when nobody knows of it. */
export const fieldSchema = (schema: Schema | undefined, key: string): Schema | undefined =>
  schema?.properties?.[key] ?? schema?.additionalProperties;

/** A list whose items are told apart by some of their fields, or by their value. */
export const isMerged = (schema: Schema | undefined): boolean =>
  schema?.["x-kubernetes-list-type"] === "map" || schema?.["x-kubernetes-list-type"] === "set";

export const isAtomicMap = (schema: Schema | undefined): boolean => schema?.["x-kubernetes-map-type"] === "atomic";
