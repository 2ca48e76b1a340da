import { referred } from "../references";
import { after, forbidden, type Policy, when } from "../policy";
import { list, put, type Resource, type Stack, text } from "../stack";

const inProject = ["google_project_iam_member", "google_project_iam_binding"];
const everywhere = [
  ...inProject,
  "google_artifact_registry_repository_iam_member",
  "google_secret_manager_secret_iam_member",
  "google_service_account_iam_member",
];
const aStranger = "serviceAccount:visitor@another-project.iam.gserviceaccount.com";

const members = (grant: Resource): string[] => [...list(grant, "member"), ...list(grant, "members")].map(String);

/** Roles that let one act as an account, or make one. */
const impersonation =
  /^roles\/(owner|editor|iam\.(securityAdmin|serviceAccount(Admin|KeyAdmin|User|TokenCreator|OpenIdTokenCreator)|workloadIdentityUser)|.*\.serviceAgent)$/;

/** What a role of one's own may consist of: finding a cluster, and being let in. */
const harmless = /^container\.clusters\.(connect|get|list)$/;

const isOfStack = (member: string, stack: Stack): boolean =>
  referred(stack, member, "google_service_account", "member") !== undefined ||
  stack
    .targets(member)
    .some(
      ({ type }) =>
        type === "google_iam_workload_identity_pool" && member.startsWith("principal://iam.googleapis.com/$"),
    );

/** Another role is given in the project, and to whom. */
const granted = (role: string, member?: string) =>
  after(`\`${role}\` is given${member === undefined ? "" : ` to ${member}`}`, (grant) => {
    put(grant, "role", role);
    if (member !== undefined) put(grant, "member", member);
  });

/** Who may do what. Who may read secrets is in `secrets.ts`, who may pull and push in `registry.ts`. */
export const permissions: readonly Policy[] = [
  {
    id: "CKV_GCP_117",
    must: "not be one of the roles that are about everything",
    types: inProject,
    holds: (grant) => !/^roles\/(owner|editor|viewer)$/.test(text(grant, "role")),
    broken: [granted("roles/viewer"), granted("roles/editor"), granted("roles/owner")],
  },
  {
    id: "CKV_GCP_41",
    must: "not let one act as every account of the project",
    types: inProject,
    holds: (grant) => !/^roles\/iam\.serviceAccount(User|TokenCreator)$/.test(text(grant, "role")),
    broken: [granted("roles/iam.serviceAccountUser"), granted("roles/iam.serviceAccountTokenCreator")],
  },
  {
    id: "CKV_GCP_49",
    must: "not let one act as every account of the project, nor make one",
    types: inProject,
    holds: (grant) => !impersonation.test(text(grant, "role")),
    broken: ["workloadIdentityUser", "serviceAccountKeyAdmin", "securityAdmin"].map((role) =>
      granted(`roles/iam.${role}`),
    ),
  },
  {
    id: "CKV_GCP_42",
    must: "not make an account that is named by its address an administrator",
    types: ["google_project_iam_member"],
    holds: (grant) =>
      !/@.*\.iam\.gserviceaccount\.com$/.test(text(grant, "member")) ||
      !/([Aa]dmin|editor|owner)/.test(text(grant, "role")),
    broken: ["container.admin", "container.clusterAdmin"].map((role) =>
      granted(`roles/${role}`, "serviceAccount:release@team.iam.gserviceaccount.com"),
    ),
  },
  {
    id: "CKV_GCP_46",
    must: "not be for the accounts that everything in the project works as",
    types: inProject,
    holds: (grant) =>
      members(grant).every((member) => !/(-compute@developer|@appspot)\.gserviceaccount\.com$/.test(member)),
    broken: [
      when("member", "serviceAccount:123456789012-compute@developer.gserviceaccount.com"),
      when("member", "serviceAccount:team@appspot.gserviceaccount.com"),
    ],
  },
  {
    id: "GCP-0003",
    must: "not be for a person: people get rights where people are kept",
    types: everywhere,
    holds: (grant) => members(grant).every((member) => !member.startsWith("user:")),
    broken: [when("member", "user:somebody@example.org")],
  },
  {
    id: "OWN_GOOGLE_MEMBERS",
    must: "be for accounts of the stack, and subjects that its own pool knows",
    types: everywhere,
    holds: (grant, stack) => members(grant).length > 0 && members(grant).every((member) => isOfStack(member, stack)),
    broken: [
      when("member", aStranger),
      when("member", "group:everybody@example.org"),
      when(
        "member",
        "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/other/subject/x",
      ),
    ],
  },
  {
    id: "OWN_GOOGLE_PROJECT_ROLES",
    must: "give in the whole project what nodes need and what finds a cluster, and no more (CIS 5.1.2, 5.1.3)",
    types: ["google_project_iam_member"],
    holds: (grant, stack) =>
      text(grant, "role") === "roles/container.defaultNodeServiceAccount" ||
      referred(stack, text(grant, "role"), "google_project_iam_custom_role", "name") !== undefined,
    broken: [
      granted("roles/artifactregistry.reader"),
      granted("roles/secretmanager.secretAccessor"),
      granted("roles/container.developer"),
    ],
  },
  {
    id: "OWN_GOOGLE_CUSTOM_ROLE",
    must: "let one find a cluster and reach its API; what may be done there, Kubernetes decides",
    types: ["google_project_iam_custom_role"],
    holds: (role) =>
      list(role, "permissions").length > 0 &&
      list(role, "permissions").every((permission) => harmless.test(String(permission))),
    broken: ["container.secrets.list", "container.clusters.update", "iam.serviceAccounts.actAs"].map((permission) =>
      after(`\`${permission}\` is in it`, (role) => {
        put(role, "permissions", [...list(role, "permissions"), permission]);
      }),
    ),
  },
  {
    id: "CKV2_GCP_3",
    must: "not be: a key can be copied, and is in the state",
    ...forbidden("google_service_account_key", { service_account_id: "nodes", public_key_data: "c29tZWJvZHk=" }),
  },
  {
    id: "OWN_GOOGLE_KEY",
    must: "not be, whoever makes it",
    ...forbidden("google_service_account_key", {}),
    broken: [
      after(
        "Google makes one",
        (_, stack) => stack.add("google_service_account_key", { service_account_id: "nodes" }),
        "it minds only keys that somebody brings along",
      ),
    ],
  },
];
