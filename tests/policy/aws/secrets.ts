import { after, is, type Policy, when, without } from "../policy";
import { list, setting, text } from "../stack";
import { isEncryptedWithOwnKey } from "./keys";

export const secrets: readonly Policy[] = [
  {
    id: "CKV_AWS_41",
    must: "take credentials from whoever runs Terraform",
    types: ["provider.aws"],
    holds: (provider) => ["access_key", "secret_key", "token"].every((path) => setting(provider, path) === undefined),
    broken: [
      when("access_key", "AKIA1234567890ABCDEF"),
      when("secret_key", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYab"),
    ],
  },
  {
    id: "OWN_AWS_ACCOUNT",
    must: "refuse the credentials of another account",
    types: ["provider.aws"],
    holds: (provider) =>
      list(provider, "allowed_account_ids").length === 1 &&
      list(provider, "allowed_account_ids").every((account) => /^\d{12}$/.test(String(account))),
    broken: [without("allowed_account_ids"), when("allowed_account_ids", [])],
  },
  {
    id: "CKV_AWS_149",
    must: "be encrypted with a key of one's own",
    types: ["aws_secretsmanager_secret"],
    ...isEncryptedWithOwnKey("kms_key_id"),
  },
  {
    id: "CKV2_AWS_57",
    must: "be changed regularly",
    types: ["aws_secretsmanager_secret"],
    holds: (secret, stack) => stack.referrers(secret, "aws_secretsmanager_secret_rotation").length > 0,
    broken: [],
    met: after("it is changed regularly", ({ address }, stack) => {
      stack.add("aws_secretsmanager_secret_rotation", {
        secret_id: `\${${address}.id}`,
        rotation_lambda_arn: "arn:aws:lambda:eu-central-1:111122223333:function:rotate",
        rotation_rules: { automatically_after_days: 30 },
      });
    }),
  },
  {
    id: "OWN_AWS_SECRET_WRITE_ONLY",
    must: "be written without being kept in plan or state",
    types: ["aws_secretsmanager_secret_version"],
    holds: (version) =>
      text(version, "secret_string_wo").includes("${ephemeral.") &&
      ["secret_string", "secret_binary"].every((path) => setting(version, path) === undefined),
    broken: [
      when("secret_string_wo", '{"username":"demouser","password":"${random_password.user.result}"}'),
      when("secret_string", "${random_password.user.result}"),
      ...is("secret_string_wo", "").broken,
    ],
  },
];
