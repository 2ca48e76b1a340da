import type { TerraformStack } from "cdktf";

import type { GooglePostgresDatabaseProps } from "../../../constructs/google/postgres-database";
import { GoogleNetwork, type GoogleNetworkProps } from "../../../constructs/google/network";
import { GoogleProjectServices } from "../../../constructs/google/project-services";

export const services = (stack: TerraformStack) => new GoogleProjectServices(stack, "services").enabled;

/** What everything waits for that is made first in its API. */
export const everyService = [
  "artifactregistry",
  "cloudresourcemanager",
  "compute",
  "container",
  "iam",
  "secretmanager",
  "sqladmin",
].map((name) => `google_project_service.services_${name}`);

export const network = (
  stack: TerraformStack,
  dependsOn: GoogleNetworkProps["dependsOn"],
  props: Partial<GoogleNetworkProps> = {},
) =>
  new GoogleNetwork(stack, "network", {
    name: "team",
    region: "europe-west1",
    nodesCidr: "10.0.0.0/20",
    podsCidr: "10.4.0.0/14",
    servicesCidr: "10.0.32.0/20",
    databaseCidr: "10.0.48.0/28",
    flowLogs: false,
    dependsOn,
    ...props,
  });

/** A small database, without what it is in and what it waits for. */
export const databaseProps = {
  name: "team",
  instanceName: "team-1",
  projectId: "team-project",
  region: "europe-west1",
  postgresVersion: "17",
  edition: "ENTERPRISE",
  tier: "db-f1-micro",
  storageGib: 10,
  maxStorageGib: 100,
  databaseName: "demo",
  userName: "demouser",
  passwordVersion: 1,
  backupRetentionDays: 7,
  pointInTimeDays: 7,
  maintenance: { day: "sunday", startTime: "03:00" },
  regional: false,
  logsStatements: false,
  deletionProtection: false,
  keepBackupsOnDelete: false,
  labels: { project: "team" },
} as const satisfies Omit<GooglePostgresDatabaseProps, "network" | "dependsOn">;
