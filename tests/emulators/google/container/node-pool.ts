import { linkTo } from "../compute/collection";
import { digest, newEtag } from "../values";
import type { Cluster } from "./cluster";
import type { NodePoolSettings } from "./node-models";
import { withoutZeros } from "./proto-json";

/** Nodes of one kind, so many in each of its zones. */
export class NodePool {
  status: "PROVISIONING" | "RUNNING" | "RECONCILING" | "STOPPING" | "ERROR" = "PROVISIONING";
  etag = newEtag();
  /** In each zone. */
  nodeCount: number;

  constructor(
    readonly cluster: Cluster,
    public settings: NodePoolSettings,
  ) {
    this.nodeCount = settings.initialNodeCount;
  }

  get name(): string {
    return this.settings.name;
  }

  get path(): string {
    return `${this.cluster.path}/nodePools/${this.name}`;
  }

  get zones(): readonly string[] {
    return this.settings.locations ?? this.cluster.zones;
  }

  /** Which Compute has for the nodes of each zone. */
  groupName(zone: string): string {
    return `gke-${this.cluster.name.slice(0, 14)}-${this.name.slice(0, 12)}-${digest(`${this.path}/${zone}`, 8)}-grp`;
  }

  /** In the form of the API. */
  shown(): object {
    const { cluster, settings } = this;
    const { management, upgradeSettings, maxPodsConstraint, networkConfig, config, version } = settings;
    const { podsCidr, podsRangeName } = cluster;
    return withoutZeros({
      name: this.name,
      config: shownConfig(config),
      initialNodeCount: settings.initialNodeCount,
      locations: this.zones,
      instanceGroupUrls: this.zones.map((zone) =>
        linkTo(`${cluster.project.relativeName}/zones/${zone}/instanceGroupManagers/${this.groupName(zone)}`),
      ),
      management: { ...management },
      maxPodsConstraint: maxPodsConstraint ?? cluster.settings.defaultMaxPodsConstraint ?? { maxPodsPerNode: "110" },
      networkConfig: {
        enablePrivateNodes: cluster.settings.networkConfig?.defaultEnablePrivateNodes ?? false,
        podIpv4CidrBlock: podsCidr,
        podIpv4RangeUtilization: 0.001,
        podRange: podsRangeName,
        subnetwork: cluster.subnetwork,
        ...networkConfig,
      },
      podIpv4CidrSize: 24,
      upgradeSettings: { maxSurge: 1, strategy: "SURGE", ...upgradeSettings },
      version: version === undefined || version === "" ? cluster.version : version,
      status: this.status,
      etag: this.etag,
      selfLink: `https://container.googleapis.com/v1/${this.path}`,
    });
  }
}

/** With what GKE makes of what is not said. */
export function shownConfig(config: NodePoolSettings["config"]): object {
  const { diskType = "", diskSizeGb = 0, metadata, kubeletConfig, resourceLabels } = config;
  const { variant = "" } = config.loggingConfig?.variantConfig ?? {};
  const disk = {
    diskType: diskType === "" ? "pd-balanced" : diskType,
    diskSizeGb: diskSizeGb === 0 ? 100 : diskSizeGb,
  };
  const defaults: object = {
    machineType: "e2-medium",
    imageType: "COS_CONTAINERD",
    serviceAccount: "default",
    shieldedInstanceConfig: { enableIntegrityMonitoring: true },
  };
  return {
    ...defaults,
    ...withoutZeros(config),
    ...disk,
    bootDisk: { diskType: disk.diskType, sizeGb: String(disk.diskSizeGb) },
    windowsNodeConfig: {},
    effectiveCgroupMode: "EFFECTIVE_CGROUP_MODE_V2",
    metadata: { "disable-legacy-endpoints": "true", ...metadata },
    loggingConfig: { variantConfig: { variant: variant === "" ? "DEFAULT" : variant } },
    kubeletConfig: { insecureKubeletReadonlyPortEnabled: false, maxParallelImagePulls: 2, ...kubeletConfig },
    // Google's own beside the owner's
    resourceLabels: { "goog-gke-node-pool-provisioning-model": "on-demand", ...resourceLabels },
  };
}
