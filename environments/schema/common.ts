import { z } from "zod";

import service from "../service";
import { isPlainObject } from "./defaults";
import { flag, integer, matching, oneOf, section, text } from "./fields";
import { serviceSchema } from "./service";

export const profiles = ["demo", "production"] as const;

/** What the environment is for; chooses the defaults of everything that costs money or guards data. */
export type Profile = (typeof profiles)[number];

/** Why a risky choice is made. It is kept in the file, where the next reader needs it. */
const reason = () =>
  text((value) => (value.trim().length >= 10 ? undefined : { rule: "must give the reason in at least 10 characters" }));

/** Settings that every environment has, whatever its cloud. */
export const commonShape = {
  /** `demo` is cheap and easy to delete; `production` is highly available and protected. */
  profile: oneOf(profiles),

  /** The service that the cluster carries; everything that is not set comes from `environments/service.ts`. */
  service: serviceSchema,
} as const;

/** Settings that every environment in a cloud has. */
export const cloudShape = {
  ...commonShape,

  /** Prefix of the names of all resources: `<project>-<environment>`. Changing it replaces everything. */
  project: matching(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "lower-case words joined by single hyphens, starting with a letter",
  ),

  /** Labels (Google Cloud) or tags (AWS, DigitalOcean) of every resource that can carry them. */
  tags: z
    .record(
      matching(
        /^[a-z][a-z0-9_-]{0,62}$/,
        "at most 63 lower-case letters, digits, underscores or hyphens, starting with a letter",
      ),
      matching(/^[a-z0-9_-]{0,63}$/, "at most 63 lower-case letters, digits, underscores or hyphens"),
      { error: "must be an object" },
    )
    .readonly(),

  /**
   * Where Terraform keeps its state. The key within the backend is always
   * `<project>/<environment>`, so that two environments never share one.
   */
  state: z.discriminatedUnion(
    "backend",
    [
      /** A file in this checkout: for a first try by one person. */
      section({ backend: z.literal("local") }),
      /** A versioned, encrypted S3 bucket; locked by a lock file in the bucket. */
      section({
        backend: z.literal("s3"),
        /** A bucket that exists and keeps versions. */
        bucket: bucketName(),
        /** Where the bucket is. */
        region: matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region of AWS such as "eu-central-1"'),
        /** Customer key that encrypts the state, as ARN. @default - the bucket's own encryption */
        kmsKeyArn: matching(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, "the ARN of a KMS key").optional(),
      }),
      /** A Cloud Storage bucket; locks by itself. */
      section({
        backend: z.literal("gcs"),
        /** A bucket that exists and keeps versions. */
        bucket: bucketName(),
      }),
      /** HCP Terraform; the workspace is called `<project>-<environment>`. */
      section({
        backend: z.literal("hcp"),
        /** The organization that the workspace is in. */
        organization: matching(
          /^[A-Za-z0-9][\w-]{2,39}$/,
          "3 to 40 letters, digits, underscores or hyphens, starting with a letter or digit",
        ),
      }),
    ],
    {
      // the path of the problem ends in `backend` when there is an object to look into
      error: ({ input }) =>
        `must ${isPlainObject(input) ? "be" : "have a `backend` that is"} one of "local", "s3", "gcs", "hcp"`,
    },
  ),

  /** Risky choices, each with its reason. Without an entry here the choice is refused. */
  exceptions: section({
    /** Lets the whole internet reach the Kubernetes API. */
    openKubernetesApi: reason().optional(),
    /** Lets the cluster and database of a production environment be deleted. */
    noDeletionProtection: reason().optional(),
    /** Lets `npm run plan:check` pass a plan that deletes or replaces the network. Take it out again afterwards. */
    loseNetwork: reason().optional(),
    /** The same for the Kubernetes cluster. */
    loseCluster: reason().optional(),
    /** The same for the database and the server that it is on. */
    loseDatabase: reason().optional(),
    /** The same for the registry and its images. */
    loseRegistry: reason().optional(),
    /** The same for keys. */
    loseKey: reason().optional(),
  }),
} as const;

function bucketName() {
  return matching(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "3 to 63 lower-case letters, digits, dots or hyphens, starting and ending with a letter or digit",
  );
}

/** A weekly hour in which the cloud may restart nodes and the database. */
export const maintenanceShape = section({
  /** Day of the week. */
  day: oneOf(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]),
  /** Start in UTC, full hours: "03:00". */
  startTime: matching(/^([01]\d|2[0-3]):00$/, 'a full hour in UTC such as "03:00"'),
});

/** Settings of the database that all clouds share. */
export const databaseShape = {
  /** Name of the database. Changing it replaces the database. */
  name: postgresIdentifier("database", [
    "postgres",
    "rdsadmin",
    "defaultdb",
    "cloudsqladmin",
    "template0",
    "template1",
  ]),
  /** Role that the service logs in with. It is not the administrator. */
  user: postgresIdentifier("user", [
    "postgres",
    "rdsadmin",
    "doadmin",
    "dbadmin",
    "admin",
    "user",
    "public",
    "cloudsqladmin",
  ]),
  /** Whether a standby takes over when the primary fails. Roughly doubles the price. */
  highlyAvailable: flag(),
  /** Raise it by one to have a new password for the service's user generated; its pods must then be restarted. */
  passwordVersion: integer({ min: 1, max: 1_000_000 }),
} as const;

function postgresIdentifier(what: string, reserved: readonly string[]) {
  return text((value) => {
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(value)) {
      return { rule: "must be 1 to 63 lower-case letters, digits or underscores, starting with a letter" };
    }
    return reserved.includes(value) || value.startsWith("pg_")
      ? { rule: `must not be a name that PostgreSQL or a cloud reserves for a ${what} of its own` }
      : undefined;
  });
}

/** The names in a catalogue, as a list with a literal type. */
export const catalogueNames = <T extends object>(catalogue: T) => Object.keys(catalogue) as (keyof T & string)[];

/** The node pool, apart from the type of machine. */
export const nodeCount = () => integer({ min: 3, max: 100 });

/** Defaults that are the same everywhere. */
export const commonDefaults = { service } as const;

export const cloudDefaults = {
  ...commonDefaults,
  project: service.name,
  tags: {},
  exceptions: {},
} as const;

export const databaseDefaults = { name: "demo", user: "demouser", passwordVersion: 1 } as const;

export const maintenanceDefaults = { day: "sunday", startTime: "03:00" } as const;
