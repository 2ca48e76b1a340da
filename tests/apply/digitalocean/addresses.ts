/** Where Terraform has the parts of a stack; tests/stacks/identity.test.ts keeps it so. */
export const addresses = {
  vpc: "digitalocean_vpc.network_vpc_4E8F0223",
  registry: "digitalocean_container_registry.registry_71CE07F6",
  cluster: "digitalocean_kubernetes_cluster.cluster_A4C38409",
  database: "digitalocean_database_cluster.database_cluster_FAF2FB92",
  databaseDb: "digitalocean_database_db.database_7CF902CB",
  databaseUser: "digitalocean_database_user.database_user_9EB13DDB",
  databasePool: "digitalocean_database_connection_pool.database_pool_59BC5534",
  project: "digitalocean_project.project",
} as const;

/**
 * A VPC that is not asked for half an hour whether it can go. Terraform remembers what the VPC was made with, so that
 * this has to be laid over the stack before it is.
 */
export const impatientVpc = (() => {
  const [type = "", name = ""] = addresses.vpc.split(".");
  return { resource: { [type]: { [name]: { timeouts: { delete: "5s" } } } } };
})();
