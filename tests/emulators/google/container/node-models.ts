import { z } from "zod";

/** After the discovery document of container v1, as far as our stack and the provider need it. */

export const onOff = z.boolean().optional();
export const text = z.string().optional();
export const labels = z.record(z.string(), z.string());
/** Numbers of 64 bits are text in answers, and either in requests. */
export const int64 = z.union([z.string().regex(/^\d+$/), z.int()]).transform(String);

const kubeletConfig = z.strictObject({
  insecureKubeletReadonlyPortEnabled: onOff,
  cpuManagerPolicy: text,
  cpuCfsQuota: onOff,
  cpuCfsQuotaPeriod: text,
  podPidsLimit: int64.optional(),
  maxParallelImagePulls: z.int().optional(),
});

export const nodeConfig = z.strictObject({
  machineType: text,
  diskSizeGb: z.int().optional(),
  diskType: z.enum(["", "pd-standard", "pd-balanced", "pd-ssd", "hyperdisk-balanced"]).optional(),
  imageType: text,
  oauthScopes: z.array(z.string()).optional(),
  serviceAccount: text,
  metadata: labels.optional(),
  labels: labels.optional(),
  resourceLabels: labels.optional(),
  tags: z.array(z.string()).optional(),
  preemptible: onOff,
  spot: onOff,
  gcfsConfig: z.strictObject({ enabled: onOff }).optional(),
  gvnic: z.strictObject({ enabled: onOff }).optional(),
  shieldedInstanceConfig: z.strictObject({ enableSecureBoot: onOff, enableIntegrityMonitoring: onOff }).optional(),
  workloadMetadataConfig: z.strictObject({ mode: z.enum(["GCE_METADATA", "GKE_METADATA"]).optional() }).optional(),
  kubeletConfig: kubeletConfig.optional(),
  loggingConfig: z.strictObject({ variantConfig: z.strictObject({ variant: text }).optional() }).optional(),
  taints: z.array(z.strictObject({ key: z.string(), value: z.string(), effect: z.string() })).optional(),
});

const management = z.strictObject({ autoRepair: onOff, autoUpgrade: onOff });

export const upgradeSettings = z.strictObject({
  strategy: z.enum(["SURGE"]).optional(),
  maxSurge: z.int().min(0).max(20).optional(),
  maxUnavailable: z.int().min(0).max(20).optional(),
});

export const maxPodsConstraint = z.strictObject({ maxPodsPerNode: int64.optional() });

const networkConfig = z.strictObject({ enablePrivateNodes: onOff, podRange: text, podIpv4CidrBlock: text });

export const nodePoolModels = {
  create: z.strictObject({
    nodePool: z.strictObject({
      name: z.string(),
      initialNodeCount: z.int().min(0).max(1000).default(0),
      config: nodeConfig.default({}),
      locations: z.array(z.string()).optional(),
      version: text,
      management: management.optional(),
      upgradeSettings: upgradeSettings.optional(),
      maxPodsConstraint: maxPodsConstraint.optional(),
      networkConfig: networkConfig.optional(),
    }),
  }),
  /** UpdateNodePoolRequest: what stands beside what it changes. */
  update: z.strictObject({
    name: text,
    nodePoolId: text,
    ...nodeConfig.pick({
      machineType: true,
      diskType: true,
      imageType: true,
      workloadMetadataConfig: true,
      kubeletConfig: true,
      loggingConfig: true,
    }).shape,
    // of the message in each of these there is a wrapper more than in the configuration
    diskSizeGb: int64.transform(Number).optional(),
    resourceLabels: z.strictObject({ labels: labels.default({}) }).optional(),
    labels: z.strictObject({ labels: labels.default({}) }).optional(),
    tags: z.strictObject({ tags: z.array(z.string()).default([]) }).optional(),
    taints: z.strictObject({ taints: nodeConfig.shape.taints }).optional(),
    locations: z.array(z.string()).optional(),
    nodeVersion: text,
    upgradeSettings: upgradeSettings.optional(),
    // the provider sends it empty beside the size and the type
    bootDisk: z.strictObject({}).optional(),
    nodeNetworkConfig: networkConfig.optional(),
  }),
  setSize: z.strictObject({ name: text, nodeCount: z.int().min(0).max(1000).default(0) }),
  setManagement: z.strictObject({ name: text, management: management.default({}) }),
};

export type NodeConfig = z.infer<typeof nodeConfig>;
export type NodePoolSettings = z.infer<typeof nodePoolModels.create>["nodePool"];
