import { TextDecoder } from "node:util";

import type { FastifyInstance, FastifyRequest, preValidationHookHandler } from "fastify";

import { HttpProblem } from "./problem-details";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads bodies in JSON and as forms, and refuses what is not UTF-8 instead of storing something else. */
export function acceptBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  for (const [type, parse] of [
    ["application/json", parseJson],
    ["application/x-www-form-urlencoded", parseForm],
  ] as const) {
    app.addContentTypeParser(type, { parseAs: "buffer" }, (request, body, done) => {
      try {
        refuseCoding(request.headers["content-encoding"]);
        done(null, parse(decode(body as Buffer, request.headers["content-type"])));
      } catch (error) {
        done(error as Error);
      }
    });
  }
}

function refuseCoding(coding = ""): void {
  if (/^(identity)?$/i.test(coding)) return;
  const detail = `the body must not be compressed (its content encoding must be identity), got: ${JSON.stringify(coding)}`;
  throw new HttpProblem(415, detail, { "accept-encoding": "identity" });
}

function decode(body: Buffer, type = ""): string {
  const charset = /;\s*charset="?([^\s;"]*)/i.exec(type)?.[1];
  if (charset !== undefined && !/^(utf-8|us-ascii)$/i.test(charset))
    throw new HttpProblem(415, `the body must be UTF-8, got: ${JSON.stringify(charset)}`);
  try {
    return utf8.decode(body);
  } catch {
    throw new HttpProblem(400, "the body must be UTF-8, got: other bytes");
  }
}

/** Nothing looks for a prototype in the result, and fields that are not in a schema are not read. */
function parseJson(text: string): unknown {
  try {
    // some clients name a type even where they send nothing
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    throw new HttpProblem(400, "the body must be JSON, as its content type says, got: another text");
  }
}

/** A field that is there twice becomes a list, which no schema accepts. */
function parseForm(text: string): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const field of text.split("&").filter((field) => field !== "")) {
    const [name = "", ...value] = field.split("=").map(decodeField);
    const text = value.join("=");
    fields[name] = fields[name] === undefined ? text : [fields[name], text];
  }
  // in a form everything is text
  toInteger(fields, "id");
  return { ...fields };
}

function decodeField(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new HttpProblem(400, "the body must have its characters in UTF-8, each byte as %XX, got: other bytes");
  }
}

/** Reads integers in a part of the address, where everything is text. What is no integer is left for the schema to refuse. */
export const integersFromText =
  (part: "params" | "query", ...names: readonly string[]): preValidationHookHandler =>
  (request: FastifyRequest, _reply, done) => {
    for (const name of names) toInteger(request[part] as Record<string, unknown>, name);
    done();
  };

function toInteger(values: Record<string, unknown>, name: string): void {
  const value = values[name];
  if (typeof value === "string" && /^-?\d{1,15}$/.test(value)) values[name] = Number(value);
}
