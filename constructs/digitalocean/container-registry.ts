import { ContainerRegistry as Registry } from "@cdktf/provider-digitalocean/lib/container-registry";
import { DataDigitaloceanContainerRegistry } from "@cdktf/provider-digitalocean/lib/data-digitalocean-container-registry";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import type { ContainerRegistry } from "../contracts";

type Tier = "starter" | "basic" | "professional";

export interface DigitaloceanContainerRegistryProps {
  /** Unique over all customers of DigitalOcean. Changing it replaces the registry and loses its images. */
  readonly registryName: string;
  /** An account has one registry, unless its plan is professional: make it, or take the one that is there. */
  readonly mode: "create" | "use-existing";
  /** Plan of the account that is asked for when the registry is made: $0, $5 or $20 a month. */
  readonly tier: Tier;
  /** Plans of which one must be there when the registry is: those that hold as many repositories as are needed. */
  readonly sufficientTiers: readonly Tier[];
  readonly region: string;
  /** What images are pushed to: host, registry and image. */
  readonly imageRepository: string;
}

/** The container registry of a DigitalOcean account. Its tags can be moved and it cleans up only when asked to. */
export class DigitaloceanContainerRegistry extends Construct implements ContainerRegistry {
  readonly imageRepository: string;
  readonly loginCommand = "doctl registry login";
  /** What must exist before a cluster is integrated with the registry. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, props: DigitaloceanContainerRegistryProps) {
    super(scope, id);
    this.imageRepository = props.imageRepository;
    this.resource =
      props.mode === "create"
        ? new Registry(this, "registry", {
            name: props.registryName,
            subscriptionTierSlug: props.tier,
            region: props.region,
          })
        : new DataDigitaloceanContainerRegistry(this, "existing-registry", {
            name: props.registryName,
            lifecycle: {
              postcondition: [
                {
                  condition: `\${contains(${JSON.stringify(props.sufficientTiers)}, self.subscription_tier_slug)}`,
                  errorMessage:
                    "the plan of the account's registry is ${self.subscription_tier_slug}, which holds too few " +
                    `repositories: it must be ${props.sufficientTiers.join(" or ")}`,
                },
              ],
            },
          });
  }
}
