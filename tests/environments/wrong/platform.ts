import type { WrongEnvironment } from "./wrong-environment";

/** Choices that exclude or demand each other, state and protection. */
export const platform: readonly WrongEnvironment[] = [
  {
    title: "a day of maintenance in capitals",
    cloud: "aws",
    change: { maintenance: { day: "Sunday" } },
    problems: [
      '`maintenance.day` must be one of "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", got: "Sunday"',
    ],
  },
  {
    title: "an hour of maintenance that no day has",
    cloud: "google",
    change: { maintenance: { startTime: "25:00" } },
    problems: ['`maintenance.startTime` must be a full hour in UTC such as "03:00", got: "25:00"'],
  },
  {
    title: "a half hour of maintenance",
    cloud: "digitalocean",
    change: { maintenance: { startTime: "03:30" } },
    problems: ['`maintenance.startTime` must be a full hour in UTC such as "03:00", got: "03:30"'],
  },
  {
    title: "a zone that the region does not have",
    cloud: "google",
    change: { cluster: { zones: ["a"] } },
    problems: ['`cluster.zones.0` must be a zone of europe-west1 (b, c, d), got: "a"'],
  },
  {
    title: "a zone by its whole name",
    cloud: "google",
    change: { cluster: { zones: ["europe-west1-b"] } },
    problems: ['`cluster.zones.0` must be the letter of a zone, got: "europe-west1-b"'],
  },
  {
    title: "several zones of a zonal cluster",
    cloud: "google",
    change: { cluster: { zones: ["b", "c"] } },
    problems: ['`cluster.zones` must name one zone when `cluster.regional` is false, got: ["b","c"]'],
  },
  {
    title: "one zone of a regional cluster",
    cloud: "google",
    change: { cluster: { regional: true, zones: ["b"] } },
    problems: ['`cluster.zones` must name three zones when `cluster.regional` is true, got: ["b"]'],
  },
  {
    title: "a zone that is named twice",
    cloud: "google",
    change: { cluster: { regional: true, zones: ["b", "b", "c"] } },
    problems: ['`cluster.zones.1` must not be named twice, got: "b"'],
  },
  {
    title: "a number of nodes that three zones cannot share",
    cloud: "google",
    change: { cluster: { regional: true, nodeCount: 5 } },
    problems: [
      "`cluster.nodeCount` must be a multiple of the 3 zones, because GKE counts nodes per zone, got: 5; use 6",
    ],
  },
  {
    title: "a number of nodes that three zones cannot share, at its upper bound",
    cloud: "google",
    change: { cluster: { regional: true, nodeCount: 100 } },
    problems: [
      "`cluster.nodeCount` must be a multiple of the 3 zones, because GKE counts nodes per zone, got: 100; use 99",
    ],
  },
  {
    title: "Autopilot with settings for the nodes that Google chooses, each of them",
    cloud: "google",
    change: {
      cluster: {
        autopilot: true,
        regional: true,
        zones: ["b", "c", "d"],
        nodeType: "e2-medium",
        nodeCount: 3,
        nodeDiskGib: 30,
      },
    },
    problems: [
      ["regional", "true"],
      ["zones", '["b","c","d"]'],
      ["nodeType", '"e2-medium"'],
      ["nodeCount", "3"],
      ["nodeDiskGib", "30"],
    ].map(
      ([setting, got]) =>
        `\`cluster.${setting}\` must not be set when \`cluster.autopilot\` is true, got: ${got}; Google chooses the nodes, in three zones: remove it`,
    ),
  },
  {
    title: "Autopilot as a text, and what is wrong beside it",
    cloud: "google",
    change: {
      cluster: { autopilot: "true", nodeCount: 1, nodeTyp: "e2-medium", apiAllowedCidrs: ["0.0.0.0/0"] },
    },
    problems: [
      '`cluster.autopilot` must be true or false, got: "true"',
      "`cluster.nodeCount` must be an integer between 3 and 100, got: 1",
      '`cluster.nodeTyp` is not a setting of google; did you mean "nodeType"?',
      '`cluster.apiAllowedCidrs.0` must not open the Kubernetes API to the whole internet, got: "0.0.0.0/0"; name the networks, or give the reason in `exceptions.openKubernetesApi`',
    ],
  },
  {
    title: "Autopilot with a typing error in a setting that it has",
    cloud: "google",
    change: { cluster: { autopilot: true, releaseChanel: "RAPID" } },
    problems: ['`cluster.releaseChanel` is not a setting of google; did you mean "releaseChannel"?'],
  },
  {
    title: "a production on Autopilot that can be deleted",
    cloud: "google",
    change: {
      profile: "production",
      state: { backend: "gcs", bucket: "team-state" },
      cluster: { autopilot: true, deletionProtection: false },
    },
    problems: [
      "`cluster.deletionProtection` must be true in production, got: false; give the reason in `exceptions.noDeletionProtection` if it has to go",
    ],
  },
  {
    title: "Autopilot where there is none",
    cloud: "aws",
    change: { cluster: { autopilot: true } },
    problems: ["`cluster.autopilot` is not a setting of aws; only google has it"],
  },
  {
    title: "pods that are larger than what Autopilot has",
    cloud: "google",
    change: {
      cluster: { autopilot: true },
      service: { resources: { cpuRequest: "31", cpuLimit: "31", memoryRequest: "111Gi", memoryLimit: "111Gi" } },
    },
    problems: [
      '`service.resources.cpuRequest` must be at most 30 processors, the most that Autopilot gives a pod, got: "31"',
      '`service.resources.memoryRequest` must be at most 110Gi, the most that Autopilot gives a pod, got: "111Gi"',
    ],
  },
  {
    title: "logs of neither kind",
    cloud: "google",
    change: { database: { auditLogs: "none" } },
    problems: ['`database.auditLogs` must be one of "essential", "all", got: "none"'],
  },
  {
    title: "an edition of Cloud SQL without a tier of its own",
    cloud: "google",
    change: { database: { edition: "ENTERPRISE_PLUS" } },
    problems: [
      '`database.tier` must be a tier of `database.edition` (ENTERPRISE_PLUS), got: "db-f1-micro"; db-f1-micro belongs to ENTERPRISE',
    ],
  },
  {
    title: "a tier of Cloud SQL of the other edition",
    cloud: "google",
    change: { database: { tier: "db-perf-optimized-N-2" } },
    problems: [
      '`database.tier` must be a tier of `database.edition` (ENTERPRISE), got: "db-perf-optimized-N-2"; db-perf-optimized-N-2 belongs to ENTERPRISE_PLUS',
    ],
  },
  {
    title: "a point in time beyond what the edition keeps",
    cloud: "google",
    change: { database: { pointInTimeDays: 14, backupRetentionDays: 30 } },
    problems: ["`database.pointInTimeDays` must be at most 7 in the ENTERPRISE edition, got: 14"],
  },
  {
    title: "a point in time beyond the last backup",
    cloud: "google",
    change: { database: { edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2", pointInTimeDays: 14 } },
    problems: [
      "`database.pointInTimeDays` must not be more than `database.backupRetentionDays` (7), because every restore starts from a backup, got: 14",
    ],
  },
  {
    title: "a limit of the storage below its start on Cloud SQL",
    cloud: "google",
    change: { database: { storageGib: 50, maxStorageGib: 40 } },
    problems: ["`database.maxStorageGib` must not be less than `database.storageGib` (50), got: 40"],
  },
  {
    title: "a limit of the storage too near its start on RDS",
    cloud: "aws",
    change: { database: { storageGib: 100, maxStorageGib: 109 } },
    problems: [
      "`database.maxStorageGib` must be at least 10 % more than `database.storageGib` (100), which is 110, got: 109",
    ],
  },
  {
    title: "two repositories in a starter registry",
    cloud: "digitalocean",
    change: { registry: { repositories: 2 } },
    problems: ['`registry.tier` must hold `registry.repositories` (2); starter holds 1, got: "starter"; use "basic"'],
  },
  {
    title: "six repositories in a basic registry",
    cloud: "digitalocean",
    change: { registry: { tier: "basic", repositories: 6 } },
    problems: [
      '`registry.tier` must hold `registry.repositories` (6); basic holds 5, got: "basic"; use "professional"',
    ],
  },
  {
    title: "a plan of the registry that does not exist",
    cloud: "digitalocean",
    change: { registry: { tier: "free" } },
    problems: ['`registry.tier` must be one of "starter", "basic", "professional", got: "free"'],
  },
  {
    title: "a standby of a database with 1 GiB",
    cloud: "digitalocean",
    change: { database: { highlyAvailable: true } },
    problems: [
      '`database.size` must have 2 GiB of memory or more when `database.highlyAvailable` is true, got: "db-s-1vcpu-1gb"; use "db-s-1vcpu-2gb" or larger',
    ],
  },
  {
    title: "state that is missing",
    cloud: "google",
    change: { state: undefined },
    problems: ['`state` is required and must have a `backend` that is one of "local", "s3", "gcs", "hcp"'],
  },
  {
    title: "state by its name only",
    cloud: "aws",
    change: { state: "s3" },
    problems: ['`state` must have a `backend` that is one of "local", "s3", "gcs", "hcp", got: "s3"'],
  },
  {
    title: "state in a backend that is not supported",
    cloud: "digitalocean",
    change: { state: { backend: "azurerm" } },
    problems: ['`state.backend` must be one of "local", "s3", "gcs", "hcp", got: "azurerm"'],
  },
  {
    title: "state in S3 without a bucket, which hides no other problem",
    cloud: "google",
    change: { state: { backend: "s3" }, network: { servicesCidr: "10.4.0.0/20" } },
    problems: [
      "`state.bucket` is required and must be 3 to 63 lower-case letters, digits, dots or hyphens, starting and ending with a letter or digit",
      '`state.region` is required and must be a region of AWS such as "eu-central-1"',
      '`network.servicesCidr` must not overlap `network.podsCidr` (10.4.0.0/14), got: "10.4.0.0/20"',
    ],
  },
  {
    title: "state in a bucket with a wrong name and place",
    cloud: "aws",
    change: { state: { backend: "s3", bucket: "My_State", region: "Frankfurt", kmsKeyArn: "alias/state" } },
    problems: [
      '`state.bucket` must be 3 to 63 lower-case letters, digits, dots or hyphens, starting and ending with a letter or digit, got: "My_State"',
      '`state.region` must be a region of AWS such as "eu-central-1", got: "Frankfurt"',
      '`state.kmsKeyArn` must be the ARN of a KMS key, got: "alias/state"',
    ],
  },
  {
    title: "a setting of another backend",
    cloud: "google",
    change: { state: { backend: "local", bucket: "team-state" } },
    problems: ['`state.bucket` is not a setting of the backend "local"; only s3 and gcs have it'],
  },
  {
    title: "state in an organization with a space",
    cloud: "aws",
    change: { state: { backend: "hcp", organization: "my team" } },
    problems: [
      '`state.organization` must be 3 to 40 letters, digits, underscores or hyphens, starting with a letter or digit, got: "my team"',
    ],
  },
  {
    title: "state of production on one machine",
    cloud: "aws",
    change: { profile: "production" },
    problems: [
      '`state.backend` must not be "local" in production: a file on one machine has no lock and no history; use "s3", "gcs" or "hcp"',
    ],
  },
  {
    title: "production without protection",
    cloud: "google",
    change: {
      profile: "production",
      state: { backend: "gcs", bucket: "team-state" },
      cluster: { deletionProtection: false },
      database: { deletionProtection: false },
    },
    problems: [
      "`cluster.deletionProtection` must be true in production, got: false; give the reason in `exceptions.noDeletionProtection` if it has to go",
      "`database.deletionProtection` must be true in production, got: false; give the reason in `exceptions.noDeletionProtection` if it has to go",
    ],
  },
  {
    title: "production without protection for a reason that is too short",
    cloud: "digitalocean",
    change: {
      profile: "production",
      state: { backend: "gcs", bucket: "team-state" },
      exceptions: { noDeletionProtection: "          " },
      cluster: { deletionProtection: false },
    },
    problems: ['`exceptions.noDeletionProtection` must give the reason in at least 10 characters, got: "          "'],
  },
  ...["loseNetwork", "loseCluster", "loseDatabase", "loseRegistry", "loseKey"].flatMap((guard) =>
    (["aws", "google", "digitalocean"] as const).map((cloud) => ({
      title: `${guard} for a reason that is too short`,
      cloud,
      // nine characters, whatever stands around them
      change: { exceptions: { [guard]: " replaced!  " } },
      problems: [`\`exceptions.${guard}\` must give the reason in at least 10 characters, got: " replaced!  "`],
    })),
  ),
  {
    title: "a loss that is allowed without a reason",
    cloud: "aws",
    change: { exceptions: { loseDatabase: true } },
    problems: ["`exceptions.loseDatabase` must give the reason in at least 10 characters, got: true"],
  },
  {
    title: "an allowed loss where there is nothing to lose",
    cloud: "local",
    change: { exceptions: { loseDatabase: "it is only a try" } },
    problems: ["`exceptions` is not a setting of local; only digitalocean, google and aws have it"],
  },
  {
    title: "NAT by another name",
    cloud: "aws",
    change: { network: { nat: "gateway" } },
    problems: ['`network.nat` must be one of "none", "single", "per-zone", got: "gateway"'],
  },
  {
    title: "no NAT as a boolean",
    cloud: "aws",
    change: { network: { nat: false } },
    problems: ['`network.nat` must be one of "none", "single", "per-zone", got: false'],
  },
  {
    title: "monitoring that is an interval",
    cloud: "aws",
    change: { database: { enhancedMonitoring: 60 } },
    problems: ["`database.enhancedMonitoring` must be true or false, got: 60"],
  },
  {
    title: "a minor version of PostgreSQL where the cloud chooses it",
    cloud: "google",
    change: { database: { postgresMinor: 4 } },
    problems: ["`database.postgresMinor` is not a setting of google; only aws has it"],
  },
  {
    title: "an administrator who is named twice",
    cloud: "aws",
    change: {
      cluster: {
        adminArns: ["role/a", "user/b", "role/a"].map((name) => `arn:aws:iam::123456789012:${name}`),
      },
    },
    problems: ['`cluster.adminArns.2` must not be named twice, got: "arn:aws:iam::123456789012:role/a"'],
  },
];
