import type { DeletionOrder } from "../behaviour";
import { google } from "./source";

/** Whatever refers to something in Compute Engine by its id or its link keeps it from being deleted. */
const uses = (first: string, type: string, because: string, source: string): DeletionOrder[] =>
  ["id", "self_link"].map((attribute) => ({ first, then: `${type}.${attribute}`, because, source }));

const usesNetwork = (first: string): DeletionOrder[] =>
  uses(
    first,
    "google_compute_network",
    "networks can only be deleted when no other resources refer to them",
    google("sdk/gcloud/reference/compute/networks/delete"),
  );

const usesSubnetwork = (first: string): DeletionOrder[] =>
  uses(
    first,
    "google_compute_subnetwork",
    "subnetworks can only be deleted when no other resources refer to them",
    google("sdk/gcloud/reference/compute/networks/subnets/delete"),
  );

const addressInUse = {
  because: "the address resource is already being used (resourceInUseByAnotherResource)",
  source: "https://github.com/hashicorp/terraform-provider-google/issues/6812",
};

const usesAddress = (first: string): DeletionOrder[] =>
  uses(first, "google_compute_address", addressInUse.because, addressInUse.source);

/** A binding outlives its account as one of `deleted:serviceAccount:…`, which the provider does not find again. */
const bindsAccount = (first: string): DeletionOrder => ({
  first,
  then: "google_service_account.member",
  because: "the binding of a deleted service account stays behind as deleted:serviceAccount:…?uid=…",
  source: google("iam/docs/service-accounts-delete-undelete"),
});

/** What Google Cloud wants to be gone before it deletes something else. */
export const deletionOrder: readonly DeletionOrder[] = [
  ...usesNetwork("google_compute_subnetwork.network"),
  ...usesNetwork("google_compute_router.network"),
  ...usesNetwork("google_compute_address.network"),
  ...usesNetwork("google_compute_firewall.network"),
  ...usesNetwork("google_compute_forwarding_rule.network"),
  ...usesNetwork("google_container_cluster.network"),
  ...usesSubnetwork("google_compute_router_nat.subnetwork.name"),
  ...usesSubnetwork("google_compute_router_nat.nat64_subnetwork.name"),
  ...usesSubnetwork("google_compute_address.subnetwork"),
  ...usesSubnetwork("google_compute_forwarding_rule.subnetwork"),
  ...usesSubnetwork("google_container_cluster.subnetwork"),
  ...usesSubnetwork("google_container_cluster.private_cluster_config.private_endpoint_subnetwork"),
  ...usesAddress("google_compute_forwarding_rule.ip_address"),
  ...usesAddress("google_compute_router_nat.nat_ips"),
  ...usesAddress("google_compute_router_nat.initial_nat_ips"),
  ...usesAddress("google_compute_router_nat.drain_nat_ips"),
  bindsAccount("google_project_iam_member.member"),
  bindsAccount("google_artifact_registry_repository_iam_member.member"),
  bindsAccount("google_secret_manager_secret_iam_member.member"),
  {
    first: "google_compute_forwarding_rule.ip_address",
    then: "google_compute_address.address",
    ...addressInUse,
  },
  {
    first: "google_compute_forwarding_rule.target",
    then: "google_sql_database_instance.psc_service_attachment_link",
    because: "an endpoint is closed for good when what it leads to is deleted, and its target cannot be changed",
    source: "https://github.com/hashicorp/terraform-provider-google/issues/19189",
  },
  {
    first: "google_sql_database_instance.master_instance_name",
    then: "google_sql_database_instance.name",
    because: "the instance has replicas: they must be deleted before it",
    source: google("sql/docs/postgres/delete-instance"),
  },
];
