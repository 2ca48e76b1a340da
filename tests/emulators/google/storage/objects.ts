import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { timestamp } from "../values";
import { bucketOf } from "./buckets";

export interface StoredObject {
  readonly content: string;
  /** Changes with every change of the content. */
  readonly generation: number;
  readonly updatedAt: string;
}

/** Where Google's own libraries read the content. */
export const contentRoute = "GET /{bucket}/{object+}";

let generations = 1_700_000_000_000_000;

const shown = (bucket: string, name: string, { content, generation, updatedAt }: StoredObject): object => ({
  kind: "storage#object",
  id: `${bucket}/${name}/${generation}`,
  bucket,
  name,
  generation: String(generation),
  metageneration: "1",
  contentType: "application/json",
  size: String(Buffer.byteLength(content)),
  timeCreated: updatedAt,
  updated: updatedAt,
});

export function routeObjects(router: Router<Handler>): void {
  const path = "/storage/v1/b/{bucket}/o";
  router
    .on(`POST /upload${path}`, insert)
    .on(`GET ${path}`, (request) => {
      const { name: bucket, objects } = bucketOf(request);
      const found = [...objects].filter(([name]) => name.startsWith(request.query("prefix") ?? ""));
      return ok({ kind: "storage#objects", items: found.map(([name, object]) => shown(bucket, name, object)) });
    })
    .on(`GET ${path}/{object}`, (request) => {
      const { name: bucket } = bucketOf(request);
      return ok(shown(bucket, request.parameter("object"), objectOf(request)));
    })
    .on(`DELETE ${path}/{object}`, (request) => {
      checkGeneration(request, objectOf(request).generation);
      bucketOf(request).objects.delete(request.parameter("object"));
      return { status: 204 };
    })
    .on(contentRoute, (request) => {
      const { content, generation } = objectOf(request);
      return {
        status: 200,
        body: content,
        headers: { "x-goog-generation": String(generation), "x-goog-metageneration": "1" },
      };
    });
}

/** @throws {ApiError} when there is none */
function objectOf(request: ApiRequest): StoredObject {
  const { name, objects } = bucketOf(request);
  const object = objects.get(request.parameter("object"));
  if (object === undefined)
    throw new ApiError(404, `No such object: ${name}/${request.parameter("object")}`, { reason: "notFound" });
  return object;
}

/** What a state is locked with: a file is only made when it is not there, and only deleted by who has made it. */
function checkGeneration(request: ApiRequest, current: number): void {
  const wanted = request.query("ifGenerationMatch");
  if (wanted !== undefined && Number(wanted) !== current)
    throw new ApiError(412, "At least one of the pre-conditions you specified did not hold.", {
      reason: "conditionNotMet",
      status: "FAILED_PRECONDITION",
    });
}

/** The body has two parts: what the object is called, and what is in it. */
const insert: Handler = (request) => {
  const { name: bucket, objects } = bucketOf(request);
  const [boundary = ""] = /^--.*/.exec(request.text) ?? [];
  const [, description = "", content = ""] = request.text
    .split(boundary)
    .map((part) => part.replace(/^[^]*?\r\n\r\n/, ""));
  const name = (JSON.parse(description) as { name?: string }).name ?? request.query("name") ?? "";
  checkGeneration(request, objects.get(name)?.generation ?? 0);
  const object = { content: content.replace(/\r\n$/, ""), generation: (generations += 1), updatedAt: timestamp() };
  objects.set(name, object);
  return ok(shown(bucket, name, object));
};
