import { digest } from "../values";
import { autopilotNodes } from "./autopilot";
import type { Cluster } from "./cluster";

import { shownConfig } from "./node-pool";

/** A cluster in the form of the API: what was asked for, with what GKE makes of what was not. */
export function shownCluster(cluster: Cluster): object {
  const { settings, project, location, version, ranges } = cluster;
  const pools = [...cluster.nodePools.values()];
  const { resourceLabels, maintenancePolicy, privateClusterConfig, ...said } = settings;
  const endpoints = shownEndpoints(cluster);
  const given = project.cloud.clusterEndpoint;
  return {
    ...defaults,
    ...said,
    id: cluster.id,
    etag: cluster.etag,
    network: settings.network.replace(/^.*\//, ""),
    subnetwork: settings.subnetwork.replace(/^.*\//, ""),
    location,
    zone: location,
    locations: cluster.zones,
    status: cluster.status,
    createTime: cluster.createdAt,
    initialClusterVersion: version,
    currentMasterVersion: version,
    currentNodeVersion: version,
    currentNodeCount: pools.reduce((sum, pool) => sum + pool.nodeCount * pool.zones.length, 0),
    nodePools: pools.map((pool) => pool.shown()),
    instanceGroupUrls: pools.flatMap((pool) => (pool.shown() as { instanceGroupUrls: string[] }).instanceGroupUrls),
    // of the pool that each cluster begins with, whether it is still there or not
    nodeConfig: shownConfig(cluster.isAutopilot ? autopilotNodes(settings) : (settings.nodeConfig ?? {})),
    endpoint: given?.endpoint ?? endpoints.endpoint,
    controlPlaneEndpointsConfig: endpoints.shown,
    monitoringConfig: {
      advancedDatapathObservabilityConfig: {},
      ...(settings.monitoringConfig ?? defaults.monitoringConfig),
    },
    masterAuth: {
      clientCertificateConfig: {},
      clusterCaCertificate: given?.certificateAuthority ?? Buffer.from(digest(cluster.path, 64)).toString("base64"),
    },
    masterAuthorizedNetworksConfig:
      settings.controlPlaneEndpointsConfig?.ipEndpointsConfig?.authorizedNetworksConfig ?? {},
    privateClusterConfig: {
      enablePrivateNodes: settings.networkConfig?.defaultEnablePrivateNodes ?? false,
      ...privateClusterConfig,
    },
    networkConfig: {
      serviceExternalIpsConfig: {},
      defaultSnatStatus: {},
      ...settings.networkConfig,
      network: settings.network,
      subnetwork: settings.subnetwork,
    },
    ipAllocationPolicy: {
      podCidrOverprovisionConfig: {},
      defaultPodIpv4RangeUtilization: 0.001,
      ...settings.ipAllocationPolicy,
      useIpAliases: true,
      stackType: "IPV4",
      clusterIpv4Cidr: ranges.pods,
      clusterIpv4CidrBlock: ranges.pods,
      servicesIpv4Cidr: ranges.services,
      servicesIpv4CidrBlock: ranges.services,
    },
    clusterIpv4Cidr: ranges.pods,
    servicesIpv4Cidr: ranges.services,
    maintenancePolicy: { ...maintenancePolicy, resourceVersion: cluster.maintenanceVersion },
    ...(resourceLabels !== undefined && { resourceLabels }),
    labelFingerprint: cluster.labelFingerprint,
    selfLink: `https://container.googleapis.com/v1/${cluster.path}`,
  };
}

/** The name is always there; addresses only when they are wanted. */
function shownEndpoints({ settings, project, location, path }: Cluster): { endpoint: string; shown: object } {
  const { dnsEndpointConfig, ipEndpointsConfig = { enabled: true } } = settings.controlPlaneEndpointsConfig ?? {};
  const name = `gke-${digest(path, 32)}-${project.number}.${location}.gke.goog`;
  const dns = { allowExternalTraffic: false, enableK8sTokensViaDns: false, ...dnsEndpointConfig, endpoint: name };
  if (ipEndpointsConfig.enabled !== true)
    return { endpoint: name, shown: { dnsEndpointConfig: dns, ipEndpointsConfig: { enabled: false } } };
  const isPublic = ipEndpointsConfig.enablePublicEndpoint ?? true;
  const [publicEndpoint, privateEndpoint] = ["203.0.113.30", "10.0.0.2"];
  return {
    endpoint: isPublic ? publicEndpoint : privateEndpoint,
    shown: {
      dnsEndpointConfig: dns,
      ipEndpointsConfig: {
        authorizedNetworksConfig: {},
        globalAccess: false,
        ...ipEndpointsConfig,
        enablePublicEndpoint: isPublic,
        privateEndpoint,
        ...(isPublic && { publicEndpoint }),
      },
    },
  };
}

/** What a cluster has that was not asked for otherwise, after recorded answers of the real GKE. */
const defaults = {
  addonsConfig: {
    gcePersistentDiskCsiDriverConfig: { enabled: true },
    kubernetesDashboard: { disabled: true },
    networkPolicyConfig: { disabled: true },
  },
  anonymousAuthenticationConfig: { mode: "ENABLED" },
  autopilot: {},
  autoscaling: { autoscalingProfile: "BALANCED" },
  binaryAuthorization: {},
  databaseEncryption: { state: "DECRYPTED", currentState: "CURRENT_STATE_DECRYPTED" },
  defaultMaxPodsConstraint: { maxPodsPerNode: "110" },
  enterpriseConfig: { clusterTier: "STANDARD" },
  legacyAbac: {},
  loggingConfig: { componentConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] } },
  loggingService: "logging.googleapis.com/kubernetes",
  monitoringConfig: {
    advancedDatapathObservabilityConfig: {},
    componentConfig: { enableComponents: ["SYSTEM_COMPONENTS"] },
    managedPrometheusConfig: { enabled: true },
  },
  monitoringService: "monitoring.googleapis.com/kubernetes",
  nodePoolAutoConfig: { nodeKubeletConfig: { insecureKubeletReadonlyPortEnabled: false } },
  nodePoolDefaults: {
    nodeConfigDefaults: {
      loggingConfig: { variantConfig: { variant: "DEFAULT" } },
      nodeKubeletConfig: { insecureKubeletReadonlyPortEnabled: false },
    },
  },
  notificationConfig: { pubsub: {} },
  podAutoscaling: { hpaProfile: "PERFORMANCE" },
  rbacBindingConfig: {
    enableInsecureBindingSystemAuthenticated: true,
    enableInsecureBindingSystemUnauthenticated: true,
  },
  releaseChannel: { channel: "REGULAR" },
  securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_MODE_UNSPECIFIED" },
  shieldedNodes: { enabled: true },
  userManagedKeysConfig: {},
};
