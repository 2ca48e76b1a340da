import { ContainerRegistry as Registry } from "@cdktf/provider-digitalocean/lib/container-registry";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import type { ContainerRegistry } from "../contracts";

export interface DigitaloceanContainerRegistryProps {
  /** Unique over all customers of DigitalOcean. Changing it replaces the registry and loses its images. */
  readonly registryName: string;
  /** An account has one registry, unless its plan is professional: make it, or take the one that is there. */
  readonly mode: "create" | "use-existing";
  /** Plan of the account, when the registry is made: $0, $5 or $20 a month. */
  readonly tier: "starter" | "basic" | "professional";
  readonly region: string;
  /** What images are pushed to: host, registry and image. */
  readonly imageRepository: string;
  readonly deletionProtection: boolean;
}

/**
 * The container registry of a DigitalOcean account. Its tags can be moved and it cleans up only when asked to.
 *
 * One that is there already is not looked up: the provider's data source asks for a registry without a name, and finds
 * none (https://github.com/digitalocean/terraform-provider-digitalocean/issues/1535). The cluster is refused its
 * integration when there is none.
 */
export class DigitaloceanContainerRegistry extends Construct implements ContainerRegistry {
  readonly imageRepository: string;
  /** What must exist before a cluster is integrated with the registry; nothing when that is there already. */
  readonly made: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: DigitaloceanContainerRegistryProps) {
    super(scope, id);
    this.imageRepository = props.imageRepository;
    this.made =
      props.mode === "create"
        ? [
            new Registry(this, "registry", {
              name: props.registryName,
              subscriptionTierSlug: props.tier,
              region: props.region,
              // images go with their registry, and nothing in DigitalOcean would stop that
              lifecycle: { preventDestroy: props.deletionProtection },
            }),
          ]
        : [];
  }
}
