import type { IncomingMessage } from "node:http";

import { parse } from "yaml";

import { readProtobuf } from "./protobuf";
import { badRequest, StatusError } from "./status-error";
import { parsePath, type RequestPath } from "./request-path";
import type { RecordedRequest } from "./request-log";

/** A request that has been read. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** What it is about; undefined for discovery, health and reviews. */
  readonly target: RequestPath | undefined;
  readonly verb: string;
}

const writes = new Set(["create", "update", "patch", "apply", "delete", "deletecollection"]);

export async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const method = incoming.method ?? "GET";
  const { pathname, searchParams: query } = new URL(incoming.url ?? "/", "http://localhost");
  const target = parsePath(pathname);
  const { headers } = incoming;
  const verb = target === undefined ? "" : verbOf(method, target, query, headers["content-type"] ?? "");
  const chunks: Buffer[] = [];
  if (method !== "GET") for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return { method, path: pathname, query, headers, body: Buffer.concat(chunks), target, verb };
}

/** What the log has of it. */
export function recordOf({ method, query, verb, target, path }: ApiRequest, url: string, at: number): RecordedRequest {
  const isReview = path.endsWith("reviews");
  return {
    method,
    url,
    verb,
    kind: target?.resource.kind ?? "",
    namespace: target?.namespace ?? "",
    name: target?.name ?? "",
    subresource: target?.subresource ?? "",
    query: Object.fromEntries(query),
    user: "",
    isWrite: writes.has(verb) && !isReview && target?.subresource !== "proxy" && !query.has("dryRun"),
    at,
    status: 0,
  };
}

/** The verb by which rights are given; a server-side apply is told from other patches. */
function verbOf(method: string, { name }: RequestPath, query: URLSearchParams, contentType: string): string {
  switch (method) {
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return contentType.startsWith("application/apply-patch") ? "apply" : "patch";
    case "DELETE":
      return name === "" ? "deletecollection" : "delete";
    default:
      return isWatch(query) ? "watch" : name === "" ? "list" : "get";
  }
}

export const isWatch = (query: URLSearchParams): boolean => ["true", "1"].includes(query.get("watch") ?? "");

/** The object in a body of JSON or YAML; an empty object when there is none. */
export function parseBody({ body, headers }: ApiRequest): unknown {
  if (body.length === 0) return {};
  const type = headers["content-type"] ?? "application/json";
  if (type.includes("protobuf")) return readProtobuf(body);
  const text = body.toString();
  try {
    return JSON.parse(text);
  } catch {
    if (!type.includes("yaml")) throw unknownFormat();
  }
  try {
    return parse(text);
  } catch (cause) {
    throw badRequest(`error decoding YAML: ${(cause as Error).message}`);
  }
}

const unknownFormat = (): StatusError =>
  new StatusError(
    415,
    "UnsupportedMediaType",
    "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf",
  );
