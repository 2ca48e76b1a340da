import { z } from "zod";

import { int64, labels, maxPodsConstraint, nodeConfig, onOff, text, upgradeSettings } from "./node-models";

/** After the discovery document of container v1, as far as our stack and the provider need it. */

const window = z.strictObject({ startTime: z.string(), endTime: z.string() });

export const maintenancePolicy = z.strictObject({
  resourceVersion: text,
  window: z
    .strictObject({
      dailyMaintenanceWindow: z.strictObject({ startTime: z.string(), duration: text }).optional(),
      recurringWindow: z.strictObject({ window, recurrence: z.string() }).optional(),
      maintenanceExclusions: z.record(z.string(), window).optional(),
    })
    .optional(),
});

const authorizedNetworks = z.strictObject({
  enabled: onOff,
  cidrBlocks: z.array(z.strictObject({ cidrBlock: z.string(), displayName: text })).optional(),
  gcpPublicCidrsAccessEnabled: onOff,
  privateEndpointEnforcementEnabled: onOff,
});

const controlPlaneEndpointsConfig = z.strictObject({
  dnsEndpointConfig: z
    .strictObject({ allowExternalTraffic: onOff, enableK8sTokensViaDns: onOff, endpoint: text })
    .optional(),
  ipEndpointsConfig: z
    .strictObject({
      enabled: onOff,
      enablePublicEndpoint: onOff,
      globalAccess: onOff,
      privateEndpointSubnetwork: text,
      authorizedNetworksConfig: authorizedNetworks.optional(),
    })
    .optional(),
});

const enabled = z.strictObject({ enabled: onOff }).optional();
const disabled = z.strictObject({ disabled: onOff }).optional();
const components = z.strictObject({ enableComponents: z.array(z.string()).optional() }).optional();

const addonsConfig = z.strictObject({
  httpLoadBalancing: disabled,
  horizontalPodAutoscaling: disabled,
  kubernetesDashboard: disabled,
  networkPolicyConfig: disabled,
  dnsCacheConfig: enabled,
  gcePersistentDiskCsiDriverConfig: enabled,
  gcpFilestoreCsiDriverConfig: enabled,
  gcsFuseCsiDriverConfig: enabled,
});

const networkConfig = z.strictObject({
  datapathProvider: z.enum(["", "LEGACY_DATAPATH", "ADVANCED_DATAPATH"]).optional(),
  defaultEnablePrivateNodes: onOff,
  enableIntraNodeVisibility: onOff,
  gatewayApiConfig: z
    .strictObject({ channel: z.enum(["CHANNEL_DISABLED", "CHANNEL_STANDARD", "CHANNEL_EXPERIMENTAL"]) })
    .optional(),
  dnsConfig: z.strictObject({ clusterDns: text, clusterDnsScope: text, clusterDnsDomain: text }).optional(),
  defaultSnatStatus: disabled,
  serviceExternalIpsConfig: enabled,
});

/** What can be said at creation and changed later; the update calls each of them `desired…`. */
const changeable = {
  addonsConfig: addonsConfig.optional(),
  anonymousAuthenticationConfig: z.strictObject({ mode: z.enum(["ENABLED", "LIMITED"]) }).optional(),
  binaryAuthorization: z.strictObject({ enabled: onOff, evaluationMode: text }).optional(),
  controlPlaneEndpointsConfig: controlPlaneEndpointsConfig.optional(),
  costManagementConfig: enabled,
  locations: z.array(z.string()).optional(),
  loggingConfig: z.strictObject({ componentConfig: components }).optional(),
  loggingService: text,
  monitoringConfig: z
    .strictObject({
      componentConfig: components,
      managedPrometheusConfig: z.strictObject({ enabled: onOff }).optional(),
      advancedDatapathObservabilityConfig: z.strictObject({ enableMetrics: onOff, enableRelay: onOff }).optional(),
    })
    .optional(),
  monitoringService: text,
  notificationConfig: z.strictObject({ pubsub: z.strictObject({ enabled: onOff }).optional() }).optional(),
  rbacBindingConfig: z
    .strictObject({
      enableInsecureBindingSystemAuthenticated: onOff,
      enableInsecureBindingSystemUnauthenticated: onOff,
    })
    .optional(),
  releaseChannel: z
    .strictObject({ channel: z.enum(["UNSPECIFIED", "RAPID", "REGULAR", "STABLE", "EXTENDED"]).optional() })
    .optional(),
  secretManagerConfig: enabled,
  securityPostureConfig: z
    .strictObject({
      mode: z.enum(["DISABLED", "BASIC", "ENTERPRISE"]).optional(),
      vulnerabilityMode: z
        .enum(["VULNERABILITY_DISABLED", "VULNERABILITY_BASIC", "VULNERABILITY_ENTERPRISE"])
        .optional(),
    })
    .optional(),
  shieldedNodes: enabled,
  verticalPodAutoscaling: enabled,
  workloadIdentityConfig: z.strictObject({ workloadPool: text }).optional(),
};

const autoprovisioning = z.strictObject({
  enableNodeAutoprovisioning: onOff,
  autoscalingProfile: text,
  resourceLimits: z
    .array(z.strictObject({ resourceType: z.string(), minimum: int64.optional(), maximum: int64.optional() }))
    .optional(),
  autoprovisioningNodePoolDefaults: nodeConfig
    .pick({ oauthScopes: true, serviceAccount: true, imageType: true, shieldedInstanceConfig: true })
    .extend({
      management: z.strictObject({ autoRepair: onOff, autoUpgrade: onOff }).optional(),
      minCpuPlatform: text,
      upgradeSettings: upgradeSettings.optional(),
    })
    .optional(),
});

const cluster = z.strictObject({
  ...changeable,
  name: z.string(),
  description: text,
  initialNodeCount: z.int().min(0).optional(),
  initialClusterVersion: text,
  network: z.string(),
  subnetwork: z.string(),
  resourceLabels: labels.optional(),
  autopilot: enabled,
  autoscaling: autoprovisioning.optional(),
  legacyAbac: enabled,
  masterAuth: z
    .strictObject({ clientCertificateConfig: z.strictObject({ issueClientCertificate: onOff }).optional() })
    .optional(),
  networkPolicy: z.strictObject({ enabled: onOff, provider: text }).optional(),
  networkConfig: networkConfig.optional(),
  ipAllocationPolicy: z
    .strictObject({
      useIpAliases: onOff,
      useRoutes: onOff,
      stackType: z.enum(["IPV4"]).optional(),
      clusterSecondaryRangeName: text,
      servicesSecondaryRangeName: text,
    })
    .optional(),
  defaultMaxPodsConstraint: maxPodsConstraint.optional(),
  maintenancePolicy: maintenancePolicy.optional(),
  nodeConfig: nodeConfig.optional(),
  nodePoolAutoConfig: z
    .strictObject({
      nodeKubeletConfig: nodeConfig.shape.kubeletConfig,
      networkTags: z.strictObject({ tags: z.array(z.string()) }).optional(),
    })
    .optional(),
  privateClusterConfig: z
    .strictObject({ enablePrivateNodes: onOff, enablePrivateEndpoint: onOff, masterIpv4CidrBlock: text })
    .optional(),
});

export type ClusterSettings = z.infer<typeof cluster>;

/** Fields of ClusterUpdate, of which a request has one. */
const desired = Object.fromEntries(
  Object.entries(changeable).map(([name, model]) => [`desired${name.charAt(0).toUpperCase()}${name.slice(1)}`, model]),
);

export const clusterModels = {
  create: z.strictObject({ cluster, parent: text }),
  update: z.strictObject({
    name: text,
    update: z.strictObject({
      ...desired,
      desiredGatewayApiConfig: networkConfig.shape.gatewayApiConfig,
      desiredIntraNodeVisibilityConfig: enabled,
      desiredDefaultEnablePrivateNodes: onOff,
      desiredNodePoolAutoConfigKubeletConfig: nodeConfig.shape.kubeletConfig,
    }),
  }),
  setResourceLabels: z.strictObject({ name: text, resourceLabels: labels.default({}), labelFingerprint: text }),
  setMaintenancePolicy: z.strictObject({
    name: text,
    projectId: text,
    zone: text,
    clusterId: text,
    maintenancePolicy,
  }),
  setLegacyAbac: z.strictObject({ name: text, enabled: z.boolean().default(false) }),
  setNetworkPolicy: z.strictObject({ name: text, networkPolicy: z.strictObject({ enabled: onOff, provider: text }) }),
};
