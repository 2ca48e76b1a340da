import type { Account } from "./account";
import { clusterUrn } from "./kubernetes/cluster";
import { databaseUrn } from "./databases/database";
import { loadBalancerUrn } from "./leftover-resources";

/** resources/vpcs/models/vpc_member.yml */
export interface VpcMember {
  readonly name: string;
  readonly urn: string;
  readonly created_at: string;
}

/**
 * What has an address in the VPC. It stays there until it is really gone, which is some time after its deletion was
 * accepted. Volumes have no address.
 */
export function membersOf(account: Account, vpcId: string): VpcMember[] {
  const clusters = [...account.clusters.values()].filter((cluster) => cluster.vpcId === vpcId);
  const databases = [...account.databases.values()].filter((database) => database.vpcId === vpcId);
  const loadBalancers = [...account.loadBalancers.values()].filter((balancer) => balancer.vpcId === vpcId);
  return [
    ...clusters.map((cluster) => ({ name: cluster.name, urn: clusterUrn(cluster), created_at: cluster.createdAt })),
    ...clusters
      .flatMap(({ nodePools }) => nodePools.flatMap(({ nodes }) => nodes))
      .map(({ name, dropletId, createdAt }) => ({ name, urn: `do:droplet:${dropletId}`, created_at: createdAt })),
    ...databases.map((database) => ({
      name: database.name,
      urn: databaseUrn(database),
      created_at: database.createdAt,
    })),
    ...loadBalancers.map((one) => ({ name: one.name, urn: loadBalancerUrn(one), created_at: one.createdAt })),
  ];
}
