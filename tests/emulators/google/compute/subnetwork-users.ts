import type { Project } from "../project";
import type { Subnetwork } from "./subnetworks";

/**
 * Paths of all that must be gone before a subnetwork: clusters, whose nodes are in it, addresses and the rules of Cloud
 * NAT that name it: https://cloud.google.com/vpc/docs/create-modify-vpc-networks#delete-subnet
 */
export function usersOfSubnetwork({ compute, clusters }: Project, { path }: Subnetwork): readonly string[] {
  const addresses = compute.addresses.values().filter(({ settings }) => settings.subnetwork === path);
  const routers = compute.routers
    .values()
    .filter(({ settings }) =>
      settings.nats?.some(({ subnetworks = [] }) => subnetworks.some(({ name }) => name.endsWith(path))),
    );
  const inKubernetes = [...clusters.values()].filter(({ subnetwork }) => subnetwork === path);
  return [...[...addresses, ...routers].map((one) => one.path), ...inKubernetes.map((cluster) => cluster.path)];
}
