import type { AwsEnvironment } from "./aws";
import { parseIpv4Range, subnet } from "./cidr";
import type { Environment } from "./environment";

/** Addresses of the Services on EKS. They are virtual: no network carries them. */
export const eksServicesCidr = "172.20.0.0/16";

/** How a VPC on AWS is divided, one entry a zone. */
export interface AwsNetworkPlan {
  /** A quarter of the VPC each. */
  readonly nodeSubnets: readonly string[];
  /** NAT gateways and load balancers: a 64th of the VPC each, from the last quarter. */
  readonly publicSubnets: readonly string[];
  readonly databaseSubnets: readonly string[];
}

export function awsNetworkPlan({ network }: AwsEnvironment): AwsNetworkPlan {
  const prefix = parseIpv4Range(network.cidr)?.prefix ?? 16;
  const zones = Array.from({ length: network.zones }, (_, zone) => zone);
  return {
    nodeSubnets: zones.map((zone) => subnet(network.cidr, prefix + 2, zone)),
    publicSubnets: zones.map((zone) => subnet(network.cidr, prefix + 6, 48 + zone)),
    databaseSubnets: zones.map((zone) => subnet(network.cidr, prefix + 6, 56 + zone)),
  };
}

/** Networks in which the database's address lies, seen from the pods, and the ports of it and of its connection pool. */
export function databaseEndpoint(environment: Environment): { cidrs: readonly string[]; ports: readonly number[] } {
  switch (environment.cloud) {
    case "aws":
      return { cidrs: awsNetworkPlan(environment).databaseSubnets, ports: [5432] };
    case "google":
      return { cidrs: [environment.network.databaseCidr], ports: [5432] };
    case "digitalocean":
      return { cidrs: [environment.network.cidr], ports: [25060, 25061] };
    case "local":
      return { cidrs: [], ports: [5432] };
  }
}

/**
 * Networks from which requests come to the pods: the nodes, which pass them on. Undefined where the network plug-in is
 * Cilium, or not known, and does not tell nodes by their addresses.
 */
export function clientCidrs(environment: Environment): string[] | undefined {
  return environment.cloud === "aws" ? [environment.network.cidr] : undefined;
}

/**
 * Resolvers that are on each node, outside of any pod: NodeLocal DNSCache and the server of Cloud DNS on Google Cloud.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache
 */
export function resolverCidrs({ cloud }: Environment): string[] {
  return cloud === "google" ? ["169.254.20.10/32", "169.254.169.254/32"] : [];
}
