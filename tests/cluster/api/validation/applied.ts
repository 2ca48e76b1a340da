import { describeStep } from "../fields/field-set";
import { itemStep } from "../fields/walk";
import { isObject } from "../json";
import type { Resource } from "../resources";
import { fieldSchema, follow, isMerged, type Schema, schemaOf } from "../schema/schema";
import { badRequest, StatusError } from "../status-error";

/** Server-side apply is strict about what it is given: unknown fields, wrong types and items that are there twice. */
export function checkApplied(body: unknown, { apiVersion, kind }: Resource): void {
  if (!isObject(body)) throw badRequest("error decoding YAML: expected an object");
  const { namespace = "", name = "" } = (body["metadata"] ?? {}) as { namespace?: string; name?: string };
  if (body["apiVersion"] !== apiVersion || body["kind"] !== kind) {
    throw badRequest(`invalid object type: ${String(body["apiVersion"])}, Kind=${String(body["kind"])}`);
  }
  const problems = typeProblems(body, schemaOf(apiVersion, kind), "");
  if (problems.length === 0) return;
  throw new StatusError(
    500,
    "",
    `failed to create typed patch object (${namespace}/${name}; ${apiVersion}, Kind=${kind}): ${
      problems.length === 1 ? problems.join("") : `errors:\n${problems.map((problem) => `  ${problem}`).join("\n")}`
    }`,
  );
}

function typeProblems(value: unknown, at: Schema, path: string): string[] {
  const schema = follow(at);
  if (value === null || value === undefined || schema["x-kubernetes-preserve-unknown-fields"] === true) return [];
  if (Array.isArray(value)) {
    return schema.type === "array"
      ? listProblems(value, schema, path)
      : [`${path}: expected ${wanted(schema)}, got list`];
  }
  if (isObject(value)) {
    if (schema.type !== "object") return [`${path}: expected ${wanted(schema)}, got map`];
    if (schema.properties === undefined && schema.additionalProperties === undefined) return [];
    return Object.entries(value).flatMap(([key, item]) => {
      const field = fieldSchema(schema, key);
      const below = `${path}.${key}`;
      return field === undefined ? [`${below}: field not declared in schema`] : typeProblems(item, field, below);
    });
  }
  const given = typeof value;
  const isText = given === "string" || given === "number";
  const fits =
    schema.type === undefined ? isText : { integer: "number" }[schema.type] === given || schema.type === given;
  return fits ? [] : [`${path}: expected ${wanted(schema)}, got ${typeName(value)}`];
}

function listProblems(list: readonly unknown[], schema: Schema, path: string): string[] {
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    if (!isMerged(schema)) return typeProblems(item, schema.items ?? {}, `${path}[${index}]`);
    const step = itemStep(item, schema);
    const duplicate = seen.has(step) ? [`${path}: duplicate entries for key ${describeStep(step)}`] : [];
    seen.add(step);
    return [...duplicate, ...typeProblems(item, schema.items ?? {}, `${path}${describeStep(step)}`)];
  });
}

const wanted = ({ type }: Schema): string =>
  type === "integer" || type === "number"
    ? "numeric (int or float)"
    : type === "object"
      ? "map"
      : type === "array"
        ? "list"
        : (type ?? "string");

const typeName = (value: unknown): string =>
  typeof value === "number" ? (Number.isInteger(value) ? "int" : "float") : typeof value;
