import { secrets as literalSecrets } from "../every-cloud/secrets";
import { state } from "../every-cloud/state";
import type { Policy } from "../policy";
import { clients } from "./clients";
import { cluster } from "./cluster";
import { clusterAccess } from "./cluster-access";
import { clusterOperations } from "./cluster-operations";
import { database } from "./database";
import { databaseBackups } from "./database-backups";
import { databaseLogs } from "./database-logs";
import { firewall } from "./firewall";
import { knownTypes } from "./known-types";
import { labels } from "./labels";
import { network } from "./network";
import { nodes } from "./nodes";
import { outputs } from "./outputs";
import { permissions } from "./permissions";
import { project } from "./project";
import { registry } from "./registry";
import { secrets } from "./secrets";
import { trust } from "./trust";

export const googlePolicies: readonly Policy[] = [
  ...state,
  ...literalSecrets,
  ...knownTypes,
  ...project,
  ...labels,
  ...network,
  ...firewall,
  ...cluster,
  ...clusterAccess,
  ...clusterOperations,
  ...nodes,
  ...registry,
  ...database,
  ...databaseBackups,
  ...databaseLogs,
  ...clients,
  ...secrets,
  ...permissions,
  ...trust,
  ...outputs,
];

/** Checks that run on these stacks and have no row of their own, each with the reason. */
export const googleNotMirrored: Readonly<Record<string, string>> = {
  CKV2_GCP_7: "it is about MySQL, which this project has not",
  CKV2_GCP_20: "it is about MySQL, which this project has not",
};
