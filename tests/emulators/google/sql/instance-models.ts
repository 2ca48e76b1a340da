import { z } from "zod";

/** After the discovery document of sqladmin v1beta4, as far as our stack and the provider need it. */

const int64 = z.union([z.string().regex(/^\d+$/), z.int()]).transform(String);
const kind = z.string().optional();
const onOff = z.boolean().optional();

const backupConfiguration = z.strictObject({
  kind,
  enabled: onOff,
  startTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  location: z.string().optional(),
  binaryLogEnabled: onOff,
  pointInTimeRecoveryEnabled: onOff,
  transactionLogRetentionDays: z.int().optional(),
  backupRetentionSettings: z
    .strictObject({ retainedBackups: z.int().optional(), retentionUnit: z.enum(["COUNT"]).optional() })
    .optional(),
});

const ipConfiguration = z.strictObject({
  ipv4Enabled: onOff,
  requireSsl: onOff,
  sslMode: z
    .enum(["ALLOW_UNENCRYPTED_AND_ENCRYPTED", "ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"])
    .optional(),
  authorizedNetworks: z.array(z.strictObject({ kind, name: z.string().optional(), value: z.string() })).optional(),
  enablePrivatePathForGoogleCloudServices: onOff,
  serverCaMode: z.enum(["GOOGLE_MANAGED_INTERNAL_CA", "GOOGLE_MANAGED_CAS_CA"]).optional(),
  pscConfig: z
    .strictObject({
      pscEnabled: onOff,
      allowedConsumerProjects: z.array(z.string()).optional(),
      pscAutoConnections: z.array(z.never()).optional(),
      networkAttachmentUri: z.literal("").optional(),
    })
    .optional(),
});

export const settingsModel = z.strictObject({
  kind,
  settingsVersion: int64.optional(),
  authorizedGaeApplications: z.array(z.never()).optional(),
  tier: z.string().optional(),
  edition: z.enum(["ENTERPRISE", "ENTERPRISE_PLUS"]).optional(),
  availabilityType: z.enum(["ZONAL", "REGIONAL"]).optional(),
  activationPolicy: z.enum(["ALWAYS", "NEVER", "ON_DEMAND"]).optional(),
  connectorEnforcement: z.enum(["NOT_REQUIRED", "REQUIRED"]).optional(),
  pricingPlan: z.enum(["PER_USE"]).optional(),
  replicationType: z.enum(["SYNCHRONOUS"]).optional(),
  dataDiskType: z.enum(["PD_SSD", "PD_HDD", "HYPERDISK_BALANCED"]).optional(),
  dataDiskSizeGb: int64.optional(),
  storageAutoResize: onOff,
  storageAutoResizeLimit: int64.optional(),
  deletionProtectionEnabled: onOff,
  retainBackupsOnDelete: onOff,
  enableGoogleMlIntegration: onOff,
  enableDataplexIntegration: onOff,
  userLabels: z.record(z.string(), z.string()).optional(),
  databaseFlags: z.array(z.strictObject({ name: z.string(), value: z.string().default("") })).optional(),
  ipConfiguration: ipConfiguration.optional(),
  backupConfiguration: backupConfiguration.optional(),
  locationPreference: z
    .strictObject({ kind, zone: z.string().optional(), secondaryZone: z.string().optional() })
    .optional(),
  maintenanceWindow: z
    .strictObject({
      kind,
      day: z.int().min(0).max(7).optional(),
      hour: z.int().min(0).max(23).optional(),
      updateTrack: z.enum(["canary", "stable", "week5"]).optional(),
    })
    .optional(),
  insightsConfig: z
    .strictObject({
      queryInsightsEnabled: onOff,
      queryPlansPerMinute: z.int().min(0).max(20).optional(),
      queryStringLength: z.int().min(256).max(4500).optional(),
      recordApplicationTags: onOff,
      recordClientAddress: onOff,
    })
    .optional(),
  dataCacheConfig: z.strictObject({ dataCacheEnabled: onOff }).optional(),
  passwordValidationPolicy: z
    .strictObject({
      minLength: z.int().optional(),
      complexity: z.enum(["COMPLEXITY_DEFAULT", "COMPLEXITY_UNSPECIFIED"]).optional(),
      reuseInterval: z.int().optional(),
      disallowUsernameSubstring: onOff,
      passwordChangeInterval: z.string().optional(),
      enablePasswordPolicy: onOff,
    })
    .optional(),
});

const instanceType = z.enum(["CLOUD_SQL_INSTANCE"]).optional();

export const instanceModels = {
  insert: z.strictObject({
    kind,
    name: z.string(),
    region: z.string(),
    databaseVersion: z.string(),
    instanceType,
    project: z.string().optional(),
    rootPassword: z.string().optional(),
    settings: settingsModel,
  }),
  update: z.strictObject({
    kind,
    name: z.string().optional(),
    region: z.string().optional(),
    instanceType,
    databaseVersion: z.string().optional(),
    maintenanceVersion: z.string().optional(),
    settings: settingsModel.optional(),
  }),
};

export type InstanceSettings = z.infer<typeof settingsModel>;
