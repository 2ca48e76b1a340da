import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat";
import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import type { Network } from "../contracts";
import { replacementOf } from "../replacement";

export interface GoogleNetworkProps {
  /** Name of the network and prefix of the names around it. Changing it replaces everything. */
  readonly name: string;
  readonly region: string;
  readonly nodesCidr: string;
  readonly podsCidr: string;
  readonly servicesCidr: string;
  /** Network of the endpoint through which the database is reached. */
  readonly databaseCidr: string;
  /** Whether a sample of the traffic is logged, and all that is refused; about $0.50 per GB. */
  readonly flowLogs: boolean;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A VPC whose nodes have private addresses only. Cloud NAT costs about $1 a month for each node and $4 for its address. */
export class GoogleNetwork extends Construct implements Network {
  readonly network: ComputeNetwork;
  readonly nodes: ComputeSubnetwork;
  readonly podsRangeName = "pods";
  readonly servicesRangeName = "services";
  readonly database: ComputeSubnetwork;
  /** What must be there before nodes can reach the internet, and gone after them. */
  readonly egress: ComputeRouterNat;
  readonly traffic =
    "nodes leave through Cloud NAT; the database is reached through a Private Service Connect endpoint";

  constructor(scope: Construct, id: string, props: GoogleNetworkProps) {
    super(scope, id);
    const { name, region } = props;
    this.network = new ComputeNetwork(this, "network", {
      name,
      autoCreateSubnetworks: false,
      routingMode: "REGIONAL",
      dependsOn: [...props.dependsOn],
    });
    // what a network refuses anyway, as a rule: only a rule's refusals can be logged. GKE's own rules come before it
    new ComputeFirewall(this, "deny-ingress", {
      name: `${name}-deny-ingress`,
      network: this.network.id,
      direction: "INGRESS",
      priority: 65534,
      deny: [{ protocol: "all" }],
      sourceRanges: ["0.0.0.0/0"],
      logConfig: props.flowLogs ? { metadata: "INCLUDE_ALL_METADATA" } : undefined,
    });
    const logConfig = props.flowLogs
      ? { aggregationInterval: "INTERVAL_10_MIN", flowSampling: 0.5, metadata: "INCLUDE_ALL_METADATA" } // CKV_GCP_26
      : undefined;
    this.nodes = new ComputeSubnetwork(this, "nodes", {
      name: `${name}-nodes`,
      region,
      network: this.network.id,
      ipCidrRange: props.nodesCidr,
      privateIpGoogleAccess: true, // CKV_GCP_74
      secondaryIpRange: [
        { rangeName: this.podsRangeName, ipCidrRange: props.podsCidr },
        { rangeName: this.servicesRangeName, ipCidrRange: props.servicesCidr },
      ],
      logConfig,
    });
    this.database = new ComputeSubnetwork(this, "database", {
      name: `${name}-database`,
      region,
      network: this.network.id,
      ipCidrRange: props.databaseCidr,
      privateIpGoogleAccess: true,
      logConfig,
    });
    const router = new ComputeRouter(this, "router", { name, region, network: this.network.id });
    this.egress = new ComputeRouterNat(this, "nat", {
      name,
      region,
      router: router.name,
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetwork: [{ name: this.nodes.id, sourceIpRangesToNat: ["ALL_IP_RANGES"] }],
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
      // the provider would only name the new subnetwork, while the old one cannot be deleted as long as it is named
      // https://github.com/hashicorp/terraform-provider-google/issues/26776
      lifecycle: { replaceTriggeredBy: [replacementOf(this.nodes)] },
    });
  }
}
