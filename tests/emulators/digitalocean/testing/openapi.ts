import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { Ajv2019 } from "ajv/dist/2019";
import { parse } from "yaml";

import type { Exchange } from "../../http/api-server";

type Schema = Record<string, unknown>;
type Json = Record<string, unknown>;

/** What is wrong with an exchange. */
export interface Breach {
  readonly operation: string;
  readonly side: "request" | "answer";
  readonly problem: string;
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The provider tags databases, and the specification does not know that this can be done. */
const isKnown = (operation: string, problem: string): boolean =>
  operation.endsWith(" /v2/tags/{tag_id}/resources") && problem.includes("/resource_type must be equal to one of");

/** DigitalOcean's public OpenAPI, as a judge of what went over the wire. */
export class OpenApi {
  private readonly ajv = new Ajv2019({ strict: false, validateFormats: false, allErrors: true, unicodeRegExp: false });
  private readonly files = new Map<string, unknown>();
  private readonly operations: { readonly operation: string; readonly pattern: RegExp; readonly source: string }[];

  /** @param folder a checkout of https://github.com/digitalocean/openapi */
  constructor(folder: string) {
    const file = join(folder, "specification/DigitalOcean-public.v2.yaml");
    const { paths } = this.load(file) as { paths: Record<string, Json> };
    this.operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, reference]) => {
        const { $ref } = reference as { readonly $ref?: string };
        const source = $ref && join(dirname(file), $ref);
        // a part of a checkout is enough
        if (source === undefined || !existsSync(source)) return [];
        const pattern = new RegExp(`^${method.toUpperCase()} ${path.replace(/\{[^}]+\}/g, "[^/]+")}$`);
        const operation = `${method.toUpperCase()} ${path}`;
        return [{ operation, pattern, source }];
      }),
    );
  }

  /** Undefined when the specification does not have the route. */
  judge({ method, path, requestBody, status, answerBody }: Exchange): Breach[] | undefined {
    const plain = `${method} ${path.split("?")[0] ?? ""}`;
    // of two that fit, the one with fewer parameters: /options is not an {id}
    const found = this.operations
      .filter(({ pattern }) => pattern.test(plain))
      .sort((one, other) => one.operation.split("{").length - other.operation.split("{").length)[0];
    if (found === undefined) return undefined;
    const { operation, source } = found;
    const item = this.resolved({ $ref: source }, source);
    const { requestBody: wanted, responses } = item as { requestBody?: Json; responses: Record<string, Json> };
    const response = responses[String(status)] ?? (status >= 400 ? responses["default"] : undefined);
    if (response === undefined) return [{ operation, side: "answer", problem: `status ${status} is not specified` }];
    return [
      ...(status < 400 && requestBody !== "" ? this.breaches(operation, "request", wanted, requestBody) : []),
      ...this.breaches(operation, "answer", response, answerBody),
    ];
  }

  private breaches(operation: string, side: Breach["side"], holder: Json | undefined, body: string): Breach[] {
    const content = (holder?.["content"] ?? {}) as Record<string, { readonly schema: Schema }>;
    const schema = content["application/json"]?.schema;
    if (schema === undefined) {
      const isEmpty = body === "" || Object.keys(content).length > 0;
      return isEmpty ? [] : [{ operation, side, problem: `a body is not specified: ${body.slice(0, 80)}` }];
    }
    const value: unknown = body === "" ? undefined : JSON.parse(body);
    const validate = this.ajv.compile(schema);
    if (validate(side === "request" ? withoutEmpty(value) : value)) return [];
    const problems = (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`,
    );
    return problems.filter((problem) => !isKnown(operation, problem)).map((problem) => ({ operation, side, problem }));
  }

  private load(file: string): unknown {
    if (!this.files.has(file)) this.files.set(file, parse(readFileSync(file, "utf8")));
    return this.files.get(file);
  }

  /** The node with every reference replaced by what it refers to, in the words of JSON Schema instead of OpenAPI's. */
  private resolved(node: unknown, file: string, isPart = false): unknown {
    if (Array.isArray(node)) return node.map((item) => this.resolved(item, file, isPart));
    if (!isObject(node)) return node;
    if (typeof node["$ref"] === "string") {
      const [path = "", pointer = ""] = node["$ref"].split("#");
      const target = path === "" ? file : path.startsWith("/") ? path : join(dirname(file), path);
      // what refers to a part that is not there says nothing
      if (!existsSync(target)) return {};
      const steps = pointer.split("/").filter((step) => step !== "");
      const found = steps.reduce<unknown>((value, step) => (value as Json)[step], this.load(target));
      return this.resolved(found, target, isPart);
    }
    const entries = Object.entries(node).filter(([name]) => !["example", "examples", "x-codeSamples"].includes(name));
    const copy = Object.fromEntries(
      entries.map(([name, value]) => [name, this.resolved(value, file, ["allOf", "anyOf", "oneOf"].includes(name))]),
    );
    // what is not in the model is a breach, but of the model as a whole and not of its parts
    const isModel = isObject(copy["properties"]) || Array.isArray(copy["allOf"]);
    if (isModel && !isPart && copy["additionalProperties"] === undefined) copy["unevaluatedProperties"] = false;
    return copy["nullable"] === true ? { anyOf: [copy, { type: "null" }] } : copy;
  }
}

/** What DigitalOcean's own client writes where a setting has no value, which no server minds. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(
    ([, member]) => !["", null, "0001-01-01T00:00:00Z"].includes(member as string),
  );
  // and the members of a taint it writes with capitals
  return Object.fromEntries(members.map(([name, member]) => [name.toLowerCase(), withoutEmpty(member)]));
}

/** Why nothing is compared with the specification. */
export const noOpenApi = "DIGITALOCEAN_OPENAPI does not name a checkout of github.com/digitalocean/openapi";

/** The specification in the checkout that DIGITALOCEAN_OPENAPI names, when it does. */
export function findOpenApi(): OpenApi | undefined {
  const folder = process.env["DIGITALOCEAN_OPENAPI"];
  return folder === undefined || folder === "" ? undefined : new OpenApi(folder);
}
