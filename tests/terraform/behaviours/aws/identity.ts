import { sameJson } from "../alike";
import type { Behaviour } from "../behaviour";
import { between, byApi, conflicts, items, length, matching, needs, oneOf, type Rule } from "../rules";
import { isSet, known } from "../values";
import { arnOf, iamArnOf, nameOf, textOf } from "./made-of";
import { arn, jsonUpTo, policyDocument } from "./own-rules";
import { api, source } from "./source";

const signs = matching(/[\w+=,.@-]*/, "consist of letters, digits and +=,.@-_", "no name!");

const withoutScheme = (url: unknown): string => String(url).replace("https://", "");

const upToFiveThumbprints: Rule = {
  ...items(0, 5),
  wrong: Array.from({ length: 6 }, (_, index) => String(index).repeat(40)),
};

/** Roles, who may take them on, their policies, and the keys that they may use. */
export const identity = {
  aws_iam_role: {
    source: source("iam/role.go"),
    alike: { assume_role_policy: sameJson },
    rules: {
      name: [length(0, 64), signs],
      name_prefix: [length(0, 38), signs],
      assume_role_policy: [policyDocument, byApi(api("iam", "CreateRole"), jsonUpTo(2048))],
      description: length(0, 1000),
      max_session_duration: between(3600, 43200),
      permissions_boundary: arn,
      path: byApi(api("iam", "CreateRole"), matching(/\/|\/.*\//, "start and end with a slash", "demo")),
    },
    relations: [conflicts("name", "name_prefix", { name_prefix: "demo-" })],
    replacedBy: ["name", "name_prefix", "path"],
    defaults: { force_detach_policies: false, max_session_duration: 3600, path: "/" },
    filledIn: ["inline_policy", "managed_policy_arns", "name", "name_prefix"],
    answers: (settings, cloud) => {
      const name = nameOf(settings, cloud);
      return {
        id: name,
        arn: iamArnOf(cloud, `role${textOf(settings, "path", "/")}${name}`),
        create_date: "2026-01-01T00:00:00Z",
        managed_policy_arns: [],
        name,
        name_prefix: "",
        unique_id: `AROA${cloud.hex(17).toUpperCase()}`,
      };
    },
  },
  aws_iam_role_policy: {
    source: source("iam/role_policy.go"),
    alike: { policy: sameJson },
    rules: {
      name: [length(0, 128), signs],
      policy: [
        policyDocument,
        byApi("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html", jsonUpTo(10240)),
      ],
    },
    relations: [conflicts("name", "name_prefix", { name_prefix: "demo-" })],
    replacedBy: ["name", "name_prefix", "role"],
    filledIn: ["name", "name_prefix"],
    answers: (settings, cloud) => {
      const name = nameOf(settings, cloud);
      return { id: `${textOf(settings, "role", "role")}:${name}`, name, name_prefix: "" };
    },
  },
  aws_iam_role_policy_attachment: {
    source: source("iam/role_policy_attachment.go"),
    rules: { policy_arn: arn },
    replacedBy: ["policy_arn", "role"],
    answers: (settings) => ({ id: `${textOf(settings, "role", "role")}/${textOf(settings, "policy_arn", "policy")}` }),
  },
  aws_iam_openid_connect_provider: {
    source: source("iam/openid_connect_provider.go"),
    alike: { url: (before, after) => withoutScheme(before) === withoutScheme(after) },
    rules: {
      client_id_list: length(1, 255),
      thumbprint_list: [length(40, 40), byApi(api("iam", "CreateOpenIDConnectProvider"), upToFiveThumbprints)],
      url: [
        matching(/https:.*/, "begin with https://", "http://token.actions.githubusercontent.com"),
        matching(/[^?]*/, "have no query", "https://token.actions.githubusercontent.com?audience=demo"),
        byApi(api("iam", "CreateOpenIDConnectProvider"), {
          ...length(1, 255),
          wrong: `https://${"a".repeat(255)}`,
        }),
      ],
    },
    replacedBy: ["url"],
    filledIn: ["thumbprint_list"],
    answers: (settings, cloud) => {
      // made of the address, so that an account has one for each
      const id = iamArnOf(cloud, `oidc-provider/${withoutScheme(textOf(settings, "url", "issuer"))}`);
      return { id, arn: id, thumbprint_list: [cloud.hex(40)] };
    },
  },
  aws_kms_key: {
    source: source("kms/key.go"),
    alike: { policy: sameJson },
    rules: {
      deletion_window_in_days: between(7, 30),
      description: length(0, 8192),
      key_usage: oneOf("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"),
      customer_master_key_spec: oneOf(
        "SYMMETRIC_DEFAULT",
        "RSA_2048",
        "RSA_3072",
        "RSA_4096",
        "HMAC_224",
        "HMAC_256",
        "HMAC_384",
        "HMAC_512",
        "ECC_NIST_P256",
        "ECC_NIST_P384",
        "ECC_NIST_P521",
        "ECC_SECG_P256K1",
        "SM2",
        "ML_DSA_44",
        "ML_DSA_65",
        "ML_DSA_87",
      ),
      policy: policyDocument,
      rotation_period_in_days: between(90, 2560),
    },
    relations: [
      needs("xks_key_id", "custom_key_store_id", { xks_key_id: "key-1" }),
      byApi(api("kms", "EnableKeyRotation"), {
        arguments: ["rotation_period_in_days", "enable_key_rotation"],
        must: "`rotation_period_in_days` must be set together with `enable_key_rotation` = true",
        holds: (settings) =>
          !isSet(settings, "rotation_period_in_days") || known(settings, "enable_key_rotation") === true,
        wrong: { rotation_period_in_days: 90, enable_key_rotation: false },
      }),
      byApi(api("kms", "EnableKeyRotation"), {
        arguments: ["enable_key_rotation", "customer_master_key_spec"],
        must: "`enable_key_rotation` must not be true for another `customer_master_key_spec` than SYMMETRIC_DEFAULT",
        holds: (settings) =>
          known(settings, "enable_key_rotation") !== true ||
          (known(settings, "customer_master_key_spec") ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT",
        wrong: { customer_master_key_spec: "RSA_2048" },
      }),
    ],
    replacedBy: ["custom_key_store_id", "customer_master_key_spec", "key_usage", "multi_region", "xks_key_id"],
    defaults: {
      bypass_policy_lockout_safety_check: false,
      customer_master_key_spec: "SYMMETRIC_DEFAULT",
      enable_key_rotation: false,
      is_enabled: true,
      key_usage: "ENCRYPT_DECRYPT",
    },
    filledIn: ["description", "multi_region", "policy", "rotation_period_in_days"],
    answers: (_, cloud) => {
      const id = cloud.uuid();
      return {
        id,
        arn: arnOf(cloud, "kms", `key/${id}`),
        description: "",
        key_id: id,
        multi_region: false,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Id: "key-default-1",
          Statement: [
            {
              Sid: "Enable IAM User Permissions",
              Effect: "Allow",
              Principal: { AWS: iamArnOf(cloud, "root") },
              Action: "kms:*",
              Resource: "*",
            },
          ],
        }),
        rotation_period_in_days: 365,
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
