import { type AwsEnvironment, awsDatabaseType, awsDefaults, awsNodeType, awsSchema } from "./aws";
import type { MachineType } from "./catalogue/machine";
import { merge } from "./defaults";
import {
  type DigitaloceanEnvironment,
  digitaloceanDatabaseType,
  digitaloceanDefaults,
  digitaloceanNodeType,
  digitaloceanSchema,
} from "./digitalocean";
import {
  type GoogleEnvironment,
  type GoogleStandardCluster,
  googleDatabaseType,
  googleDefaults,
  googleNodeType,
  googleSchema,
} from "./google";
import { type LocalEnvironment, localDefaults, localSchema } from "./local";

export type { AwsEnvironment, DigitaloceanEnvironment, GoogleEnvironment, LocalEnvironment };

/** An environment for which Terraform creates something. */
export type CloudEnvironment = DigitaloceanEnvironment | GoogleEnvironment | AwsEnvironment;

/** An environment that chooses its nodes. On Google Cloud's Autopilot they come with the pods. */
export type EnvironmentWithNodes =
  DigitaloceanEnvironment | AwsEnvironment | (GoogleEnvironment & { readonly cluster: GoogleStandardCluster });

/** A complete, checked environment. */
export type Environment = CloudEnvironment | LocalEnvironment;

export type Cloud = Environment["cloud"];

/** How the settings of each cloud are checked and completed. */
export const clouds = {
  digitalocean: { schema: digitaloceanSchema, defaults: digitaloceanDefaults },
  google: { schema: googleSchema, defaults: googleDefaults },
  aws: { schema: awsSchema, defaults: awsDefaults },
  local: { schema: localSchema, defaults: localDefaults },
} as const;

/** What was written, laid over the defaults of its cloud and profile. Nothing is checked yet. */
export function complete(cloud: Cloud, written: object): unknown {
  const profile = "profile" in written && written.profile === "production" ? "production" : "demo";
  return merge(clouds[cloud].defaults(profile, written), written);
}

export const isCloudEnvironment = (environment: Environment): environment is CloudEnvironment =>
  environment.cloud !== "local";

export const hasNodes = (environment: CloudEnvironment): environment is EnvironmentWithNodes =>
  !("autopilot" in environment.cluster && environment.cluster.autopilot);

/** The type of machine that the nodes are. */
export function nodeMachine(environment: EnvironmentWithNodes): MachineType {
  switch (environment.cloud) {
    case "aws":
      return awsNodeType(environment);
    case "google":
      return googleNodeType(environment.cluster);
    case "digitalocean":
      return digitaloceanNodeType(environment);
  }
}

/** Connections that the database has for applications. PostgreSQL's own default is 100, of which 3 are reserved. */
export function databaseConnections(environment: Environment): number {
  switch (environment.cloud) {
    case "aws":
      return awsDatabaseType(environment).usableConnections;
    case "google":
      return googleDatabaseType(environment).usableConnections;
    case "digitalocean":
      return digitaloceanDatabaseType(environment).usableConnections;
    case "local":
      return 97;
  }
}
