import { after, is, isNot, isSet, type Policy, when, without } from "../policy";
import { list, text } from "../stack";
import { changePolicy, statements } from "./statements";

const symmetric = "SYMMETRIC_DEFAULT";

/** Keys of KMS, and who may use them. */
export const keys: readonly Policy[] = [
  {
    id: "CKV_AWS_7",
    must: "be rotated",
    types: ["aws_kms_key"],
    concerns: (key) => ["", symmetric].includes(text(key, "customer_master_key_spec")),
    ...is("enable_key_rotation", true, false),
  },
  {
    id: "CKV_AWS_33",
    must: "not be for everybody",
    types: ["aws_kms_key"],
    holds: (key) =>
      statements(text(key, "policy")).every(
        ({ allows, principals, hasCondition }) =>
          !allows || hasCondition || !principals.some(({ name }) => name === "*"),
      ),
    broken: [
      after("everybody is a principal", (key) => {
        changePolicy(key, "policy", ([first]) => {
          first!["Principal"] = { AWS: "*" };
        });
      }),
      after("the principal is `*`", (key) => {
        changePolicy(key, "policy", ([first]) => {
          first!["Principal"] = "*";
        });
      }),
    ],
  },
  {
    id: "CKV_AWS_227",
    must: "be enabled",
    types: ["aws_kms_key"],
    ...isNot("is_enabled", false),
  },
  {
    id: "CKV2_AWS_64",
    must: "say who may use it",
    types: ["aws_kms_key"],
    ...isSet("policy"),
  },
  {
    id: "OWN_AWS_KEY_OWNED",
    must: "be for its own account, and for services of AWS under a condition",
    types: ["aws_kms_key"],
    holds: (key, stack) => {
      const [account = "none"] = stack.all("provider.aws").flatMap((provider) => list(provider, "allowed_account_ids"));
      return statements(text(key, "policy")).every(({ allows, principals, hasCondition }) =>
        principals.every(
          ({ kind, name }) =>
            !allows ||
            (kind === "AWS" && name === `arn:aws:iam::${String(account)}:root`) ||
            (kind === "Service" && name.endsWith(".amazonaws.com") && hasCondition),
        ),
      );
    },
    broken: [
      after("another account may use it", (key) => {
        changePolicy(key, "policy", ([first]) => {
          first!["Principal"] = { AWS: "arn:aws:iam::999999999999:root" };
        });
      }),
      after("everybody may use it under a condition", (key) => {
        changePolicy(key, "policy", (all) => {
          const Condition = { StringLike: { "aws:PrincipalArn": "*" } };
          all.push({ Effect: "Allow", Action: "kms:Decrypt", Principal: "*", Resource: "*", Condition });
        });
      }),
      after("a service may use it for anybody", (key) => {
        changePolicy(key, "policy", (all) => {
          const Principal = { Service: "logs.eu-central-1.amazonaws.com" };
          all.push({ Effect: "Allow", Action: "kms:Decrypt", Principal, Resource: "*" });
        });
      }),
    ],
  },
  {
    id: "OWN_AWS_KEY_RECOVERABLE",
    must: "be recoverable for a month after it was deleted, because everything encrypted with it is lost",
    types: ["aws_kms_key"],
    holds: (key) => ["", "30"].includes(text(key, "deletion_window_in_days")),
    broken: [when("deletion_window_in_days", 7)],
  },
];

/**
 * An argument must refer to a key of the stack.
 *
 * @param unseen why the scanner does not see that a key is not one's own
 */
export const isEncryptedWithOwnKey = (path: string, unseen?: string): Pick<Policy, "holds" | "broken"> => ({
  holds: (resource, stack) => stack.targets(text(resource, path)).some(({ type }) => type === "aws_kms_key"),
  broken: [without(path), when(path, "alias/aws/secretsmanager", unseen)],
});
