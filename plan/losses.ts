/** What is lost when a resource is replaced or deleted. */
export interface Loss {
  /** In words, to follow "loses". */
  readonly what: string;
  /** The entry in an environment's `exceptions` without which a plan that loses it is refused. @default - none */
  readonly guardedBy?: Guard;
}

/** An entry of `exceptions`: what may be lost, by name. */
export type Guard = "loseNetwork" | "loseCluster" | "loseDatabase" | "loseRegistry" | "loseKey";

const network: Loss = { what: "the network, and everything in it", guardedBy: "loseNetwork" };
const cluster: Loss = { what: "the cluster, and everything that runs in it", guardedBy: "loseCluster" };
const server: Loss = { what: "the database server, and the data in it", guardedBy: "loseDatabase" };
const database: Loss = { what: "the database, and the data in it", guardedBy: "loseDatabase" };
const images: Loss = { what: "the images in the registry", guardedBy: "loseRegistry" };
const password: Loss = { what: "the password; whoever uses it has to read the new one" };

/** By type. Other types carry nothing of their own. */
const losses: Readonly<Record<string, Loss>> = {
  aws_vpc: network,
  google_compute_network: network,
  digitalocean_vpc: network,

  aws_eks_cluster: cluster,
  google_container_cluster: cluster,
  digitalocean_kubernetes_cluster: cluster,
  aws_eks_node_group: {
    what: "all nodes: their pods move to new ones, which come first only if they have another name",
  },
  google_container_node_pool: { what: "all nodes at once, and with them every pod" },

  aws_db_instance: server,
  google_sql_database_instance: server,
  digitalocean_database_cluster: server,
  google_sql_database: database,
  digitalocean_database_db: database,

  aws_ecr_repository: images,
  google_artifact_registry_repository: images,
  digitalocean_container_registry: images,

  aws_kms_key: { what: "the key, and whatever only it can decrypt", guardedBy: "loseKey" },
  aws_secretsmanager_secret: password,
  google_secret_manager_secret: password,
  digitalocean_database_user: password,
};

/** What goes with a resource, or undefined when it is only a setting of something else. */
export const lossOf = (type: string): Loss | undefined => losses[type];
