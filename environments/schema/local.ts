import type { z } from "zod";

import { postgres } from "./catalogue/versions";
import { commonDefaults, commonShape, databaseDefaults, databaseShape } from "./common";
import type { Partially, WithDefaults } from "./defaults";
import { versionFrom } from "./enumerations";
import { integer, oneOf, section, text } from "./fields";

/** A cluster that is already there: kind, minikube, k3d or Docker Desktop. There is no Terraform. */
export const localSchema = section({
  cloud: oneOf(["local"]),
  ...commonShape,
  profile: oneOf(["demo"]),

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
    name: databaseShape.name,
    user: databaseShape.user,
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
