import type { NodePool } from "./node-pool";
import { shownPool } from "./node-pool";

/** A cluster as the emulator keeps it. */
export interface Cluster {
  readonly id: string;
  name: string;
  readonly region: string;
  version: string;
  readonly vpcId: string;
  readonly clusterSubnet: string;
  readonly serviceSubnet: string;
  tags: readonly string[];
  nodePools: NodePool[];
  maintenancePolicy: { readonly day: string; readonly startTime: string };
  autoUpgrade: boolean;
  surgeUpgrade: boolean;
  highlyAvailable: boolean;
  registryEnabled: boolean;
  firewall: { readonly enabled: boolean; readonly addresses: readonly string[] };
  /** Settings of plug-ins that are only kept. */
  plugins: Readonly<Record<string, object>>;
  state: "provisioning" | "running" | "upgrading" | "deleted";
  readonly createdAt: string;
  updatedAt: string;
}

export const clusterUrn = ({ id }: Cluster): string => `do:kubernetes:${id}`;

/** Where its API answers, once it is there. */
export const defaultEndpoint = ({ id }: Cluster): string => `https://${id}.k8s.ondigitalocean.com`;

/** resources/kubernetes/models/cluster.yml */
export function shownCluster(cluster: Cluster, endpoint = defaultEndpoint(cluster)): object {
  const isThere = cluster.state !== "provisioning";
  return {
    id: cluster.id,
    name: cluster.name,
    region: cluster.region,
    version: cluster.version,
    cluster_subnet: cluster.clusterSubnet,
    service_subnet: cluster.serviceSubnet,
    vpc_uuid: cluster.vpcId,
    // not set for a control plane of several nodes
    ipv4: isThere && !cluster.highlyAvailable ? "203.0.113.10" : "",
    endpoint: isThere ? endpoint : "",
    tags: ["k8s", `k8s:${cluster.id}`, ...cluster.tags],
    node_pools: cluster.nodePools.map((pool) => shownPool(pool, cluster.id)),
    maintenance_policy: {
      day: cluster.maintenancePolicy.day,
      start_time: cluster.maintenancePolicy.startTime,
      duration: "4h0m0s",
    },
    auto_upgrade: cluster.autoUpgrade,
    surge_upgrade: cluster.surgeUpgrade,
    ha: cluster.highlyAvailable,
    registry_enabled: cluster.registryEnabled,
    control_plane_firewall: { enabled: cluster.firewall.enabled, allowed_addresses: cluster.firewall.addresses },
    ...cluster.plugins,
    status: { state: cluster.state, message: cluster.state === "running" ? "" : cluster.state },
    created_at: cluster.createdAt,
    updated_at: cluster.updatedAt,
  };
}
