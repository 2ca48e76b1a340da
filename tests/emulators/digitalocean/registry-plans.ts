import { z } from "zod";

import {
  digitaloceanRegistryRegions,
  digitaloceanRegistryTiers,
} from "../../../environments/schema/catalogue/digitalocean";
import type { Account } from "./account";
import { ApiError, notFound } from "./api-error";
import { type ApiAnswer, type ApiRequest, ok } from "./api-request";
import type { Router } from "./router";
import type { Tier } from "./registries";
import { timestamp } from "./timestamp";

const gib = 1024 ** 3;

/** Plans as the OpenAPI of DigitalOcean gives them as an example (responses/registry_options_response.yml). */
const plans: Readonly<Record<Tier, { readonly storage: number; readonly cents: number }>> = {
  starter: { storage: gib / 2, cents: 0 },
  basic: { storage: 5 * gib, cents: 500 },
  professional: { storage: 100 * gib, cents: 2000 },
};

export const tierModel = z.enum(["starter", "basic", "professional"]);

const planModel = z.strictObject({ tier_slug: tierModel });

const shown = (tier: Tier): object => ({
  name: `${tier.slice(0, 1).toUpperCase()}${tier.slice(1)}`,
  slug: tier,
  // 0: unlimited
  included_repositories: tier === "professional" ? 0 : repositoriesIn(tier),
  included_storage_bytes: plans[tier].storage,
  allow_storage_overage: tier !== "starter",
  included_bandwidth_bytes: plans[tier].storage,
  monthly_price_in_cents: plans[tier].cents,
  storage_overage_price_in_cents: tier === "starter" ? 0 : 2,
});

export const repositoriesIn = (tier: Tier): number => digitaloceanRegistryTiers[tier].repositories;

/** Why the account cannot have a plan (models/subscription_tier.yml). */
function overLimit({ registries }: Account, tier: Tier): string | undefined {
  if (tier !== "professional" && registries.size > 1) return "OverRegistryLimit";
  const repositories = [...registries.values()].reduce((sum, one) => sum + one.repositories.size, 0);
  return repositories > repositoriesIn(tier) ? "OverRepositoryLimit" : undefined;
}

/** @throws {ApiError} when the account has none */
export function subscriptionOf({ registryPlan }: Account): object {
  if (registryPlan === undefined) throw notFound();
  return { tier: shown(registryPlan.tier), created_at: registryPlan.since, updated_at: registryPlan.changed };
}

/** The plan that all registries of an account share. */
export function routeRegistryPlans(router: Router, account: Account): void {
  const show = (): ApiAnswer => ok({ subscription: subscriptionOf(account) });
  const change = (request: ApiRequest): ApiAnswer => {
    const { tier_slug: tier } = request.read(planModel);
    // responses/registries_over_limit.yml
    const reason = overLimit(account, tier);
    if (reason !== undefined) throw new ApiError(412, `registry is not eligible for tier because: [${reason}]`);
    account.registryPlan ??= { tier, since: timestamp(), changed: timestamp() };
    account.registryPlan.tier = tier;
    account.registryPlan.changed = timestamp();
    return show();
  };
  const options = (): ApiAnswer =>
    ok({
      options: {
        available_regions: digitaloceanRegistryRegions,
        subscription_tiers: tierModel.options.map((tier) => ({
          ...shown(tier),
          eligible: overLimit(account, tier) === undefined,
        })),
      },
    });
  for (const base of ["/v2/registry", "/v2/registries"])
    router
      .on(`GET ${base}/subscription`, show)
      .on(`POST ${base}/subscription`, change)
      .on(`GET ${base}/options`, options);
}
