import type { WrongEnvironment } from "./wrong-environment";

/** Networks together: what overlaps, and what is too small for what it carries. */
export const networkRelations: readonly WrongEnvironment[] = [
  {
    title: "a network of the VPC over that of the Services on EKS",
    cloud: "aws",
    change: { network: { cidr: "172.20.0.0/16" } },
    problems: ['`network.cidr` must not overlap the addresses of the Services (172.20.0.0/16), got: "172.20.0.0/16"'],
  },
  {
    title: "a network of the pods over all others",
    cloud: "google",
    change: { network: { podsCidr: "10.0.0.0/16" } },
    problems: [
      '`network.podsCidr` must not overlap `network.nodesCidr` (10.0.0.0/20), got: "10.0.0.0/16"',
      '`network.servicesCidr` must not overlap `network.podsCidr` (10.0.0.0/16), got: "10.0.32.0/20"',
      '`network.databaseCidr` must not overlap `network.podsCidr` (10.0.0.0/16), got: "10.0.48.0/28"',
    ],
  },
  {
    title: "a network of the Services within that of the pods",
    cloud: "google",
    change: { network: { servicesCidr: "10.4.0.0/20" } },
    problems: ['`network.servicesCidr` must not overlap `network.podsCidr` (10.4.0.0/14), got: "10.4.0.0/20"'],
  },
  {
    title: "a network of the VPC within the default one of the pods",
    cloud: "digitalocean",
    change: { network: { cidr: "172.20.16.0/20" } },
    problems: ['`network.podsCidr` must not overlap `network.cidr` (172.20.16.0/20), got: "172.20.0.0/16"'],
  },
  {
    title: "networks that DigitalOcean keeps for itself",
    cloud: "digitalocean",
    change: { network: { cidr: "10.229.240.0/20", podsCidr: "10.244.0.0/16", servicesCidr: "10.246.0.0/22" } },
    problems: [
      '`network.cidr` must not overlap 10.229.0.0/16, which DigitalOcean keeps for itself, got: "10.229.240.0/20"',
      '`network.podsCidr` must not overlap 10.244.0.0/16, which DigitalOcean keeps for itself, got: "10.244.0.0/16"',
      '`network.servicesCidr` must not overlap 10.246.0.0/24, which DigitalOcean keeps for itself, got: "10.246.0.0/22"',
    ],
  },
  {
    title: "a network of the VPC that is too small for its nodes",
    cloud: "aws",
    change: { network: { cidr: "10.20.0.0/19", zones: 2 }, cluster: { nodeCount: 100 } },
    problems: [
      '`network.cidr` must hold 4952 addresses in each zone\'s 10.20.0.0/21 (51 nodes in a zone × 97 addresses and 5 that AWS keeps); it holds 2048, got: "10.20.0.0/19"',
    ],
  },
  {
    title: "a network of the pods that is too small for the nodes of GKE",
    cloud: "google",
    change: { network: { podsCidr: "10.4.0.0/21" }, cluster: { nodeCount: 8 } },
    problems: [
      '`network.podsCidr` must hold 2304 addresses (9 nodes (one of them for upgrades) × 256 addresses); it holds 2048, got: "10.4.0.0/21"',
    ],
  },
  {
    title: "a network of the pods that is too small for the nodes of DigitalOcean",
    cloud: "digitalocean",
    change: { network: { podsCidr: "172.20.0.0/21" }, cluster: { nodeCount: 16 } },
    problems: [
      '`network.podsCidr` must hold 2176 addresses (17 nodes (one of them for upgrades) × 128 addresses); it holds 2048, got: "172.20.0.0/21"',
    ],
  },
];
