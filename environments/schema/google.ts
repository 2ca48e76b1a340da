import { z } from "zod";

import { googleDatabaseEditions, googleDatabaseTypes, googleNodeTypes, googleZones } from "./catalogue/google";
import type { MachineType } from "./catalogue/machine";
import { whoseMachine } from "./catalogue/other-clouds";
import { postgres } from "./catalogue/versions";
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
import { isPlainObject, merge, type Partially, type WithDefaults } from "./defaults";
import { catalogued, versionFrom } from "./enumerations";
import { allowedCidr, flag, integer, list, matching, oneOf, privateCidr, section } from "./fields";

/** Settings of every cluster on GKE. */
const clusterShape = {
  /** Which versions Google rolls out by itself; there is no version to pin. Changing it is an update in place. */
  releaseChannel: oneOf(["RAPID", "REGULAR", "STABLE"]),
  /**
   * Networks from which the control plane's address answers; empty: it has none that is public, and the API is
   * reached by its DNS name only, which Google's IAM guards.
   */
  apiAllowedCidrs: list(allowedCidr(), "a list of at most 50 networks in CIDR form", { max: 50 }),
  /** Whether the cluster refuses to be deleted. */
  deletionProtection: flag(),
} as const;

/** GKE Standard: nodes that are chosen here and paid for by the hour. */
const standardClusterSchema = section({
  /** Whether Google chooses the nodes by what pods ask for, and bills the pods. Changing it replaces the cluster. */
  autopilot: z.literal(false),
  ...clusterShape,
  /** Whether the control plane runs in three zones. Google's free credit covers only a zonal one. Changing it replaces the cluster. */
  regional: flag(),
  /** Letters of the region's zones that have nodes: one for a zonal cluster, three for a regional one. */
  zones: list(matching(/^[a-z]$/, "the letter of a zone"), "a list of at least one letter of a zone", { min: 1 }),
  /** Type of machine of the nodes. Changing it replaces them one after the other. */
  nodeType: catalogued(
    catalogueNames(googleNodeTypes),
    "a type of machine from the catalogue of Google Cloud",
    whoseMachine,
  ),
  /** Nodes in total, spread evenly over the zones. */
  nodeCount: nodeCount(),
  /** Boot disk of each node, in GiB. */
  nodeDiskGib: integer({ min: 20, max: 1000, unit: "GiB" }),
});

/** GKE Autopilot: always in three zones of the region, and without settings for nodes, because Google chooses them. */
const autopilotClusterSchema = section({
  /** Whether Google chooses the nodes by what pods ask for, and bills the pods. Changing it replaces the cluster. */
  autopilot: z.literal(true),
  ...clusterShape,
});

/** Settings that a cluster of Autopilot does not have, because Google decides about nodes there. */
export const standardClusterSettings = Object.keys(standardClusterSchema.shape).filter(
  (setting) => !Object.hasOwn(autopilotClusterSchema.shape, setting),
);

export const googleSchema = section({
  /** GKE, Artifact Registry and Cloud SQL. */
  cloud: oneOf(["google"]),
  ...cloudShape,

  /** Changing it replaces everything. */
  region: catalogued(catalogueNames(googleZones), "a region of Google Cloud", (written) => {
    const region = catalogueNames(googleZones).find((known) => /^-[a-z]$/.test(written.replace(known, "")));
    return region === undefined ? undefined : `that is a zone; its region is ${JSON.stringify(region)}`;
  }),
  /** The project to work in, by its id. */
  projectId: matching(
    /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    "a project id of 6 to 30 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen",
    "the project's number or display name will not do",
  ),
  /** When the cloud may restart things. */
  maintenance: maintenanceShape,

  /** The VPC. */
  network: section({
    /** Addresses of the nodes. Changing it replaces everything. */
    nodesCidr: privateCidr({ largest: 16, smallest: 24 }),
    /** Addresses of the pods: each node takes a /24. It can be changed only while there is no cluster. */
    podsCidr: privateCidr({ largest: 9, smallest: 21 }),
    /** Addresses of the Services. It can be changed only while there is no cluster. */
    servicesCidr: privateCidr({ largest: 16, smallest: 24 }),
    /** Addresses of the endpoint through which the database is reached. Changing it replaces the endpoint. */
    databaseCidr: privateCidr({ largest: 24, smallest: 29 }),
    /** Whether the traffic of the subnet is logged. */
    flowLogs: flag(),
  }),

  /** GKE and its nodes. */
  cluster: z.discriminatedUnion("autopilot", [standardClusterSchema, autopilotClusterSchema], {
    // the path of the problem ends in `autopilot` when there is an object to look into
    error: ({ input }) => (isPlainObject(input) ? "must be true or false" : "must be an object"),
  }),

  /** The repository of images. */
  registry: section({
    /** Newest images to keep; older ones are deleted. */
    keepImages: integer({ min: 5, max: 1000 }),
  }),

  /** PostgreSQL on Cloud SQL. */
  database: section({
    ...databaseShape,
    /** Major version. Raising it upgrades the database with a downtime. */
    postgresVersion: versionFrom(postgres, "PostgreSQL on Cloud SQL"),
    /** Edition of Cloud SQL. Always explicit: Google's own default depends on the version of PostgreSQL. */
    edition: oneOf(googleDatabaseEditions),
    /** Type of machine of the instance. Changing it restarts the database. */
    tier: catalogued(catalogueNames(googleDatabaseTypes), "a tier of Cloud SQL from the catalogue", (written) =>
      written.startsWith("db.") ? "that is a class of RDS" : undefined,
    ),
    /** Storage at the start, in GiB. It grows by itself and cannot be made smaller. */
    storageGib: integer({ min: 10, max: 65536, unit: "GiB" }),
    /** Limit of that growth, in GiB. */
    maxStorageGib: integer({ min: 10, max: 65536, unit: "GiB" }),
    /** Daily backups to keep. */
    backupRetentionDays: integer({ min: 7, max: 365, unit: "days" }),
    /** Days for which any point in time can be restored; the ENTERPRISE edition keeps at most 7. */
    pointInTimeDays: integer({ min: 1, max: 35, unit: "days" }),
    /**
     * What is logged: connections, changes of the schema, what is slow to get or fails (`essential`), or besides how
     * long each statement took and the name of each client's host (`all`), which costs a line of log for each
     * statement ($0.50 per GB) and a DNS query for each connection.
     */
    auditLogs: oneOf(["essential", "all"]),
    /** Part of the instance's name. Raise it to re-create the instance: Google blocks the name of a deleted one for a week. */
    generation: integer({ min: 1, max: 999 }),
    /** Whether the database refuses to be deleted. */
    deletionProtection: flag(),
  }),

  /**
   * Continuous integration that may release the service (push images, read its password, work in its namespace)
   * with tokens of its own, so that no key of Google Cloud is stored anywhere. Nobody, when neither is given.
   */
  ci: section({
    ...trustedJobsShape,
    /** Part of the pool's id. Raise it to re-create the pool: Google blocks the id of a deleted one for 30 days. */
    generation: integer({ min: 1, max: 999 }),
  }),
});

type GoogleCluster = z.output<typeof googleSchema>["cluster"];

/** A complete environment on Google Cloud: every default filled in. */
export interface GoogleEnvironment extends z.output<typeof googleSchema> {
  /** Name of the file without its ending. */
  readonly name: string;
}

const everyProfile = {
  ...cloudDefaults,
  maintenance: maintenanceDefaults,
  network: {
    nodesCidr: "10.0.0.0/20",
    podsCidr: "10.4.0.0/14",
    servicesCidr: "10.0.32.0/20",
    databaseCidr: "10.0.48.0/28",
  },
  cluster: { autopilot: false, releaseChannel: "REGULAR", apiAllowedCidrs: [], nodeCount: 3, nodeDiskGib: 30 },
  registry: { keepImages: 20 },
  database: {
    ...databaseDefaults,
    postgresVersion: "17",
    edition: "ENTERPRISE",
    storageGib: 10,
    maxStorageGib: 100,
    backupRetentionDays: 7,
    pointInTimeDays: 7,
    auditLogs: "essential",
    generation: 1,
  },
  ci: { generation: 1 },
} as const satisfies Partially<z.output<typeof googleSchema>>;

/** What the two profiles do differently. Each line is a price or a protection. */
const byProfile = {
  demo: {
    network: { flowLogs: false },
    cluster: { regional: false, nodeType: "e2-medium", deletionProtection: false },
    database: { tier: "db-f1-micro", highlyAvailable: false, deletionProtection: false },
  },
  production: {
    network: { flowLogs: true },
    cluster: { regional: true, nodeType: "e2-standard-2", deletionProtection: true },
    database: { tier: "db-custom-2-7680", highlyAvailable: true, deletionProtection: true },
  },
} as const satisfies Record<Profile, Partially<z.output<typeof googleSchema>>>;

type StandardInput = z.input<typeof standardClusterSchema>;
type AutopilotInput = z.input<typeof autopilotClusterSchema>;
/** The compiler does not tell by itself that the settings of one kind make no sense in the other. */
type ClusterInput =
  | StandardInput
  | (AutopilotInput & Readonly<Partial<Record<Exclude<keyof StandardInput, keyof AutopilotInput>, never>>>);

/** What an environment file for Google Cloud holds. */
export type GoogleInput = WithDefaults<
  Omit<z.input<typeof googleSchema>, "cluster"> & { cluster: ClusterInput },
  typeof everyProfile & (typeof byProfile)["demo"] & { cluster: { zones: readonly string[] } }
>;

/** Without a choice of zones, a zonal cluster takes the region's first zone and a regional one the first three. */
export function googleDefaults(profile: Profile, written: Partially<z.input<typeof googleSchema>>): unknown {
  const { region, cluster } = written;
  const defaults = merge(everyProfile, byProfile[profile]) as { readonly cluster: object };
  if (cluster?.autopilot === true) {
    const kept = Object.entries(defaults.cluster).filter(([setting]) => !standardClusterSettings.includes(setting));
    return { ...defaults, cluster: Object.fromEntries(kept) };
  }
  // the region may still be wrong here
  const known = region !== undefined && Object.hasOwn(googleZones, region);
  const letters = (known ? googleZones[region] : "abc").split("").slice(0, 3);
  const regional =
    (isPlainObject(cluster) && "regional" in cluster ? cluster.regional : undefined) ??
    byProfile[profile].cluster.regional;
  return merge(defaults, { cluster: { zones: regional ? letters : letters.slice(0, 1) } });
}

/** A cluster whose nodes are chosen here. */
export type GoogleStandardCluster = Extract<GoogleCluster, { readonly autopilot: false }>;

/** The zones that have nodes: `europe-west1-b`. */
export const googleNodeZones = (region: GoogleEnvironment["region"], cluster: GoogleStandardCluster): string[] =>
  cluster.zones.map((letter) => `${region}-${letter}`);

export const googleNodeType = (cluster: GoogleStandardCluster): MachineType => googleNodeTypes[cluster.nodeType];
export const googleDatabaseType = ({ database }: GoogleEnvironment) => googleDatabaseTypes[database.tier];

/** Where the cluster's control plane is: in the region, or in the zone of its nodes. */
export const googleClusterLocation = ({ region, cluster }: Pick<GoogleEnvironment, "region" | "cluster">): string =>
  cluster.autopilot || cluster.regional ? region : (googleNodeZones(region, cluster)[0] ?? region);
