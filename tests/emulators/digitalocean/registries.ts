import { z } from "zod";

import {
  digitaloceanRegistryRegions,
  type digitaloceanRegistryTiers,
} from "../../../environments/schema/catalogue/digitalocean";
import type { Account } from "./account";
import { ApiError, notFound, unprocessable } from "./api-error";
import { type ApiAnswer, type ApiRequest, created, noContent, ok } from "./api-request";
import { credentialsFor } from "./registry-credentials";
import { subscriptionOf, tierModel } from "./registry-plans";
import type { Router } from "./router";
import { timestamp } from "./timestamp";

export type Tier = keyof typeof digitaloceanRegistryTiers;

export interface Registry {
  readonly name: string;
  readonly region: string;
  readonly createdAt: string;
  readonly repositories: Set<string>;
}

/** @throws {ApiError} when there is none */
export function registryOf(account: Account, name: string): Registry {
  const registry = account.registries.get(name);
  if (registry === undefined) throw notFound();
  return registry;
}

/** resources/registry/models/registry_create.yml, multiregistry_create.yml and validate_registry.yml */
const name = z.string().regex(/^[a-z0-9-]{1,63}$/, "may hold lower case letters, digits and dashes, up to 63");
const models = {
  create: z.strictObject({
    name,
    subscription_tier_slug: tierModel,
    region: z.enum(digitaloceanRegistryRegions).optional(),
  }),
  createAnother: z.strictObject({
    name,
    subscription_tier_slug: tierModel.optional(),
    region: z.enum([...digitaloceanRegistryRegions, "blr1", "sfo2", "syd1"]).optional(),
  }),
  validate: z.strictObject({ name }),
};

const shown = ({ name, region, createdAt }: Registry): object => ({
  name,
  created_at: createdAt,
  region,
  storage_usage_bytes: 0,
  storage_usage_bytes_updated_at: createdAt,
});

/** Registries: the old routes below /v2/registry know one, those below /v2/registries any number. */
export function routeRegistries(router: Router, account: Account): void {
  const found = (request: ApiRequest): Registry => registryOf(account, request.parameter("name"));
  const only = (): Registry => {
    const [registry, another] = account.registries.values();
    if (registry === undefined) throw notFound();
    // responses/registries_precondition_fail.yml
    if (another !== undefined) throw new ApiError(412, "This API is not supported with multiple registries");
    return registry;
  };
  const remove = ({ name }: Registry): ApiAnswer => {
    account.registries.delete(name);
    if (account.registries.size === 0) {
      account.registryPlan = undefined;
      for (const cluster of account.clusters.values()) cluster.registryEnabled = false;
    }
    return noContent;
  };
  const withPlan = (registry: Registry): object => ({ ...shown(registry), subscription: subscriptionOf(account) });
  const validate = (request: ApiRequest): ApiAnswer => {
    checkFree(account, request.read(models.validate).name);
    return noContent;
  };

  router
    .on("POST /v2/registry", (request) => {
      const { subscription_tier_slug: tier, ...settings } = request.read(models.create);
      return created({ registry: withPlan(create(account, settings, tier)) });
    })
    .on("POST /v2/registries", (request) => {
      const { subscription_tier_slug: tier, ...settings } = request.read(models.createAnother);
      return created({ registry: shown(create(account, settings, tier)) });
    })
    .on("GET /v2/registry", () => ok({ registry: withPlan(only()) }))
    .on("GET /v2/registries", () => ok({ registries: [...account.registries.values()].map(shown) }))
    .on("POST /v2/registry/validate-name", validate)
    .on("POST /v2/registries/validate-name", validate)
    .on("GET /v2/registry/docker-credentials", () => credentialsFor(account, only()))
    .on("GET /v2/registries/{name}/docker-credentials", (request) => credentialsFor(account, found(request)))
    .on("DELETE /v2/registry", () => remove(only()))
    // the data source of the pinned provider asks without the name, and takes the answer for "there is none":
    // https://github.com/digitalocean/terraform-provider-digitalocean/issues/1535
    .on("GET /v2/registries/", () => {
      throw notFound();
    })
    .on("GET /v2/registries/{name}", (request) => ok({ registry: shown(found(request)) }))
    .on("DELETE /v2/registries/{name}", (request) => remove(found(request)));
}

/** Names are unique over all customers (registry_base.yml). */
function checkFree(account: Account, wanted: string): void {
  const taken = account.settings.takenRegistryNames ?? [];
  if (taken.includes(wanted) || account.registries.has(wanted)) throw new ApiError(409, "name already exists");
}

/** @param tier @default - the plan that the account has */
function create(
  account: Account,
  { name, region = "nyc3" }: { readonly name: string; readonly region?: string | undefined },
  tier?: Tier,
): Registry {
  const plan = account.registryPlan?.tier;
  if (account.registries.size > 0 && (plan ?? tier) !== "professional")
    throw unprocessable("user already has a registry");
  checkFree(account, name);
  if (plan === undefined && tier === undefined) throw new ApiError(412, "a subscription is needed before a registry");
  const registry = { name, region, createdAt: timestamp(), repositories: new Set<string>() };
  account.registries.set(name, registry);
  account.registryPlan ??= { tier: tier ?? "starter", since: timestamp(), changed: timestamp() };
  return registry;
}
