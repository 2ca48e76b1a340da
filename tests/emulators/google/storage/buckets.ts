import { z } from "zod";

import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { routeObjects, type StoredObject } from "./objects";

const model = z.looseObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/, "must be a name of a bucket"),
});

export interface Bucket {
  readonly name: string;
  readonly objects: Map<string, StoredObject>;
}

/** Cloud Storage, as far as a state of Terraform needs it. What is in buckets is no part of an environment. */
export function routeBuckets(router: Router<Handler>): void {
  router
    .on("POST /storage/v1/b", (request) => {
      const { name } = request.read(model);
      if (request.buckets.has(name))
        throw new ApiError(409, "The requested bucket name is not available.", { reason: "conflict" });
      request.buckets.set(name, { name, objects: new Map() });
      return ok({ kind: "storage#bucket", id: name, name });
    })
    .on("GET /storage/v1/b/{bucket}", (request) => {
      const { name } = bucketOf(request);
      return ok({ kind: "storage#bucket", id: name, name });
    });
  routeObjects(router);
}

/** @throws {ApiError} when there is none */
export function bucketOf(request: ApiRequest): Bucket {
  const bucket = request.buckets.get(request.parameter("bucket"));
  if (bucket === undefined) throw new ApiError(404, "The specified bucket does not exist.", { reason: "notFound" });
  return bucket;
}
