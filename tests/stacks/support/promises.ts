import { TerraformResource } from "cdktf";

import type { TerraformJson } from "../../support/terraform-json";

/** Who may connect, once a rule was found to let in nobody but the cluster of the same stack. */
export const theCluster = "the cluster";

/** What every cloud promises, as it is found in the JSON of one stack. */
export interface Promises {
  /** All nodes of the cluster, whatever the cloud counts. */
  readonly nodes: number;
  readonly control: {
    /** Networks from which the Kubernetes API answers without any other guard. */
    readonly openTo: readonly string[];
    readonly secretsEncrypted: boolean | "by the cloud";
    /** Every switch that guards the cluster against deletion. */
    readonly deletionProtected: readonly boolean[];
  };
  readonly database: {
    readonly hasPublicAddress: boolean;
    /** Who can connect: {@link theCluster}, or the rule itself where it lets in anyone else. */
    readonly clients: readonly string[];
    readonly forcesTls: boolean | "by the cloud";
    readonly encrypted: boolean | "by the cloud";
    readonly backupDays: number | "by the cloud";
    readonly hasStandby: boolean;
    /** Every switch that guards the database against deletion. */
    readonly deletionProtected: readonly boolean[];
    /** Whether data outlives a deletion that was meant, in a last snapshot or kept backups. */
    readonly keepsCopyWhenDeleted: boolean | "not on this cloud";
  };
  readonly registry: {
    readonly immutableTags: boolean;
    readonly scans: boolean;
    readonly cleansUp: boolean;
  };
  /** Everything that can carry tags or labels, and those that it will have. */
  readonly tagged: readonly Tagged[];
  /** Paths in the JSON where the whole internet is named because traffic may leave to it. */
  readonly waysOut: readonly RegExp[];
}

export interface Tagged {
  readonly what: string;
  readonly tags: Readonly<Record<string, unknown>>;
}

/** The resources whose type has an argument of that name. */
export function resourcesWith(json: TerraformJson, argument: string): TerraformResource[] {
  return json.stack.node
    .findAll()
    .filter((construct): construct is TerraformResource => TerraformResource.isTerraformResource(construct))
    .filter((resource) => argument in resource);
}
