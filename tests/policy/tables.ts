import { awsNotMirrored, awsPolicies } from "./aws";
import { awsEnvironments } from "./aws/environments";
import type { Judged } from "./judged";
import type { Policy } from "./policy";

/** The policies of one cloud, and what they are held against. */
export interface Table {
  readonly cloud: string;
  /** Ids of the scanner for that cloud. */
  readonly scanner: RegExp;
  readonly policies: readonly Policy[];
  readonly notMirrored: Readonly<Record<string, string>>;
  readonly environments: readonly Judged[];
}

export const tables: readonly Table[] = [
  {
    cloud: "aws",
    scanner: /^CKV2?_AWS_\d+$/,
    policies: awsPolicies,
    notMirrored: awsNotMirrored,
    environments: awsEnvironments,
  },
];
