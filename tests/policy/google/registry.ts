import { referred } from "../references";
import { after, is, isSet, type Policy, when, without } from "../policy";
import { list, put, type Resource, type Stack, text } from "../stack";

const types = ["google_artifact_registry_repository"];
const grants = ["google_artifact_registry_repository_iam_member"];

interface CleanUp {
  readonly action: string;
  readonly condition?: object;
  readonly most_recent_versions?: { readonly keep_count?: number };
}

const cleanUps = (repository: Resource): CleanUp[] => list(repository, "cleanup_policies") as CleanUp[];

/** What an account is for, by what refers to it. */
const worksFor = (grant: Resource, stack: Stack, ...users: readonly string[]): boolean => {
  const account = referred(stack, text(grant, "member"), "google_service_account", "member");
  return account !== undefined && stack.referrers(account, ...users).length > 0;
};

const isForNodes = (grant: Resource, stack: Stack): boolean =>
  worksFor(grant, stack, "google_container_node_pool", "google_container_cluster");

/** Where images are. */
export const registry: readonly Policy[] = [
  {
    id: "CKV_GCP_84",
    must: "encrypt images with a key of one's own",
    types,
    ...isSet("kms_key_name"),
    broken: [],
    met: when("kms_key_name", "projects/team/locations/europe-west1/keyRings/team/cryptoKeys/images"),
  },
  {
    id: "CKV_GCP_101",
    must: "not be for everybody",
    types: grants,
    holds: (grant) => !["allUsers", "allAuthenticatedUsers"].includes(text(grant, "member")),
    broken: [when("member", "allUsers"), when("member", "allAuthenticatedUsers")],
  },
  {
    id: "OWN_GOOGLE_REGISTRY_SCANNED",
    must: "scan what is pushed (CIS 5.1.1)",
    types,
    ...is("vulnerability_scanning_config.enablement_config", "INHERITED"),
    broken: [],
    met: when("vulnerability_scanning_config.enablement_config", "INHERITED"),
  },
  {
    id: "OWN_GOOGLE_REGISTRY_TAGS",
    must: "have tags that cannot be moved to another image",
    types,
    ...is("docker_config.immutable_tags", true, false),
  },
  {
    id: "OWN_GOOGLE_REGISTRY_CLEANED",
    must: "delete old images by itself, but for the newest",
    types,
    holds: (repository) =>
      text(repository, "cleanup_policy_dry_run") === "false" &&
      cleanUps(repository).some(({ action, condition }) => action === "DELETE" && condition !== undefined) &&
      cleanUps(repository).some(
        ({ action, most_recent_versions }) => action === "KEEP" && (most_recent_versions?.keep_count ?? 0) >= 5,
      ),
    broken: [
      without("cleanup_policy_dry_run"),
      when("cleanup_policy_dry_run", true),
      without("cleanup_policies"),
      ...["KEEP", "DELETE"].map((action) =>
        after(`it says what to ${action} no longer`, (repository) => {
          put(
            repository,
            "cleanup_policies",
            cleanUps(repository).filter((policy) => policy.action !== action),
          );
        }),
      ),
    ],
  },
  {
    id: "OWN_GOOGLE_REGISTRY_USERS",
    must: "let nodes pull and releases push, and nobody else do anything (CIS 5.1.2, 5.1.3)",
    types: grants,
    holds: (grant, stack) =>
      text(grant, "role") === "roles/artifactregistry.writer"
        ? worksFor(grant, stack, "google_service_account_iam_member") && !isForNodes(grant, stack)
        : text(grant, "role") === "roles/artifactregistry.reader" && isForNodes(grant, stack),
    broken: [
      when("role", "roles/artifactregistry.repoAdmin"),
      when("role", "roles/artifactregistry.admin"),
      after("readers may write, and writers read", (grant) => {
        const role = text(grant, "role").endsWith("reader") ? "writer" : "reader";
        put(grant, "role", `roles/artifactregistry.${role}`);
      }),
      after("it is for an account that nothing works as", (grant, stack) => {
        const account = stack.add("google_service_account", { account_id: "visitor" });
        put(grant, "member", `\${${account.address}.member}`);
      }),
    ],
  },
];
