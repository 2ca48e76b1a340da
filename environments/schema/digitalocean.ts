import type { z } from "zod";

import {
  digitaloceanDatabaseTypes,
  digitaloceanNodeTypes,
  digitaloceanRegions,
  digitaloceanRegistryRegions,
  digitaloceanRegistryTiers,
} from "./catalogue/digitalocean";
import type { MachineType } from "./catalogue/machine";
import { whoseMachine } from "./catalogue/other-clouds";
import { kubernetesOnDigitalocean, postgresOnDigitalocean } from "./catalogue/versions";
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
import { merge, type Partially, type WithDefaults } from "./defaults";
import { catalogued, versionFrom } from "./enumerations";
import { allowedCidr, flag, integer, list, matching, oneOf, privateCidr, section } from "./fields";

export const digitaloceanSchema = section({
  /** DOKS, Container Registry and Managed PostgreSQL. */
  cloud: oneOf(["digitalocean"]),
  ...cloudShape,

  /** Changing it replaces everything. */
  region: catalogued(digitaloceanRegions, "a region of DigitalOcean with Kubernetes and databases", (written) => {
    const numbered = digitaloceanRegions.filter((region) => region.startsWith(written));
    return numbered.length < 2 ? undefined : `choose one of ${numbered.join(", ")}`;
  }),
  /** When the cloud may restart things. */
  maintenance: maintenanceShape,

  /** The VPC, and the networks within the cluster. */
  network: section({
    /** Addresses of the VPC. Must not overlap another VPC or the pods of a cluster in the account. Changing it replaces everything. */
    cidr: privateCidr({ largest: 16, smallest: 24 }),
    /** Addresses of the pods. Must not overlap a VPC or the pods of another cluster in the account. Changing it replaces the cluster. */
    podsCidr: privateCidr({ largest: 16, smallest: 21 }),
    /** Addresses of the Services. Changing it replaces the cluster. */
    servicesCidr: privateCidr({ largest: 16, smallest: 24 }),
  }),

  /** DOKS and its nodes. */
  cluster: section({
    /** Minor version. Its newest patch is taken; patches follow in the maintenance window. Lowering it replaces the cluster. */
    kubernetesVersion: versionFrom(kubernetesOnDigitalocean, "Kubernetes on DigitalOcean"),
    /** Whether the control plane is replicated ($40 a month). It cannot be switched off again. */
    highlyAvailable: flag(),
    /** Changing it replaces the cluster. */
    nodeType: catalogued(
      catalogueNames(digitaloceanNodeTypes),
      "a size of node from the catalogue of DigitalOcean",
      whoseMachine,
    ),
    /** Nodes in total. */
    nodeCount: nodeCount(),
    /** Networks from which the Kubernetes API answers. */
    apiAllowedCidrs: list(allowedCidr(), "a list of 1 to 100 networks in CIDR form", { min: 1, max: 100 }),
    /** Whether Terraform refuses to delete the cluster. */
    deletionProtection: flag(),
  }),

  /** The registry of images, of which an account has one. */
  registry: section({
    /** `create` makes the account's registry; `use-existing` takes the one that the account already has. */
    mode: oneOf(["create", "use-existing"]),
    /** Name of the registry, unique over all customers of DigitalOcean. */
    name: matching(
      /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/,
      "2 to 63 lower-case letters, digits or hyphens, starting and ending with a letter or digit",
    ),
    /** Plan of the whole account: the one to take, or with `use-existing` the one that it has. */
    tier: oneOf(["starter", "basic", "professional"]),
    /** Where images are stored; clusters elsewhere pull across regions. Changing it replaces the registry. */
    region: catalogued(digitaloceanRegistryRegions, "a region of DigitalOcean that stores images"),
    /** Repositories that this registry has to hold; a tier limits them. */
    repositories: integer({ min: 1, max: 100 }),
  }),

  /** Managed PostgreSQL. */
  database: section({
    ...databaseShape,
    /** Major version. Raising it upgrades the database with a downtime. */
    postgresVersion: versionFrom(postgresOnDigitalocean, "PostgreSQL on DigitalOcean"),
    /** Size of each node. Changing it moves the database to new nodes. */
    size: catalogued(
      catalogueNames(digitaloceanDatabaseTypes),
      "a size of database from the catalogue of DigitalOcean",
      (written) => (written.startsWith("db.") ? "that is a class of RDS" : undefined),
    ),
    /** Whether Terraform refuses to delete the database. */
    deletionProtection: flag(),
  }),
});

/** A complete environment on DigitalOcean: every default filled in. */
export interface DigitaloceanEnvironment extends z.output<typeof digitaloceanSchema> {
  /** Name of the file without its ending. */
  readonly name: string;
}

const everyProfile = {
  ...cloudDefaults,
  maintenance: maintenanceDefaults,
  network: { podsCidr: "172.20.0.0/16", servicesCidr: "172.21.0.0/16" },
  cluster: { kubernetesVersion: "1.35", nodeCount: 3 },
  registry: { mode: "create", region: "fra1", repositories: 1 },
  database: { ...databaseDefaults, postgresVersion: "17" },
} as const satisfies Partially<z.output<typeof digitaloceanSchema>>;

/** What the two profiles do differently. Each line is a price or a protection. */
const byProfile = {
  demo: {
    cluster: { highlyAvailable: false, nodeType: "s-2vcpu-2gb", deletionProtection: false },
    registry: { tier: "starter" },
    database: { size: "db-s-1vcpu-1gb", highlyAvailable: false, deletionProtection: false },
  },
  production: {
    cluster: { highlyAvailable: true, nodeType: "s-2vcpu-4gb", deletionProtection: true },
    registry: { tier: "basic" },
    database: { size: "db-s-2vcpu-4gb", highlyAvailable: true, deletionProtection: true },
  },
} as const satisfies Record<Profile, Partially<z.output<typeof digitaloceanSchema>>>;

/** What an environment file for DigitalOcean holds. */
export type DigitaloceanInput = WithDefaults<
  z.input<typeof digitaloceanSchema>,
  typeof everyProfile & (typeof byProfile)["demo"]
>;

export const digitaloceanDefaults = (profile: Profile) => merge(everyProfile, byProfile[profile]);

/** Repositories that a registry of this tier holds. */
export const registryLimit = ({ registry }: DigitaloceanEnvironment): number =>
  digitaloceanRegistryTiers[registry.tier].repositories;
export const digitaloceanNodeType = ({ cluster }: DigitaloceanEnvironment): MachineType =>
  digitaloceanNodeTypes[cluster.nodeType];
export const digitaloceanDatabaseType = ({ database }: DigitaloceanEnvironment) =>
  digitaloceanDatabaseTypes[database.size];
