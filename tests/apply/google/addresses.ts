import type { GoogleEnvironment } from "../../../environments/schema/environment";
import { googleNodeZones } from "../../../environments/schema/google";
import { nodeServiceAccountId, resourceName, sqlInstanceName } from "../../../environments/schema/names";

/** Where Terraform has the parts of a stack; tests/stacks/identity.test.ts keeps it so. */
export const addresses = {
  network: "google_compute_network.network_C8AC2FB3",
  nodesSubnet: "google_compute_subnetwork.network_nodes_63EB1868",
  databaseSubnet: "google_compute_subnetwork.network_database_13AE05D2",
  router: "google_compute_router.network_router_B15B771C",
  firewall: "google_compute_firewall.network_deny-ingress_36423789",
  nodeAccount: "google_service_account.cluster_node-account_9F81D833",
  cluster: "google_container_cluster.cluster_A4C38409",
  nodePool: "google_container_node_pool.cluster_nodes_56F9F591",
  registry: "google_artifact_registry_repository.registry_repository_BAFE171E",
  instance: "google_sql_database_instance.database_instance_D7FC2283",
  database: "google_sql_database.database_7CF902CB",
  administrator: "google_sql_user.database_administrator_CC6B3987",
  user: "google_sql_user.database_user_9EB13DDB",
  databaseAddress: "google_compute_address.database_address_45F2C7F5",
  endpoint: "google_compute_forwarding_rule.database_endpoint_DC9CE69B",
  userSecret: "google_secret_manager_secret.database_user-secret_5C177D95",
  administratorSecret: "google_secret_manager_secret.database_administrator-secret_39121AB8",
} as const;

/** Region or zone of the cluster. */
export function clusterLocation({ region, cluster }: GoogleEnvironment): string {
  return cluster.autopilot || cluster.regional ? region : (googleNodeZones(region, cluster)[0] ?? region);
}

/** What `terraform import` finds them by. */
export function importIds(environment: GoogleEnvironment): Readonly<Record<keyof typeof addresses, string>> {
  const { projectId, region, database } = environment;
  const [name, instance] = [resourceName(environment), sqlInstanceName(environment)];
  const cluster = `${clusterLocation(environment)}/${name}`;
  const secret = (user: string): string => `projects/${projectId}/secrets/${name}-${user}`;
  return {
    network: name,
    nodesSubnet: `${region}/${name}-nodes`,
    databaseSubnet: `${region}/${name}-database`,
    router: `${region}/${name}`,
    firewall: `${name}-deny-ingress`,
    nodeAccount: `${nodeServiceAccountId(environment)}@${projectId}.iam.gserviceaccount.com`,
    cluster,
    nodePool: `${cluster}/nodes`,
    registry: `${region}/${name}`,
    instance,
    database: `${instance}/${database.name}`,
    administrator: `${projectId}/${instance}/dbadmin`,
    user: `${projectId}/${instance}/${database.user}`,
    databaseAddress: `${region}/${name}-database`,
    endpoint: `${region}/${name}-database`,
    userSecret: secret(database.user),
    administratorSecret: secret("dbadmin"),
  };
}
