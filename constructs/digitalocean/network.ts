import { Vpc } from "@cdktf/provider-digitalocean/lib/vpc";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import type { Network } from "../contracts";
import { warnUnless } from "../warning";

export interface DigitaloceanNetworkProps {
  /** Name of the VPC. */
  readonly name: string;
  /** Changing it replaces everything. */
  readonly region: string;
  /** Addresses in CIDR form; no overlap with any other VPC of the account. Changing it replaces everything. */
  readonly cidr: string;
  /** What is deleted only when the network, and with it everything in it, is gone. */
  readonly outlivedBy: readonly ITerraformDependable[];
}

/** A VPC. Free of charge. */
export class DigitaloceanNetwork extends Construct implements Network {
  readonly vpc: Vpc;
  readonly traffic =
    "nodes have public addresses behind DigitalOcean's firewall for clusters; the database answers the cluster only";

  constructor(scope: Construct, id: string, props: DigitaloceanNetworkProps) {
    super(scope, id);
    this.vpc = new Vpc(this, "vpc", {
      name: props.name,
      region: props.region,
      ipRange: props.cidr,
      description: `Network of ${props.name}`,
      // cluster, database and load balancers are gone only minutes after DigitalOcean says so, and the VPC cannot
      // be deleted before; the provider gives up after two minutes
      timeouts: { delete: "30m" },
      dependsOn: [...props.outlivedBy],
    });
    const vpc = `${this.vpc.terraformResourceType}.${this.vpc.friendlyUniqueId}`;
    warnUnless(
      this,
      "network_can_be_deleted",
      `!${vpc}.default`,
      `the VPC ${props.name} has become the default of ${props.region}, because the account had none there, and ` +
        "DigitalOcean does not delete a default. Before it is to go, make another one the default: `doctl vpcs " +
        `create --name default-${props.region} --region ${props.region}\`, \`doctl vpcs update ID --default=true\``,
    );
  }
}
