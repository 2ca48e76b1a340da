import { z } from "zod";

import { type ApiAnswer, ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { Phase } from "../../http/schedule";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { longRunning } from "../operations";
import type { Project } from "../project";
import type { IdentityProvider } from "./identity-providers";

const fields = {
  displayName: z.string().max(32).optional(),
  description: z.string().max(256).optional(),
  disabled: z.boolean().optional(),
};

const model = z.strictObject(fields);

type PoolSettings = z.infer<typeof model>;

/** Whom another authority vouches for. */
export interface IdentityPool {
  readonly id: string;
  settings: PoolSettings;
  /** It can be brought back for thirty days, and its name is taken for as long. */
  deleted: boolean;
  readonly providers: Map<string, IdentityProvider>;
}

/** With the number of the project, as IAM has it. */
export const poolName = ({ number }: Project, { id }: IdentityPool): string =>
  `projects/${number}/locations/global/workloadIdentityPools/${id}`;

const shown = (project: Project, pool: IdentityPool): object => ({
  name: poolName(project, pool),
  ...pool.settings,
  state: pool.deleted ? "DELETED" : "ACTIVE",
  ...(pool.deleted && { expireTime: new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString() }),
});

export function routeIdentityPools(router: Router<Handler>): void {
  const path = "/iam/v1/projects/{project}/locations/global/workloadIdentityPools";
  router
    .on(`POST ${path}`, create)
    .on(`GET ${path}/{pool}`, (request) => ok(shown(request.project, poolOf(request))))
    .on(`PATCH ${path}/{pool}`, (request) => {
      const pool = livingPoolOf(request);
      const settings = masked(request, pool.settings, request.read(model));
      return begin(request, pool, "updating", () => {
        pool.settings = settings;
        return shown(request.project, pool);
      });
    })
    .on(`DELETE ${path}/{pool}`, (request) => {
      const pool = livingPoolOf(request);
      return begin(request, pool, "deleting", () => {
        pool.deleted = true;
        return shown(request.project, pool);
      });
    })
    .on(`POST ${path}/{pool}:undelete`, (request) => {
      const pool = poolOf(request);
      return begin(request, pool, "updating", () => {
        pool.deleted = false;
        return shown(request.project, pool);
      });
    })
    .on(`GET ${path}/{pool}/operations/{operation}`, (request) => {
      const operation = request.project.cloud.operations.get(request.parameter("operation"));
      return ok(
        longRunning(
          operation,
          `${poolName(request.project, poolOf(request))}/operations/${operation.name}`,
          metadata,
          result,
        ),
      );
    });
}

const metadata = "google.iam.v1.WorkloadIdentityPoolOperationMetadata";
const result = "google.iam.v1.WorkloadIdentityPool";

/** A pool, be it deleted or not. */
function poolOf(request: ApiRequest): IdentityPool {
  const pool = request.project.identityPools.get(request.parameter("pool"));
  if (pool === undefined) throw new ApiError(404, "Requested entity was not found.");
  return pool;
}

/** @throws {ApiError} when there is none, or it is deleted */
export function livingPoolOf(request: ApiRequest): IdentityPool {
  const pool = poolOf(request);
  if (pool.deleted) throw new ApiError(404, "Requested entity was not found.");
  return pool;
}

const create: Handler = (request) => {
  const { identityPools } = request.project;
  const id = request.query("workloadIdentityPoolId") ?? "";
  checkId("workload_identity_pool_id", id);
  const settings = request.read(model);
  // a deleted one can be brought back for thirty days, and its name cannot be taken until then
  // https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers#delete-pool
  if (identityPools.has(id)) throw new ApiError(409, "Requested entity already exists");
  const pool: IdentityPool = { id, settings, deleted: false, providers: new Map() };
  identityPools.set(id, pool);
  return begin(request, pool, "creating", () => shown(request.project, pool));
};

/** discovery document of iam v1: 4 to 32 characters, and the prefix `gcp-` is Google's own */
export function checkId(name: string, id: string): void {
  if (!/^[a-z0-9-]{4,32}$/.test(id) || id.startsWith("gcp-"))
    throw new ApiError(400, `Invalid ${name} "${id}": 4 to 32 characters of [a-z0-9-], without the prefix "gcp-".`);
}

/** What Identity and Access Management answers to a change of a pool or of what is in it. */
export function begin(request: ApiRequest, pool: IdentityPool, phase: Phase, finish: () => object): ApiAnswer {
  const { project } = request;
  const target = poolName(project, pool);
  const operation = project.cloud.operations.begin({ phase, kind: "identity-pool", type: phase, target }, finish);
  return ok(longRunning(operation, `${target}/operations/${operation.name}`, metadata, result));
}

/** Only members that the mask names are changed; those without a value are taken away. */
export function masked<T extends object>(request: ApiRequest, before: T, given: T): T {
  const members = request.updateMask.map((path) => path.split(".")[0] ?? path);
  const kept = Object.entries(before).filter(([name]) => !members.includes(name));
  const changed = Object.entries(given).filter(([name]) => members.includes(name));
  return Object.fromEntries([...kept, ...changed]) as T;
}
