import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";

/** Schemas of each version, made by `tests/scan/kubernetes-schemas.ts`: of each, what the one before it has not. */
type Stored = Readonly<Record<string, Readonly<Record<string, object | null>>>>;
const stored = JSON.parse(readFileSync(join(__dirname, "kubernetes-schemas.json"), "utf8")) as Stored;

/** The schemas of one version by `group.version.Kind`. */
export function storedSchemas(version: string): Readonly<Record<string, object>> {
  const versions = schemaVersions.slice(0, schemaVersions.indexOf(version) + 1);
  const all = versions.flatMap((known) => Object.entries(stored[known] ?? {}));
  return Object.fromEntries([...new Map(all)].filter((entry): entry is [string, object] => entry[1] !== null));
}

/** The versions of Kubernetes that there are schemas of, the oldest first. */
export const schemaVersions: readonly string[] = Object.keys(stored);

const kinds = new Map(schemaVersions.map((version) => [version, kindsOf(version)] as const));

interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
}

/** What is wrong with an object for any of the versions. */
export const schemaProblems = (object: KubernetesObject): string[] => [
  ...new Set(schemaVersions.flatMap((version) => schemaProblemsIn(version, object))),
];

/**
 * What is wrong with an object for the API server of a version: fields that its kind does not have, values of the wrong
 * type or not among those that there are, and required fields that are missing. Without its strictness, the server drops
 * unknown fields without a word.
 *
 * @param version such as `1.35`
 */
export function schemaProblemsIn(version: string, object: KubernetesObject): string[] {
  const { apiVersion = "", kind = "" } = object;
  const [name = "", group = "core"] = apiVersion.split("/").reverse();
  const validate = kinds.get(version)?.(`${group.split(".")[0] ?? ""}.${name}.${kind}`);
  if (validate === undefined) return [`${apiVersion} ${kind}: is no kind that we know of Kubernetes ${version}`];
  validate(object);
  return (validate.errors ?? []).map((error) => describe(error, kind));
}

/** Finds what validates a kind, which is made when it is needed. */
function kindsOf(version: string): (kind: string) => ValidateFunction | undefined {
  const definitions = storedSchemas(version);
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true });
  ajv.addFormat("int32", {
    type: "number",
    validate: (value: number) => Math.abs(value) < 2 ** 31,
  });
  ajv.addFormat("int64", { type: "number", validate: Number.isSafeInteger });
  ajv.addFormat("double", { type: "number", validate: Number.isFinite });
  ajv.addFormat("byte", /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
  ajv.addFormat(
    "date-time",
    (value: string) => /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value)),
  );
  ajv.addFormat("quantity", /^[+-]?(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/);
  ajv.addSchema({ $id: "kubernetes", ...definitions });
  return (kind) => (definitions[kind] ? ajv.getSchema(`kubernetes#/${kind}`) : undefined);
}

function describe({ instancePath, keyword, params, data, message = "" }: ErrorObject, kind: string): string {
  const path = `${kind}${instancePath
    .replace(/\/(\d+)(?=\/|$)/g, "[$1]")
    .replaceAll("/", ".")
    .replaceAll("~1", "/")}`;
  const given = params as {
    additionalProperty?: string;
    missingProperty?: string;
    type?: unknown;
    allowedValues?: unknown[];
    format?: string;
  };
  switch (keyword) {
    case "additionalProperties":
      return `${path}.${given.additionalProperty ?? ""}: is no field`;
    case "required":
      return `${path}.${given.missingProperty ?? ""}: is missing`;
    case "type":
      return `${path}: must be ${[given.type].flat().join(" or ")}, is ${JSON.stringify(data)}`;
    case "enum":
      return `${path}: must be ${(given.allowedValues ?? []).join(" or ")}, is ${JSON.stringify(data)}`;
    case "format":
      return `${path}: must be of the format ${given.format ?? ""}, is ${JSON.stringify(data)}`;
    default:
      return `${path}: ${message}`;
  }
}
