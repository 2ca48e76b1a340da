import { Vpc } from "@cdktf/provider-digitalocean/lib/vpc";
import { Construct } from "constructs";

import type { Network } from "../contracts";

export interface DigitaloceanNetworkProps {
  /** Name of the VPC. */
  readonly name: string;
  /** Changing it replaces everything. */
  readonly region: string;
  /** Addresses in CIDR form; no overlap with any other VPC of the account. Changing it replaces everything. */
  readonly cidr: string;
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
    });
  }
}
