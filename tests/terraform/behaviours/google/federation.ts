import type { Behaviour } from "../behaviour";
import { byApi, exactlyOneOf, length, matching, oneOf, type Rule } from "../rules";
import { text, type Values } from "../values";
import { iamMember, iamRole } from "./formats";
import { projectNumber, projectOf } from "./links";
import { google, manual, shared, source } from "./source";

/** The id of a pool or of a provider in it. */
const federationId: readonly Rule[] = [
  matching(/(?!gcp-)[0-9a-z-]*/, 'have lower-case letters, digits or hyphens, and not start with "gcp-"', "gcp-github"),
  { ...length(4, 32), wrong: "ci" },
];

const https = byApi(
  manual("iam_workload_identity_pool_provider"),
  matching(/https:\/\/\S+/, "be an address that begins with https://", "http://token.actions.githubusercontent.com"),
);

const conditions = ["condition.title", "condition.expression", "condition.description"];

/** A claim of a token, or something made of claims. */
const maps: Rule = byApi(manual("iam_workload_identity_pool_provider"), {
  must: "map to google.subject",
  holds: (value) => typeof value === "object" && value !== null && "google.subject" in value,
  wrong: { "attribute.repository": "assertion.repository" },
  whole: true,
});

const poolOf = (settings: Values, project: string): string =>
  `projects/${project}/locations/global/workloadIdentityPools/${text(settings, "workload_identity_pool_id")}`;

/** Tokens of others that are taken for those of an account, and what the account may do. */
export const federation = {
  google_iam_workload_identity_pool: {
    source: source("iambeta/resource_iam_workload_identity_pool.go"),
    rules: {
      workload_identity_pool_id: federationId,
      display_name: byApi(manual("iam_workload_identity_pool"), length(0, 32)),
      description: byApi(manual("iam_workload_identity_pool"), length(0, 256)),
    },
    replacedBy: ["workload_identity_pool_id", "project"],
    filledIn: ["project"],
    answers: (settings, cloud) => ({
      id: poolOf(settings, projectOf(settings, cloud)),
      // the API answers with the number of the project
      name: poolOf(settings, projectNumber(projectOf(settings, cloud))),
      project: projectOf(settings, cloud),
      state: "ACTIVE",
    }),
  },
  google_iam_workload_identity_pool_provider: {
    source: source("iambeta/resource_iam_workload_identity_pool_provider.go"),
    rules: {
      workload_identity_pool_provider_id: federationId,
      attribute_condition: byApi(manual("iam_workload_identity_pool_provider"), length(0, 4096)),
      attribute_mapping: maps,
      display_name: byApi(manual("iam_workload_identity_pool_provider"), length(0, 32)),
      description: byApi(manual("iam_workload_identity_pool_provider"), length(0, 256)),
      "oidc.allowed_audiences": byApi(manual("iam_workload_identity_pool_provider"), length(0, 256)),
      "oidc.issuer_uri": https,
    },
    relations: [
      exactlyOneOf(["aws", "oidc", "saml", "x509"], {
        aws: [{ account_id: "123456789012" }],
        oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }],
      }),
    ],
    replacedBy: ["workload_identity_pool_id", "workload_identity_pool_provider_id", "project"],
    filledIn: ["project"],
    answers: (settings, cloud) => {
      const provider = `providers/${text(settings, "workload_identity_pool_provider_id")}`;
      return {
        id: `${poolOf(settings, projectOf(settings, cloud))}/${provider}`,
        name: `${poolOf(settings, projectNumber(projectOf(settings, cloud)))}/${provider}`,
        project: projectOf(settings, cloud),
        state: "ACTIVE",
      };
    },
  },
  google_service_account_iam_member: {
    source: shared("tpgiamresource/resource_iam_member.go"),
    rules: {
      member: iamMember,
      role: iamRole,
      service_account_id: matching(
        /projects\/[^/]+\/serviceAccounts\/.+/,
        "be the name of an account: projects/…/serviceAccounts/…",
        "release@example-project.iam.gserviceaccount.com",
      ),
    },
    replacedBy: ["member", "role", "service_account_id", ...conditions],
    answers: (settings, cloud) => ({
      id: ["service_account_id", "role", "member"].map((name) => text(settings, name)).join("/"),
      etag: cloud.hex(11),
    }),
  },
  google_secret_manager_secret_iam_member: {
    source: shared("tpgiamresource/resource_iam_member.go"),
    rules: { member: iamMember, role: iamRole },
    replacedBy: ["member", "role", "secret_id", "project", ...conditions],
    filledIn: ["project"],
    answers: (settings, cloud) => ({
      id: ["secret_id", "role", "member"].map((name) => text(settings, name)).join("/"),
      project: projectOf(settings, cloud),
      etag: cloud.hex(11),
    }),
  },
  google_project_iam_custom_role: {
    source: source("resourcemanager/resource_google_project_iam_custom_role.go"),
    rules: {
      role_id: matching(
        /[a-zA-Z0-9_.]{3,64}/,
        "have 3 to 64 letters, digits, underscores or dots, and no hyphens",
        "release-role",
      ),
      stage: oneOf("ALPHA", "BETA", "GA", "DEPRECATED", "DISABLED", "EAP"),
      title: byApi(google("iam/docs/reference/rest/v1/organizations.roles"), length(0, 100)),
      description: byApi(google("iam/docs/reference/rest/v1/organizations.roles"), length(0, 300)),
      permissions: byApi(
        google("iam/docs/custom-roles-permissions-support"),
        matching(
          /[a-z][A-Za-z0-9.-]*\.[A-Za-z]+\.[A-Za-z]+/,
          "be a permission, such as container.clusters.get",
          "container.*",
        ),
      ),
    },
    replacedBy: ["role_id", "project"],
    defaults: { stage: "GA" },
    filledIn: ["project"],
    answers: (settings, cloud) => {
      const name = `projects/${projectOf(settings, cloud)}/roles/${text(settings, "role_id")}`;
      return { id: name, name, project: projectOf(settings, cloud), deleted: false };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
