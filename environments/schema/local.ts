import type { z } from "zod";

import { postgres } from "./catalogue/versions";
import { commonDefaults, commonShape, databaseDefaults, databaseShape } from "./common";
import type { Partially, WithDefaults } from "./defaults";
import { versionFrom } from "./enumerations";
import { integer, oneOf, section, text } from "./fields";

/** A cluster that is already there: kind, minikube, k3d or Docker Desktop. There is no Terraform. */
export const localSchema = section({
  /** A cluster that is already there. */
  cloud: oneOf(["local"]),
  ...commonShape,
  /** There is nothing to protect here. */
  profile: oneOf(["demo"]),

  /** The cluster, as the kubeconfig knows it. */
  cluster: section({
    /** Context of the kubeconfig that the release tool uses. */
    context: text((value) =>
      /^\S{1,253}$/.test(value) ? undefined : { rule: "must be the name of a context of the kubeconfig" },
    ),
    /** Port of the node on which the service answers. */
    nodePort: integer({ min: 30000, max: 32767 }),
  }),

  /** PostgreSQL in the cluster, without backups. */
  database: section({
    /** Name of the database. */
    name: databaseShape.name,
    /** Role that the service logs in with. */
    user: databaseShape.user,
    /** Major version. PostgreSQL does not read the volume of another one. */
    postgresVersion: versionFrom(postgres, "PostgreSQL"),
    /** Volume of the database, in GiB. */
    storageGib: integer({ min: 1, max: 100, unit: "GiB" }),
  }),
});

/** A complete local environment: every default filled in. */
export interface LocalEnvironment extends z.output<typeof localSchema> {
  /** Name of the file without its ending. */
  readonly name: string;
}

const everyProfile = {
  ...commonDefaults,
  profile: "demo",
  cluster: { nodePort: 30080 },
  database: { name: databaseDefaults.name, user: databaseDefaults.user, postgresVersion: "17", storageGib: 1 },
} as const satisfies Partially<z.output<typeof localSchema>>;

/** What an environment file for an existing cluster holds. */
export type LocalInput = WithDefaults<z.input<typeof localSchema>, typeof everyProfile>;

export const localDefaults = () => everyProfile;
