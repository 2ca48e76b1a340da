import { z } from "zod";

import { googleZones } from "../../../../environments/schema/catalogue/google";
import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError, failedPrecondition } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { getPolicy, setPolicy } from "../identity/policy";
import { masked } from "../identity/workload-identity-pools";
import { newEtag, timestamp } from "../values";
import { routeSecretVersions, type SecretVersion } from "./secret-versions";

const labels = z.record(z.string(), z.string()).optional();

const model = z.strictObject({
  name: z.string().optional(),
  etag: z.string().optional(),
  labels,
  annotations: labels,
  versionAliases: z.record(z.string(), z.never()).optional(),
  replication: z.union([
    z.strictObject({ automatic: z.strictObject({}) }),
    z.strictObject({
      userManaged: z.strictObject({ replicas: z.array(z.strictObject({ location: z.string() })).min(1) }),
    }),
  ]),
});

const changes = model.partial();

export interface Secret {
  readonly id: string;
  readonly createdAt: string;
  settings: Omit<z.infer<typeof model>, "name" | "etag">;
  etag: string;
  readonly versions: Map<number, SecretVersion>;
}

/** With the number of the project, as Secret Manager has it. */
export const secretName = ({ project }: ApiRequest, id: string): string => `projects/${project.number}/secrets/${id}`;

const shown = (request: ApiRequest, { id, createdAt, settings, etag }: Secret): object => ({
  name: secretName(request, id),
  ...settings,
  createTime: createdAt,
  etag,
});

export function routeSecrets(router: Router<Handler>): void {
  const path = "/secretmanager/v1/projects/{project}/secrets";
  const nameOf = (request: ApiRequest): string => `${request.project.relativeName}/secrets/${secretOf(request).id}`;
  router
    .on(`POST ${path}`, create)
    .on(`GET ${path}/{secret}:getIamPolicy`, getPolicy(nameOf))
    .on(`POST ${path}/{secret}:setIamPolicy`, setPolicy(nameOf))
    .on(`GET ${path}/{secret}`, (request) => ok(shown(request, secretOf(request))))
    .on(`PATCH ${path}/{secret}`, (request) => {
      const secret = secretOf(request);
      const { replication, ...settings } = request.read(changes);
      if (request.updateMask.includes("replication") || (replication !== undefined && request.updateMask.length === 0))
        throw new ApiError(400, "The replication of a secret cannot be changed.");
      secret.settings = masked(request, secret.settings, { ...secret.settings, ...settings });
      secret.etag = newEtag();
      return ok(shown(request, secret));
    })
    .on(`DELETE ${path}/{secret}`, (request) => {
      request.project.policies.forget(nameOf(request));
      request.project.secrets.delete(secretOf(request).id);
      return ok({});
    });
  routeSecretVersions(router, `${path}/{secret}`);
}

/** @throws {ApiError} when there is none */
export function secretOf(request: ApiRequest): Secret {
  const id = request.parameter("secret");
  const secret = request.project.secrets.get(id);
  if (secret === undefined) throw new ApiError(404, `Secret [${secretName(request, id)}] not found.`);
  return secret;
}

const create: Handler = (request) => {
  const { secrets } = request.project;
  const id = request.query("secretId") ?? "";
  const settings = request.read(model);
  // discovery document of secretmanager v1: up to 255 letters, digits, hyphens and underscores
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(id)) throw new ApiError(400, `Invalid secret id "${id}".`);
  if ("userManaged" in settings.replication)
    for (const { location } of settings.replication.userManaged.replicas)
      if (!Object.hasOwn(googleZones, location))
        throw failedPrecondition(`Location ${location} is not valid for a replica.`);
  if (secrets.has(id)) throw new ApiError(409, `Secret [${secretName(request, id)}] already exists.`);
  const secret: Secret = { id, createdAt: timestamp(), settings, etag: newEtag(), versions: new Map() };
  secrets.set(id, secret);
  return ok(shown(request, secret));
};
