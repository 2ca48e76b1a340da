import type { z } from "zod";

import { digitaloceanNodeTypes } from "../../../../environments/schema/catalogue/digitalocean";
import { cidrsOverlap } from "../../../../environments/schema/cidr";
import type { Account } from "../account";
import { unprocessable } from "../api-error";
import type { Cluster } from "./cluster";
import type { models } from "./models";

type Wanted = z.infer<typeof models.clusterUpdate>;

/** @throws {ApiError} when no such nodes can be had */
export function checkPool({
  size,
  count,
  auto_scale,
  min_nodes = 0,
  max_nodes = 0,
}: z.infer<typeof models.pool>): void {
  if (!(size in digitaloceanNodeTypes)) throw unprocessable(`validation error: invalid size slug: ${size}`);
  if (auto_scale === true && (max_nodes < 1 || max_nodes < min_nodes))
    throw unprocessable("validation error: max_nodes must be at least 1 and min_nodes");
  if (auto_scale !== true && (count ?? 0) < 1) throw unprocessable("validation error: count must be at least 1");
}

/** Networks of a cluster. */
export type Subnets = Pick<Cluster, "clusterSubnet" | "serviceSubnet">;

/** How-to "Create a VPC-native cluster": neither network may overlap the other, the VPC, or those of its other clusters. */
export function checkSubnets(account: Account, vpcId: string, ipRange: string, subnets: Subnets): void {
  const others = [...account.clusters.values()].filter((cluster) => cluster.vpcId === vpcId);
  const pairs = [
    [subnets.clusterSubnet, subnets.serviceSubnet],
    ...[subnets.clusterSubnet, subnets.serviceSubnet].flatMap((subnet) =>
      [ipRange, ...others.flatMap((other) => [other.clusterSubnet, other.serviceSubnet])].map((other) => [
        subnet,
        other,
      ]),
    ),
  ];
  for (const [one = "", other = ""] of pairs)
    if (cidrsOverlap(one, other)) throw unprocessable(`validation error: subnet ${one} overlaps ${other}`);
}

export const policyOf = (wanted: Wanted["maintenance_policy"]): Cluster["maintenancePolicy"] => ({
  day: wanted?.day ?? "any",
  startTime: wanted?.start_time ?? "00:00",
});

export function firewallOf(wanted: Wanted["control_plane_firewall"]): Cluster["firewall"] {
  const addresses = wanted?.allowed_addresses ?? [];
  const wrong = addresses.find((address) => !/^[\d.]+(\/\d+)?$/.test(address));
  if (wrong !== undefined) throw unprocessable(`validation error: invalid allowed address: ${wrong}`);
  return { enabled: wanted?.enabled ?? false, addresses };
}

/** Plug-ins whose settings are kept and shown, and change nothing else here. */
const plugins = [
  "cluster_autoscaler_configuration",
  "routing_agent",
  "amd_gpu_device_plugin",
  "amd_gpu_device_metrics_exporter_plugin",
  "nvidia_gpu_device_plugin",
  "rdma_shared_dev_plugin",
  "p2p_oci_registry_plugin",
  "sso",
  "coredns_autoscaler",
] as const;

/** An empty setting, which clients send for what nobody has set, is none. */
export function pluginsOf(wanted: z.infer<typeof models.clusterUpdate>): Cluster["plugins"] {
  const given = plugins.map((name) => [name, wanted[name] ?? {}] as const);
  return Object.fromEntries(given.filter(([, settings]) => Object.keys(settings).length > 0));
}
