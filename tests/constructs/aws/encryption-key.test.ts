import { AwsEncryptionKey } from "../../../constructs/aws/encryption-key";
import { at } from "../../support/at";
import { constructJson, resolved } from "../../support/construct-json";

const json = constructJson(
  (stack) =>
    new AwsEncryptionKey(stack, "encryption", {
      description: "Secrets of the team",
      region: "eu-central-1",
      accountId: "123456789012",
    }),
);
const key = json.only("aws_kms_key");

describe("AwsEncryptionKey", () => {
  test("CKV_AWS_7: rotates, and can be had back for a month after it was deleted", () => {
    expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
  });

  test("says what it is for", () => {
    expect(key).toHaveProperty("description", "Secrets of the team");
  });

  test("CKV_AWS_33, CKV2_AWS_64: is for the account, and for CloudWatch's logs of that account in that region", () => {
    expect(JSON.parse(String(at(key, "policy")))).toHaveProperty("Statement", [
      { Effect: "Allow", Action: "kms:*", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Resource: "*" },
      {
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Principal: { Service: "logs.eu-central-1.amazonaws.com" },
        Resource: "*",
        Condition: {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:123456789012:log-group:*" },
        },
      },
    ]);
  });

  test("hands its ARN to what is encrypted with it", () => {
    expect(resolved(json.built, json.built.keyArn)).toBe("${aws_kms_key.encryption_key.arn}");
  });

  test("is the key that the cluster had before, and not another one", () => {
    expect(at(json.json, "moved")).toEqual([{ from: "aws_kms_key.cluster_key", to: "aws_kms_key.encryption_key" }]);
  });
});
