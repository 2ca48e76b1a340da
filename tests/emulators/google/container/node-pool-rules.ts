import type { Project } from "../project";
import type { ClusterSettings } from "./cluster-models";
import { invalidArgument } from "./container-error";
import type { NodeConfig } from "./node-models";
import type { NodePool } from "./node-pool";

/** Families of machines, with or without their own sizes: https://cloud.google.com/compute/docs/machine-resource */
const machineType =
  /^(e2-(micro|small|medium)|(e2|n1|n2|n2d|n4|t2a|t2d|c2|c2d|c3|c3d|c4|c4a|m1|m2|m3|a2|g2)-(standard|highmem|highcpu|ultramem|megamem)-\d+|(e2|n1|n2|n2d|n4)?-?custom-\d+-\d+)$/;

/** What nodes have to be like. */
export function checkNodeConfig(project: Project, config: NodeConfig, cluster: ClusterSettings): void {
  const { machineType: wanted = "", diskSizeGb = 0, imageType = "", serviceAccount = "" } = config;
  if (wanted !== "" && !machineType.test(wanted)) throw invalidArgument(`Machine type "${wanted}" does not exist.`);
  // discovery document of container v1: the smallest allowed disk size is 10 GB
  if (diskSizeGb !== 0 && (diskSizeGb < 10 || diskSizeGb > 65_536))
    throw invalidArgument(`Disk size ${diskSizeGb} GB is out of range: it must be between 10 and 65536.`);
  if (imageType !== "" && !["COS_CONTAINERD", "UBUNTU_CONTAINERD"].includes(imageType.toUpperCase()))
    throw invalidArgument(`Image type "${imageType}" is not supported.`);
  const isOwn = serviceAccount !== "" && serviceAccount !== "default";
  if (isOwn && project.serviceAccounts.get(serviceAccount)?.deleted !== false)
    throw invalidArgument(`Service account "${serviceAccount}" does not exist.`);
  // https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity: the server of metadata needs a pool
  const pool = cluster.workloadIdentityConfig?.workloadPool ?? "";
  const wantsPool = config.workloadMetadataConfig?.mode === "GKE_METADATA";
  if (wantsPool && pool === "" && cluster.autopilot?.enabled !== true)
    throw invalidArgument("GKE_METADATA can only be used on node pools of clusters with Workload Identity enabled.");
  if (config.shieldedInstanceConfig?.enableSecureBoot === true && cluster.shieldedNodes?.enabled === false)
    throw invalidArgument("Secure boot requires shielded nodes.");
}

/** What a node pool has to be like, beside its nodes. */
export function checkNodePool({ name, settings, cluster, zones }: NodePool, knownZones: readonly string[]): void {
  if (cluster.isAutopilot) throw invalidArgument("Node pools of Autopilot clusters cannot be modified.");
  if (!/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) throw invalidArgument(`Node pool name "${name}" is invalid.`);
  const strange = zones.find((zone) => !knownZones.includes(zone));
  if (strange !== undefined) throw invalidArgument(`Zone "${strange}" is not in the region of the cluster.`);
  checkManagement(settings.management, cluster.settings);
  const { maxSurge = 1, maxUnavailable = 0 } = settings.upgradeSettings ?? {};
  // https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies#surge
  if (maxSurge + maxUnavailable < 1) throw invalidArgument("max_surge and max_unavailable cannot both be 0.");
  checkNodeConfig(cluster.project, settings.config, cluster.settings);
}

/** https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels: nodes of a channel are kept up to date. */
export function checkManagement(
  management: NodePool["settings"]["management"],
  { releaseChannel }: ClusterSettings,
): void {
  const channel = releaseChannel?.channel ?? "REGULAR";
  if (channel === "UNSPECIFIED") return;
  if (management?.autoUpgrade !== true)
    throw invalidArgument(`Auto_upgrade must be true when release_channel ${channel} is set.`);
  if (management.autoRepair !== true)
    throw invalidArgument(`Auto_repair must be true when release_channel ${channel} is set.`);
}
