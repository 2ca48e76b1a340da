import { digitaloceanRegistryTiers } from "../../../environments/schema/catalogue/digitalocean";
import { forbidden, type Policy, when, without } from "../policy";
import { text } from "../stack";

export const registry: readonly Policy[] = [
  {
    id: "OWN_DIGITALOCEAN_REGISTRY_TIER",
    must: "be of a plan that there is, in a region that was chosen",
    types: ["digitalocean_container_registry"],
    holds: (resource) =>
      text(resource, "subscription_tier_slug") in digitaloceanRegistryTiers && text(resource, "region") !== "",
    broken: [without("subscription_tier_slug"), when("subscription_tier_slug", "premium"), without("region")],
  },
  {
    id: "OWN_DIGITALOCEAN_REGISTRY_CREDENTIALS",
    must: "not be: its login would stay in the state, for fifty years unless it says otherwise",
    ...forbidden("digitalocean_container_registry_docker_credentials", {
      registry_name: "team-registry",
      write: true,
    }),
  },
];
