import { after, type Policy } from "../policy";

/** Types that the other policies of this folder have been thought through for. */
const known = [
  "google_artifact_registry_repository",
  "google_artifact_registry_repository_iam_member",
  "google_compute_address",
  "google_compute_firewall",
  "google_compute_forwarding_rule",
  "google_compute_network",
  "google_compute_router",
  "google_compute_router_nat",
  "google_compute_subnetwork",
  "google_container_cluster",
  "google_container_node_pool",
  "google_iam_workload_identity_pool",
  "google_iam_workload_identity_pool_provider",
  "google_project_iam_custom_role",
  "google_project_iam_member",
  "google_project_service",
  "google_secret_manager_secret",
  "google_secret_manager_secret_iam_member",
  "google_secret_manager_secret_version",
  "google_service_account",
  "google_service_account_iam_member",
  "google_sql_database",
  "google_sql_database_instance",
  "google_sql_user",
];

const withAnother = (type: string, settings: object) =>
  after(`\`${type}\` is added`, (_, stack) => stack.add(type, { ...settings }));

/** Whatever is of another type may be open by default, or take away the rights that others in the project have. */
export const knownTypes: readonly Policy[] = [
  {
    id: "OWN_GOOGLE_KNOWN_TYPE",
    must: "be of a type of which these policies know what opens it",
    types: [],
    concerns: ({ type }) => /^(data\.)?google_/.test(type),
    holds: ({ type }) => known.includes(type),
    broken: [
      // the project's members are those of this list, and nobody else
      withAnother("google_project_iam_policy", { project: "team", policy_data: "{}" }),
      withAnother("google_service_networking_connection", { service: "servicenetworking.googleapis.com" }),
      withAnother("google_sql_ssl_cert", { common_name: "client" }),
      withAnother("google_storage_hmac_key", { service_account_email: "nodes@team.iam.gserviceaccount.com" }),
    ],
  },
];
