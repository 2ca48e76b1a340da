import { isObject, known, text, Unknown, unknown, type Values } from "../values";

/** Where the types that label what they make keep the labels of their own. */
const labelled: Readonly<Record<string, string>> = {
  google_artifact_registry_repository: "labels",
  google_compute_address: "labels",
  google_compute_forwarding_rule: "labels",
  google_container_cluster: "resource_labels",
  google_secret_manager_secret: "labels",
};

/** The types that do not get the label which says that Terraform made them. */
const withoutAttribution: readonly string[] = ["google_compute_forwarding_rule"];

/** The types that know their project when a change is planned. The others learn it when it is made. */
const inProject: readonly string[] = [
  "google_artifact_registry_repository",
  "google_compute_address",
  "google_compute_firewall",
  "google_compute_forwarding_rule",
  "google_compute_network",
  "google_compute_router",
  "google_compute_router_nat",
  "google_compute_subnetwork",
  "google_container_node_pool",
  "google_iam_workload_identity_pool",
  "google_iam_workload_identity_pool_provider",
  "google_project_iam_custom_role",
  "google_project_service",
  "google_secret_manager_secret",
  "google_service_account",
  "google_sql_database",
  "google_sql_database_instance",
  "google_sql_user",
];

/**
 * What the provider works out before anything is made: labels out of its own and those of the resource, the project,
 * and the names of a service account.
 */
export function derived(type: string, planned: Values, provider: Values): Values {
  const project = inProject.includes(type) ? projectOf(planned, provider) : {};
  return { ...project, ...labelsOf(type, planned, provider), ...namesOf(type, { ...planned, ...project }) };
}

function projectOf(planned: Values, provider: Values): Values {
  const own: unknown = planned["project"];
  const project = text(provider, "project");
  return (own instanceof Unknown || own === null || own === undefined) && project !== "" ? { project } : {};
}

function labelsOf(type: string, planned: Values, provider: Values): Values {
  const argument = labelled[type];
  if (argument === undefined) return {};
  const own: unknown = planned[argument];
  if (own instanceof Unknown || (isObject(own) && Object.values(own).some((value) => value instanceof Unknown)))
    return { effective_labels: unknown, terraform_labels: unknown };
  const isAttributed =
    known(provider, "add_terraform_attribution_label") !== false && !withoutAttribution.includes(type);
  const labels = {
    ...(isObject(provider["default_labels"]) ? provider["default_labels"] : {}),
    ...(isAttributed ? { "goog-terraform-provisioned": "true" } : {}),
    ...(isObject(own) ? own : {}),
  };
  return { effective_labels: labels, terraform_labels: labels };
}

function namesOf(type: string, planned: Values): Values {
  const [account, project] = [text(planned, "account_id"), text(planned, "project")];
  if (type !== "google_service_account" || account === "" || project === "") return {};
  const email = `${account}@${project}.iam.gserviceaccount.com`;
  return { email, member: `serviceAccount:${email}` };
}
