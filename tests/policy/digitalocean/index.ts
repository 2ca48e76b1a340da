import { secrets } from "../every-cloud/secrets";
import { state } from "../every-cloud/state";
import type { Policy } from "../policy";
import { account } from "./account";
import { clients } from "./clients";
import { cluster } from "./cluster";
import { database } from "./database";
import { knownTypes } from "./known-types";
import { network } from "./network";
import { outputs } from "./outputs";
import { registry } from "./registry";
import { versions } from "./versions";

export const digitaloceanPolicies: readonly Policy[] = [
  ...state,
  ...secrets,
  ...knownTypes,
  ...account,
  ...network,
  ...cluster,
  ...versions,
  ...registry,
  ...database,
  ...clients,
  ...outputs,
];

/** Checks of Checkov (CKV) and Trivy (DIG) about types that these stacks have not, each with the policy that says so. */
export const digitaloceanNotMirrored: Readonly<Record<string, string>> = {
  "DIG-0003": "there is no firewall whose way out could be open: DIG-0001",
  "DIG-0004": "there is no machine to log in to: CKV_DIO_2",
  "DIG-0006": "there is no bucket: CKV_DIO_3",
  "DIG-0007": "there is no bucket: CKV_DIO_3",
  "DIG-0009": "there is no bucket: CKV_DIO_3",
  CKV_DIO_1: "there is no bucket: CKV_DIO_3",
  CKV_DIO_4: "there is no firewall: DIG-0001",
};
