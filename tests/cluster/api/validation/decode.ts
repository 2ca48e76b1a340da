import { isObject, type JsonObject } from "../json";
import type { Resource } from "../resources";
import { definitionName, fieldSchema, follow, type Schema, schemaOf } from "../schema/schema";
import { badRequest } from "../status-error";

/** An object of a request as the API understands it, and the fields that it does not know. */
export interface Decoded {
  readonly object: JsonObject;
  /** `unknown field "spec.replica"` */
  readonly warnings: readonly string[];
}

/** Reads an object as its kind: without unknown fields and empty ones; throws when a value is of the wrong type. */
export function decode(body: unknown, { apiVersion, kind, version, group }: Resource): Decoded {
  if (!isObject(body)) throw badRequest(`couldn't get version/kind; json parse error: cannot unmarshal into ${kind}`);
  const { apiVersion: givenVersion = apiVersion, kind: givenKind = kind } = body;
  if (givenKind !== kind) {
    const given = typeof givenKind === "string" ? givenKind : "";
    throw badRequest(
      `${given} in version "${version}" cannot be handled as a ${kind}: converting (${version}.${given}) to (${group === "" ? "core" : group}.${kind}): unknown conversion`,
    );
  }
  if (givenVersion !== apiVersion) {
    throw badRequest(
      `the API version in the data (${String(givenVersion)}) does not match the expected API version (${apiVersion})`,
    );
  }
  const decoder = new Decoder(kind, version);
  const object = decoder.read(body, schemaOf(apiVersion, kind), [], definitionName(apiVersion, kind)) as JsonObject;
  return { object: { ...object, apiVersion, kind }, warnings: decoder.warnings };
}

class Decoder {
  readonly warnings: string[] = [];

  constructor(
    private readonly kind: string,
    private readonly version: string,
  ) {}

  /** @param type name of the type that the value is a field of */
  read(value: unknown, at: Schema, path: readonly string[], type: string): unknown {
    if (value === null || value === undefined) return undefined;
    const schema = follow(at);
    if (schema["x-kubernetes-preserve-unknown-fields"] === true) return value;
    if (schema.properties === undefined && schema.additionalProperties === undefined && schema.type === "object") {
      return value;
    }
    if (Array.isArray(value)) {
      if (schema.type !== "array") this.fail("array", schema, path, type);
      const items = schema.items ?? {};
      const read = value.map((item: unknown, index) =>
        this.read(item, items, [...path, `[${index}]`], nameOf(items, type)),
      );
      return read.length === 0 ? undefined : read.filter((item) => item !== undefined);
    }
    if (isObject(value)) return this.readObject(value, schema, path, nameOf(at, type));
    this.checkScalar(value, schema, path, type);
    return value;
  }

  private readObject(value: JsonObject, schema: Schema, path: readonly string[], type: string): unknown {
    if (schema.type !== "object") this.fail("object", schema, path, type);
    const read: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      const field = fieldSchema(schema, key);
      if (field === undefined) {
        this.warnings.push(`unknown field ${JSON.stringify([...path, key].join(".").replaceAll(".[", "["))}`);
        continue;
      }
      const understood = this.read(item, field, [...path, key], type);
      if (understood !== undefined) read[key] = understood;
    }
    return schema.properties === undefined && Object.keys(read).length === 0 ? undefined : read;
  }

  private checkScalar(value: unknown, schema: Schema, path: readonly string[], type: string): void {
    const given = typeof value;
    const { type: wanted, format } = schema;
    if (wanted === "string" && given === "string") this.checkText(value as string, format);
    const fits =
      wanted === undefined
        ? given === "string" || given === "number"
        : wanted === "integer"
          ? Number.isInteger(value)
          : wanted === given;
    if (!fits) this.fail(given === "boolean" ? "bool" : given, schema, path, type);
  }

  private checkText(text: string, format: string | undefined): void {
    if (format === "byte" && !/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
      const wrong = Math.max(0, text.search(/[^A-Za-z0-9+/]/));
      throw this.problem(`illegal base64 data at input byte ${wrong}`);
    }
    if (format === "date-time" && Number.isNaN(Date.parse(text))) {
      throw this.problem(
        `parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(text)} as "2006"`,
      );
    }
  }

  private fail(given: string, schema: Schema, path: readonly string[], type: string): never {
    const field = path.filter((step) => !step.startsWith("[")).join(".");
    throw this.problem(
      `json: cannot unmarshal ${given} into Go struct field ${type.split(".").at(-1) ?? ""}.${field} of type ${goType(schema)}`,
    );
  }

  private problem(why: string): Error {
    return badRequest(`${this.kind} in version "${this.version}" cannot be handled as a ${this.kind}: ${why}`);
  }
}

const nameOf = ({ $ref }: Schema, type: string): string => $ref ?? type;

const goType = ({ type, format, properties, additionalProperties }: Schema): string =>
  type === "integer"
    ? (format ?? "int64")
    : type === "boolean"
      ? "bool"
      : type === "array"
        ? "[]"
        : properties === undefined && additionalProperties !== undefined
          ? "map[string]string"
          : (type ?? "string");
