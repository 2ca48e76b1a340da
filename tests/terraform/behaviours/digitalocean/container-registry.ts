import type { Behaviour } from "../behaviour";
import { text } from "../values";
import { length, matching, notEmpty, oneOf, type Rule } from "../rules";
import type { Values } from "../values";
import { createdAt, orElse } from "./answers";
import { apiRule } from "./shared-rules";
import { inApi, inProvider } from "./source";

const model = inApi("registry/models/registry_base.yml");

const host = "registry.digitalocean.com";

const name: readonly Rule[] = [
  notEmpty,
  apiRule(model, matching(/[a-z0-9-]+/, "have lower-case letters, digits and hyphens only", "Demo_Registry")),
  apiRule(model, length(1, 63)),
];

const regions = oneOf("nyc3", "sfo2", "sfo3", "ams3", "sgp1", "fra1", "blr1", "syd1");

const attributes = (settings: Values): Values => ({
  // a registry is known by its name, and the provider takes that for its id
  id: text(settings, "name"),
  endpoint: `${host}/${text(settings, "name")}`,
  server_url: host,
  storage_usage_bytes: 0,
  created_at: createdAt,
});

/** The registry that is made. */
export const containerRegistry: Readonly<Record<string, Behaviour>> = {
  digitalocean_container_registry: {
    source: inProvider("registry/resource_container_registry.go"),
    rules: {
      name,
      subscription_tier_slug: oneOf("starter", "basic", "professional"),
      region: [notEmpty, apiRule(inApi("registry/models/multiregistry_create.yml"), regions)],
    },
    replacedBy: ["name", "region"],
    filledIn: ["region"],
    answers: (settings) => ({ ...attributes(settings), region: orElse(settings, "region", "fra1") }),
  },
};
