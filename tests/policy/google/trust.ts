import { referred } from "../references";
import { after, isSet, type Policy, when } from "../policy";
import { list, put, type Resource, setting, type Stack, text } from "../stack";

const types = ["google_iam_workload_identity_pool_provider"];
const github = "https://token.actions.githubusercontent.com";
const condition = "attribute_condition";

const isGithub = (provider: Resource): boolean => text(provider, "oidc.issuer_uri") === github;
const isOther = (provider: Resource): boolean => !isGithub(provider);

/** One repository, and one environment of it, where GitHub asks whoever has to approve. */
const oneEnvironment = /^assertion\.sub == 'repo:[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?:environment:[\w.-]+'$/;

/** One project of Semaphore, on its branch or on tags that begin as those for urgent releases do. */
const project = String.raw`org:[\w-]+:project:[0-9a-f-]{36}:repo:[\w.-]+:ref_type`;
const oneProject = new RegExp(
  String.raw`^assertion\.sub == '${project}:branch:ref:refs/heads/[\w-]+' \|\| ` +
    String.raw`assertion\.sub\.startsWith\('${project}:tag:ref:refs/tags/[\w-]+'\)$`,
);

const grants = ["google_service_account_iam_member"];
const subject = /^principal:\/\/iam\.googleapis\.com\/\$\{[\w.-]+\.name\}\/subject\/[^*]+$/;

/** The account that a grant is about, when nothing else works as it: neither nodes nor anything that runs on them. */
const isForReleases = (grant: Resource, stack: Stack): boolean => {
  const account = referred(stack, setting(grant, "service_account_id"), "google_service_account", "name");
  return (
    account !== undefined &&
    stack.referrers(account, "google_container_cluster", "google_container_node_pool").length === 0
  );
};

/** Whose tokens Google takes for credentials. */
export const trust: readonly Policy[] = [
  {
    id: "CKV_GCP_118",
    must: "say which tokens it takes, of all that the issuer gives out",
    types,
    ...isSet(condition),
  },
  {
    id: "CKV_GCP_125",
    must: "take those of one environment of one repository, and no others",
    types,
    concerns: isGithub,
    holds: (provider) => oneEnvironment.test(text(provider, condition)),
    broken: [
      when(condition, "assertion.repository_owner_id == '1234'"),
      when(condition, "assertion.sub == '*:*'"),
      when(condition, "assertion.sub == 'environment:production'"),
      when(
        condition,
        "assertion.sub == 'repo:example-org/shop:ref:refs/heads/master'",
        "it is content with a repository",
      ),
      when(condition, "assertion.sub == 'repo:example-org/shop:environment:p' || true", "it reads the beginning only"),
    ],
  },
  {
    id: "OWN_GOOGLE_TRUST_PROJECT",
    must: "take those of one project, its branch and its urgent tags, and no others",
    types,
    concerns: isOther,
    holds: (provider) => oneProject.test(text(provider, condition)),
    broken: [
      when(condition, "assertion.sub.startsWith('org:example-org:')"),
      when(condition, "assertion.prj_id == '01234567-89ab-cdef-0123-456789abcdef'"),
      when(condition, "true"),
    ],
  },
  {
    id: "OWN_GOOGLE_TRUST_ISSUER",
    must: "ask an issuer that nobody can play, and take tokens that were meant for it",
    types,
    holds: (provider) =>
      (isGithub(provider)
        ? setting(provider, "oidc.allowed_audiences") === undefined
        : /^https:\/\/[\w-]+\.semaphoreci\.com$/.test(text(provider, "oidc.issuer_uri")) &&
          list(provider, "oidc.allowed_audiences").join() === text(provider, "oidc.issuer_uri")) &&
      setting(provider, "oidc.jwks_json") === undefined,
    broken: [
      when("oidc.issuer_uri", "http://token.actions.githubusercontent.com"),
      when("oidc.allowed_audiences", ["anything"]),
      when("oidc.jwks_json", '{"keys":[]}'),
    ],
  },
  {
    id: "OWN_GOOGLE_TRUST_SUBJECT",
    must: "name one subject that may work as the account, and give no other right about it",
    types: grants,
    holds: (grant, stack) =>
      text(grant, "role") === "roles/iam.workloadIdentityUser" &&
      subject.test(text(grant, "member")) &&
      isForReleases(grant, stack),
    broken: [
      when("role", "roles/iam.serviceAccountTokenCreator"),
      after("whole repositories may", (grant, stack) => {
        const [pool] = stack.all("google_iam_workload_identity_pool");
        const set = `principalSet://iam.googleapis.com/\${${pool!.address}.name}`;
        put(grant, "member", `${set}/attribute.repository/example-org/shop`);
      }),
      after("everybody whom the pool knows may", (grant, stack) => {
        const [pool] = stack.all("google_iam_workload_identity_pool");
        put(grant, "member", `principalSet://iam.googleapis.com/\${${pool!.address}.name}/*`);
      }),
      after("they may work as nodes do", (grant, stack) => {
        const [pool] = stack.all("google_container_node_pool");
        const [account] = stack.targets(setting(pool!, "node_config.service_account"));
        put(grant, "service_account_id", `\${${account!.address}.name}`);
      }),
    ],
  },
  {
    id: "OWN_GOOGLE_TRUST_MAPPED",
    must: "take the subject from what the condition is about, and nothing else from the token",
    types,
    holds: (provider) => {
      const mapping = (setting(provider, "attribute_mapping") ?? {}) as Record<string, string>;
      return (
        Object.keys(mapping).length === 1 &&
        ["assertion.sub", "assertion.prj_id"].includes(mapping["google.subject"] ?? "")
      );
    },
    broken: [
      when("attribute_mapping", { "google.subject": "assertion.actor" }),
      when("attribute_mapping", { "google.subject": "assertion.sub", "attribute.repository": "assertion.repository" }),
    ],
  },
];
