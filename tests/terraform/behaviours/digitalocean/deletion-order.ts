import type { DeletionOrder } from "../behaviour";
import { inApi, inProvider } from "./source";

/** What DigitalOcean refuses to delete as long as something else is there, or something else is gone. */
export const deletionOrder: readonly DeletionOrder[] = [
  {
    first: "digitalocean_kubernetes_cluster.vpc_uuid",
    then: "digitalocean_vpc.id",
    because: "403 Can not delete VPC with members",
    source: inApi("vpcs/vpcs_delete.yml"),
  },
  {
    first: "digitalocean_database_cluster.private_network_uuid",
    then: "digitalocean_vpc.id",
    because: "403 Can not delete VPC with members",
    source: inApi("vpcs/vpcs_delete.yml"),
  },
  {
    first: "digitalocean_project_resources.project",
    then: "digitalocean_project.id",
    because: "412 cannot delete a project with resources. move or remove the resources first",
    source: inApi("projects/responses/precondition_failed.yml"),
  },
  // with the cluster goes what is in it, and the provider does not forgive that it is gone
  {
    first: "digitalocean_database_db.cluster_id",
    then: "digitalocean_database_cluster.id",
    because: "Error deleting Database DB: 404, as the cluster is gone",
    source: inProvider("database/resource_database_db.go"),
  },
  {
    first: "digitalocean_database_user.cluster_id",
    then: "digitalocean_database_cluster.id",
    because: "Error deleting Database User: 404, as the cluster is gone",
    source: inProvider("database/resource_database_user.go"),
  },
  {
    first: "digitalocean_database_connection_pool.cluster_id",
    then: "digitalocean_database_cluster.id",
    because: "Error deleting DatabaseConnectionPool: 404, as the cluster is gone",
    source: inProvider("database/resource_database_connection_pool.go"),
  },
  {
    first: "digitalocean_database_firewall.cluster_id",
    then: "digitalocean_database_cluster.id",
    because: "Error deleting DatabaseFirewall: 404, as the cluster is gone",
    source: inProvider("database/resource_database_firewall.go"),
  },
];
