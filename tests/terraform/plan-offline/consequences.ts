/** What is lost when a resource is replaced or deleted, by its type. Other types carry nothing of their own. */
const losses: Readonly<Record<string, string>> = {
  aws_vpc: "the network, and everything in it",
  google_compute_network: "the network, and everything in it",
  digitalocean_vpc: "the network, and everything in it",

  aws_eks_cluster: "the cluster, and everything that runs in it",
  google_container_cluster: "the cluster, and everything that runs in it",
  digitalocean_kubernetes_cluster: "the cluster, and everything that runs in it",
  aws_eks_node_group: "all nodes: their pods move to new ones, which come first only if they have another name",
  google_container_node_pool: "all nodes at once, and with them every pod",

  aws_db_instance: "the database server, and the data in it",
  google_sql_database_instance: "the database server, and the data in it",
  digitalocean_database_cluster: "the database server, and the data in it",
  google_sql_database: "the database, and the data in it",
  digitalocean_database_db: "the database, and the data in it",

  aws_ecr_repository: "the images in the registry",
  google_artifact_registry_repository: "the images in the registry",
  digitalocean_container_registry: "the images in the registry",

  aws_kms_key: "the key, and whatever only it can decrypt",
  aws_secretsmanager_secret: "the password; whoever uses it has to read the new one",
  google_secret_manager_secret: "the password; whoever uses it has to read the new one",
  digitalocean_database_user: "the password; whoever uses it has to read the new one",
};

/** What goes with a resource, or undefined when it is only a setting of something else. */
export const lossOf = (type: string): string | undefined => losses[type];
