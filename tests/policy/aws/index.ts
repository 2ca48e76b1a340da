import { secrets as literalSecrets } from "../every-cloud/secrets";
import { state } from "../every-cloud/state";
import type { Policy } from "../policy";
import { clients } from "./clients";
import { cluster } from "./cluster";
import { database } from "./database";
import { firewall } from "./firewall";
import { identity } from "./identity";
import { keys } from "./keys";
import { logs } from "./logs";
import { network } from "./network";
import { nodes } from "./nodes";
import { permissions } from "./permissions";
import { registry } from "./registry";
import { secrets } from "./secrets";
import { trustPolicies } from "./trust";

export const awsPolicies: readonly Policy[] = [
  ...state,
  ...literalSecrets,
  ...network,
  ...firewall,
  ...clients,
  ...cluster,
  ...nodes,
  ...registry,
  ...database,
  ...logs,
  ...keys,
  ...secrets,
  ...trustPolicies,
  ...identity,
  ...permissions,
];

/** Checks of the scanner that run on these stacks and have no row of their own, each with the reason. */
export const awsNotMirrored: Readonly<Record<string, string>> = {
  CKV_AWS_388: "it is about Aurora, which this project has not",
};
