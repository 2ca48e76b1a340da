import { overlaid } from "../overlaid";
import { without } from "../values";
import type { ClusterSettings } from "./cluster-models";
import { invalidArgument } from "./container-error";
import type { NodeConfig } from "./node-models";

/** What GKE Autopilot decides by itself, after a recorded answer of the real one. */
const decided: Partial<ClusterSettings> = {
  addonsConfig: {
    dnsCacheConfig: { enabled: true },
    gcePersistentDiskCsiDriverConfig: { enabled: true },
    gcpFilestoreCsiDriverConfig: { enabled: true },
    gcsFuseCsiDriverConfig: { enabled: true },
    kubernetesDashboard: { disabled: true },
    networkPolicyConfig: { disabled: true },
  },
  networkConfig: {
    datapathProvider: "ADVANCED_DATAPATH",
    defaultSnatStatus: {},
    dnsConfig: { clusterDns: "CLOUD_DNS", clusterDnsDomain: "cluster.local", clusterDnsScope: "CLUSTER_SCOPE" },
    gatewayApiConfig: { channel: "CHANNEL_STANDARD" },
  },
  autoscaling: {
    enableNodeAutoprovisioning: true,
    autoscalingProfile: "OPTIMIZE_UTILIZATION",
    autoprovisioningNodePoolDefaults: {
      imageType: "COS_CONTAINERD",
      management: { autoRepair: true, autoUpgrade: true },
      serviceAccount: "default",
      upgradeSettings: { maxSurge: 1, strategy: "SURGE" },
    },
    resourceLimits: ["cpu", "memory"].map((resourceType) => ({ resourceType, maximum: "1000000000" })),
  },
  monitoringConfig: { advancedDatapathObservabilityConfig: { enableMetrics: true } },
  verticalPodAutoscaling: { enabled: true },
};

/** The settings of an Autopilot cluster, with what is decided for it. */
export const autopilotSettings = (wanted: ClusterSettings): ClusterSettings => {
  const { autoscaling = {}, ...rest } = wanted;
  const own = without(autoscaling, "autoscalingProfile", "enableNodeAutoprovisioning");
  const workloadIdentityConfig = wanted.workloadIdentityConfig ?? {};
  return overlaid<ClusterSettings>({ ...rest, ...decided }, { ...rest, autoscaling: own, workloadIdentityConfig });
};

/** Its nodes, which it makes as pods ask for them. */
export function autopilotNodes({ autoscaling }: ClusterSettings): NodeConfig {
  const { serviceAccount, oauthScopes } = autoscaling?.autoprovisioningNodePoolDefaults ?? {};
  return {
    machineType: "ek-standard-8",
    gcfsConfig: { enabled: true },
    gvnic: { enabled: true },
    ...(oauthScopes !== undefined && { oauthScopes }),
    ...(serviceAccount !== undefined && { serviceAccount }),
    shieldedInstanceConfig: { enableIntegrityMonitoring: true, enableSecureBoot: true },
    workloadMetadataConfig: { mode: "GKE_METADATA" },
  };
}

/** https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-overview: always regional, and Google's own nodes. */
export function checkAutopilot(isRegional: boolean, settings: ClusterSettings): void {
  if (!isRegional) throw invalidArgument("Autopilot clusters must be regional clusters.");
  // an empty message is one in which everything is off
  if (settings.shieldedNodes !== undefined && settings.shieldedNodes.enabled !== true)
    throw invalidArgument("Shielded nodes cannot be disabled on Autopilot clusters.");
  if (settings.networkConfig?.datapathProvider === "LEGACY_DATAPATH")
    throw invalidArgument("Autopilot clusters must use DatapathProvider=ADVANCED_DATAPATH.");
  if (settings.releaseChannel?.channel === "UNSPECIFIED")
    throw invalidArgument("Autopilot clusters must be enrolled in a release channel.");
  if (settings.defaultMaxPodsConstraint !== undefined)
    throw invalidArgument("Max pods constraint on node pools for Autopilot clusters should be either unset or 32.");
  const prometheus = settings.monitoringConfig?.managedPrometheusConfig;
  if (prometheus !== undefined && prometheus.enabled !== true)
    throw invalidArgument("Managed Prometheus cannot be disabled on Autopilot clusters.");
}
