import { z } from "zod";

import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { begin, checkId, type IdentityPool, livingPoolOf, masked, poolName } from "./workload-identity-pools";

const model = z.strictObject({
  displayName: z.string().max(32).optional(),
  description: z.string().max(256).optional(),
  disabled: z.boolean().optional(),
  attributeMapping: z.record(z.string(), z.string()).optional(),
  attributeCondition: z.string().max(4096).optional(),
  oidc: z
    .strictObject({
      issuerUri: z.string(),
      allowedAudiences: z.array(z.string()).max(10).optional(),
      jwksJson: z.string().optional(),
    })
    .optional(),
});

type ProviderSettings = z.infer<typeof model>;

/** An authority whose tokens a pool takes. */
export interface IdentityProvider {
  readonly id: string;
  settings: ProviderSettings;
  deleted: boolean;
}

/** Authorities that vouch for everybody's workloads, so that some claim has to tell whose they are. */
const shared = [
  "https://token.actions.githubusercontent.com",
  "https://gitlab.com",
  "https://app.terraform.io",
  "https://agent.buildkite.com",
];

export function routeIdentityProviders(router: Router<Handler>): void {
  const path = "/iam/v1/projects/{project}/locations/global/workloadIdentityPools/{pool}/providers";
  const shown = (request: ApiRequest, { id, settings, deleted }: IdentityProvider): object => ({
    name: `${poolName(request.project, livingPoolOf(request))}/providers/${id}`,
    ...settings,
    state: deleted ? "DELETED" : "ACTIVE",
  });
  router
    .on(`POST ${path}`, (request) => {
      const pool = livingPoolOf(request);
      const provider = create(request, pool);
      return begin(request, pool, "creating", () => shown(request, provider));
    })
    .on(`GET ${path}/{provider}`, (request) => ok(shown(request, providerOf(request))))
    .on(`PATCH ${path}/{provider}`, (request) => {
      const provider = livingProviderOf(request);
      const settings = masked(request, provider.settings, request.read(model));
      checkProvider(settings);
      return begin(request, livingPoolOf(request), "updating", () => {
        provider.settings = settings;
        return shown(request, provider);
      });
    })
    .on(`DELETE ${path}/{provider}`, (request) => {
      const provider = livingProviderOf(request);
      return begin(request, livingPoolOf(request), "deleting", () => {
        provider.deleted = true;
        return shown(request, provider);
      });
    })
    .on(`POST ${path}/{provider}:undelete`, (request) => {
      const provider = providerOf(request);
      return begin(request, livingPoolOf(request), "updating", () => {
        provider.deleted = false;
        return shown(request, provider);
      });
    })
    // of its own operations the provider of Terraform asks below the provider, of those of the pool below the pool
    .on(`GET ${path}/{provider}/operations/{operation}`, (request) => {
      const { name, endedAt, response } = request.project.cloud.operations.get(request.parameter("operation"));
      return ok({ name, ...(endedAt !== undefined && { done: true, response }) });
    });
}

/** A provider, be it deleted or not. */
function providerOf(request: ApiRequest): IdentityProvider {
  const provider = livingPoolOf(request).providers.get(request.parameter("provider"));
  if (provider === undefined) throw new ApiError(404, "Requested entity was not found.");
  return provider;
}

function livingProviderOf(request: ApiRequest): IdentityProvider {
  const provider = providerOf(request);
  if (provider.deleted) throw new ApiError(404, "Requested entity was not found.");
  return provider;
}

function create(request: ApiRequest, pool: IdentityPool): IdentityProvider {
  const id = request.query("workloadIdentityPoolProviderId") ?? "";
  checkId("workload_identity_pool_provider_id", id);
  const settings = request.read(model);
  checkProvider(settings);
  if (pool.providers.has(id)) throw new ApiError(409, "Requested entity already exists");
  const provider = { id, settings, deleted: false };
  pool.providers.set(id, provider);
  return provider;
}

/** discovery document of iam v1, WorkloadIdentityPoolProvider */
function checkProvider({ oidc, attributeMapping = {}, attributeCondition = "" }: ProviderSettings): void {
  if (oidc === undefined) throw new ApiError(400, "Provider must have one of: aws, oidc, saml, x509.");
  if (!/^https:\/\/[^/?#]+/.test(oidc.issuerUri)) throw new ApiError(400, `Invalid issuer URI "${oidc.issuerUri}".`);
  if ((attributeMapping["google.subject"] ?? "") === "")
    throw new ApiError(400, "The attribute mapping must have a mapping for google.subject.");
  const strange = Object.keys(attributeMapping).find(
    (name) => !/^(google\.(subject|groups)|attribute\.[a-z0-9_]{1,100})$/.test(name),
  );
  if (strange !== undefined) throw new ApiError(400, `Invalid attribute "${strange}" in the attribute mapping.`);
  // https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions
  const isShared = shared.includes(oidc.issuerUri.replace(/\/$/, ""));
  if (isShared && !/\b(assertion|attribute|google)\./.test(attributeCondition))
    throw new ApiError(400, "The attribute condition must reference one of the provider's claims.");
}
