import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

import { policy } from "./iam";

export interface AwsEncryptionKeyProps {
  /** What it is for, as people read it in the console. */
  readonly description: string;
  readonly region: string;
  readonly accountId: string;
}

/** A key of one's own for Secrets, passwords, logs and insights. About $1 a month; deleted keys can be had back for 30 days. */
export class AwsEncryptionKey extends Construct {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, { description, region, accountId }: AwsEncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "key", {
      description,
      enableKeyRotation: true, // CKV_AWS_7
      deletionWindowInDays: 30,
      // CKV2_AWS_64; "*" is this key
      policy: policy(
        // who may use it is decided by the policies of the account's roles
        { Effect: "Allow", Action: "kms:*", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Resource: "*" },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
          Principal: { Service: `logs.${region}.amazonaws.com` },
          Resource: "*",
          Condition: {
            ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${accountId}:log-group:*` },
          },
        },
      ),
    });
    // the cluster made it before; `moveFromId` would run Terraform to ask for its version
    const moved = { from: "aws_kms_key.cluster_key_D00E14E1", to: `aws_kms_key.${key.friendlyUniqueId}` };
    TerraformStack.of(this).addOverride("moved", [moved]);
    this.keyArn = key.arn;
  }
}
