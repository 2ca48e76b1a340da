import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileFunction } from "node:vm";

import { buildSync } from "esbuild";

/** A field of a model, as the generated client of Kubernetes describes it. */
interface Attribute {
  readonly baseName: string;
  /** `string`, `V1Probe`, `Array<V1Container>`, `{ [key: string]: string; }`, `IntOrString`, … */
  readonly type: string;
}

type Models = Readonly<Record<string, { getAttributeTypeMap(): readonly Attribute[] } | undefined>>;

const modelsFolder = join(dirname(createRequire(__filename).resolve("@kubernetes/client-node")), "gen/models");

/** The client is made of ECMAScript modules, which jest cannot load; bundled into one old-style module it can. */
function loadModels(): Models {
  const { outputFiles } = buildSync({
    entryPoints: [join(modelsFolder, "all.js")],
    write: false,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error",
  });
  const loaded = { exports: {} };
  const evaluate = compileFunction(outputFiles[0]?.text ?? "", ["module", "exports"]);
  Reflect.apply(evaluate, undefined, [loaded, loaded.exports]);
  return loaded.exports;
}

let models: Models | undefined;

/**
 * What is wrong with a manifest: fields that the model of its kind does not have, values of the wrong type, and
 * required fields that are missing. The API server drops unknown fields without a word, hence this check.
 */
export function schemaProblems(manifest: { readonly apiVersion?: string; readonly kind?: string }): string[] {
  models ??= loadModels();
  const { apiVersion = "", kind = "" } = manifest;
  const version = apiVersion.split("/").at(-1) ?? "";
  const model = `${version.charAt(0).toUpperCase()}${version.slice(1)}${kind}`;
  if (models[model] === undefined) return [`${apiVersion} ${kind}: is no kind that the client knows`];
  return problemsOf(manifest, model, kind, models);
}

function problemsOf(value: unknown, type: string, path: string, known: Models): string[] {
  const items = /^Array<(.*)>$/.exec(type)?.[1];
  if (items !== undefined) {
    if (!Array.isArray(value)) return [`${path}: must be a list, is ${nameOf(value)}`];
    return value.flatMap((item, index) => problemsOf(item, items, `${path}[${index}]`, known));
  }
  const entries = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (entries !== undefined) {
    if (!isObject(value)) return [`${path}: must be an object, is ${nameOf(value)}`];
    return Object.entries(value).flatMap(([key, item]) => problemsOf(item, entries, `${path}.${key}`, known));
  }
  if (known[type] !== undefined) return objectProblems(value, type, path, known);
  return isPrimitive(value, type) ? [] : [`${path}: must be ${type}, is ${nameOf(value)}`];
}

function objectProblems(value: unknown, type: string, path: string, known: Models): string[] {
  if (!isObject(value)) return [`${path}: must be ${type}, is ${nameOf(value)}`];
  const attributes = known[type]?.getAttributeTypeMap() ?? [];
  const missing = requiredFields(type).filter((field) => !(field in value));
  return [
    ...missing.map((field) => `${path}.${field}: is missing`),
    ...Object.entries(value).flatMap(([key, item]) => {
      const attribute = attributes.find(({ baseName }) => baseName === key);
      if (attribute === undefined) return [`${path}.${key}: is no field of ${type}`];
      return problemsOf(item, attribute.type, `${path}.${key}`, known);
    }),
  ];
}

const required = new Map<string, readonly string[]>();

/** Only the types say which fields are required: those without a question mark. */
function requiredFields(model: string): readonly string[] {
  const fields =
    required.get(model) ??
    [...readFileSync(join(modelsFolder, `${model}.d.ts`), "utf8").matchAll(/^ {4}'(\w+)': /gm)].map(
      ([, name = ""]) => name,
    );
  required.set(model, fields);
  return fields;
}

function isPrimitive(value: unknown, type: string): boolean {
  switch (type) {
    case "IntOrString":
      return typeof value === "string" || Number.isInteger(value);
    case "Date":
      return typeof value === "string" && !Number.isNaN(Date.parse(value));
    case "any":
      return true;
    default:
      return typeof value === type && !Number.isNaN(value);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const nameOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
