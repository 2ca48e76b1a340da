import type { z } from "zod";

import { awsDatabaseTypes, awsNodeTypes, awsRegions, cloudWatchRetentionDays } from "./catalogue/aws";
import type { DatabaseType, MachineType } from "./catalogue/machine";
import { whoseMachine } from "./catalogue/other-clouds";
import { kubernetesOnAws, postgresOnAws } from "./catalogue/versions";
import {
  catalogueNames,
  cloudDefaults,
  cloudShape,
  databaseDefaults,
  databaseShape,
  maintenanceDefaults,
  maintenanceShape,
  nodeCount,
  type Profile,
} from "./common";
import { trustedJobsShape } from "./continuous-integration";
import { merge, type Partially, type WithDefaults } from "./defaults";
import { catalogued, versionFrom } from "./enumerations";
import { allowedCidr, flag, integer, list, matching, oneOf, privateCidr, section } from "./fields";

export const awsSchema = section({
  /** EKS, ECR and RDS. */
  cloud: oneOf(["aws"]),
  ...cloudShape,

  /** Changing it replaces everything. */
  region: catalogued(awsRegions, "a region of AWS in which EKS and RDS have three zones", (written) => {
    const region = awsRegions.find((known) => /^[a-z]$/.test(written.replace(known, "")));
    return region === undefined ? undefined : `that is a zone; its region is ${JSON.stringify(region)}`;
  }),
  /** The account to work in. Terraform refuses credentials of any other. */
  accountId: matching(/^\d{12}$/, "an account number of 12 digits, in quotes"),
  /** When the cloud may restart things. */
  maintenance: maintenanceShape,

  /** The VPC. */
  network: section({
    /** Addresses of the VPC; each zone's nodes get a quarter. Changing it replaces everything. */
    cidr: privateCidr({ largest: 16, smallest: 19 }),
    /** Availability zones to use; EKS and RDS need two. */
    zones: integer({ min: 2, max: 3 }),
    /**
     * NAT gateways: one for all zones, or one per zone, which survives the loss of a zone and costs as often. `none`
     * leaves nodes without any way to the internet: they reach what they need of AWS through endpoints in the VPC,
     * which cost more than the gateways, and images come from ECR only.
     */
    nat: oneOf(["none", "single", "per-zone"]),
    /** Whether the traffic of the VPC is logged to CloudWatch, for `cluster.logRetentionDays`. */
    flowLogs: flag(),
  }),

  /** EKS and its nodes. */
  cluster: section({
    /** Minor version. Raise it by one at a time; it cannot be lowered. */
    kubernetesVersion: versionFrom(kubernetesOnAws, "Kubernetes on EKS"),
    /** Type of machine of the nodes. Changing it replaces them one after the other; to another architecture, all at once. */
    nodeType: catalogued(catalogueNames(awsNodeTypes), "a type of machine from the catalogue of AWS", whoseMachine),
    /** Nodes in total, spread over the zones. */
    nodeCount: nodeCount(),
    /** Encrypted root volume of each node, in GiB. */
    nodeDiskGib: integer({ min: 20, max: 1000, unit: "GiB" }),
    /** Networks from which the public endpoint of the Kubernetes API answers; empty: it is private only. */
    apiAllowedCidrs: list(allowedCidr(), "a list of at most 40 networks in CIDR form", { max: 40 }),
    /** IAM roles or users that administer the cluster. Nobody else can, not even who created it. */
    adminArns: list(
      matching(
        /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
        'the ARN of an IAM role or user such as "arn:aws:iam::111122223333:role/platform"',
      ),
      "a list of at least one ARN of an IAM role or user",
      { min: 1 },
    ),
    /** Logs of the control plane: who did what (`security`), or all that there is (`all`). */
    controlPlaneLogs: oneOf(["security", "all"]),
    /** Retention of the control plane's logs in CloudWatch, in days. */
    logRetentionDays: retentionDays(),
    /**
     * Whether a customer key of your own encrypts Kubernetes Secrets, and with them passwords, logs and insights,
     * instead of keys of AWS. It cannot be switched off again.
     */
    customerKey: flag(),
    /** Whether the cluster refuses to be deleted. */
    deletionProtection: flag(),
  }),

  /** The repository of images. */
  registry: section({
    /** Newest images to keep; older ones are deleted. */
    keepImages: integer({ min: 5, max: 1000 }),
  }),

  /** PostgreSQL on RDS. */
  database: section({
    ...databaseShape,
    /** Major version. Raising it upgrades the database with a downtime. */
    postgresVersion: versionFrom(postgresOnAws, "PostgreSQL on RDS"),
    /**
     * Minor version to stay at until it is raised here, which restarts the database. It cannot be lowered.
     *
     * @default - RDS installs new ones in the maintenance window
     */
    postgresMinor: integer({ min: 1, max: 99 }).optional(),
    /** Class of the instance. Changing it restarts the database. */
    instanceType: catalogued(catalogueNames(awsDatabaseTypes), "a class of RDS from the catalogue", (written) =>
      written.startsWith("db-") ? 'that is a size of another cloud; those of RDS start with "db."' : undefined,
    ),
    /** Storage at the start, in GiB. It cannot be made smaller. */
    storageGib: integer({ min: 20, max: 16384, unit: "GiB" }),
    /** Limit up to which the storage grows by itself, in GiB. */
    maxStorageGib: integer({ min: 22, max: 65536, unit: "GiB" }),
    /** Whether the operating system below is measured every minute (Enhanced Monitoring). */
    enhancedMonitoring: flag(),
    /** Days for which any point in time can be restored. */
    backupRetentionDays: integer({ min: 7, max: 35, unit: "days" }),
    /** Whether the database refuses to be deleted. */
    deletionProtection: flag(),
  }),

  /**
   * Continuous integration that may release the service (push images, read its password, work in its namespace)
   * with tokens of its own, so that no key of AWS is stored anywhere. Nobody, when neither is given.
   */
  ci: section({
    ...trustedJobsShape,
    /**
     * An account trusts each of them once: `create` does so, `use-existing` when another stack or environment has.
     */
    identityProviders: oneOf(["create", "use-existing"]),
  }),
});

function retentionDays() {
  const days: readonly number[] = cloudWatchRetentionDays;
  return integer({ min: 1 }).refine((value) => days.includes(value), {
    error: `must be a number of days that CloudWatch knows (${days.slice(0, 11).join(", ")}, …)`,
    when: ({ issues }) => issues.length === 0,
  });
}

/** A complete environment on AWS: every default filled in. */
export interface AwsEnvironment extends z.output<typeof awsSchema> {
  /** Name of the file without its ending. */
  readonly name: string;
}

const everyProfile = {
  ...cloudDefaults,
  maintenance: maintenanceDefaults,
  network: { zones: 3 },
  cluster: { kubernetesVersion: "1.35", nodeCount: 3, nodeDiskGib: 30, apiAllowedCidrs: [] },
  registry: { keepImages: 20 },
  ci: { identityProviders: "create" },
  database: { ...databaseDefaults, postgresVersion: "17", storageGib: 20, maxStorageGib: 100, backupRetentionDays: 7 },
} as const satisfies Partially<z.output<typeof awsSchema>>;

/** What the two profiles do differently. Each line is a price or a protection. */
const byProfile = {
  demo: {
    network: { nat: "single", flowLogs: false },
    cluster: {
      nodeType: "t3.medium",
      controlPlaneLogs: "security",
      logRetentionDays: 7,
      customerKey: false,
      deletionProtection: false,
    },
    database: {
      instanceType: "db.t4g.micro",
      highlyAvailable: false,
      enhancedMonitoring: false,
      deletionProtection: false,
    },
  },
  production: {
    network: { nat: "per-zone", flowLogs: true },
    cluster: {
      nodeType: "t3.large",
      controlPlaneLogs: "all",
      logRetentionDays: 365,
      customerKey: true,
      deletionProtection: true,
    },
    database: {
      instanceType: "db.t4g.medium",
      highlyAvailable: true,
      enhancedMonitoring: true,
      deletionProtection: true,
    },
  },
} as const satisfies Record<Profile, Partially<z.output<typeof awsSchema>>>;

/** What an environment file for AWS holds. */
export type AwsInput = WithDefaults<z.input<typeof awsSchema>, typeof everyProfile & (typeof byProfile)["demo"]>;

export const awsDefaults = (profile: Profile) => merge(everyProfile, byProfile[profile]);

export const awsNodeType = ({ cluster }: AwsEnvironment): MachineType => awsNodeTypes[cluster.nodeType];
export const awsDatabaseType = ({ database }: AwsEnvironment): DatabaseType => awsDatabaseTypes[database.instanceType];
