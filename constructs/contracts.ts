import type { IConstruct } from "constructs";

/** The private network of an environment: nodes and database have private addresses, and nodes reach out through NAT, if at all. */
export interface Network extends IConstruct {
  /** How traffic flows in and out, for the report. */
  readonly traffic: string;
}

/**
 * A managed Kubernetes cluster of three nodes. Its API answers named networks only (or, on Google Cloud, whom IAM lets
 * in), its version is supported, its Secrets are encrypted, and its upgrades are planned.
 */
export interface KubernetesCluster extends IConstruct {
  readonly clusterName: string;
}

/** A registry of container images from which the cluster's nodes, and nobody else without credentials, can pull. */
export interface ContainerRegistry extends IConstruct {
  /** What to push to and deploy from, without tag: `host/path/service`. */
  readonly imageRepository: string;
}

/**
 * A managed PostgreSQL that only the cluster can reach, and only with TLS; it is backed up and, in production,
 * protected from deletion.
 */
export interface PostgresDatabase extends IConstruct {
  /** Private host name or address. */
  readonly host: string;
  readonly port: number;
  readonly databaseName: string;
  /** Where the service connects instead, on the same host. @default - the cloud has no pool: it connects to the database */
  readonly pool?: ConnectionPool;
  /** Role of the service. It is not the administrator. */
  readonly userName: string;
  /** Certificate authorities to trust, in PEM. */
  readonly caCertificate: string;
  /**
   * How far a client can verify the server: `full` includes its name, `ca` leaves the name out, because the
   * certificate does not carry the address under which the database is reached.
   */
  readonly tlsVerification: "full" | "ca";
  /** Where the password of `userName` is kept; never the password. See {@link PlatformOutputs}. */
  readonly passwordReference: string;
  /** Where user and password of the administrator are kept. */
  readonly administratorReference: string;
}

/** Connections to a database that clients share, by a port and a name of its own. */
export interface ConnectionPool {
  readonly port: number;
  /** What clients name in the place of the database. */
  readonly name: string;
}

/** Something that the contracts promise and this cloud does not have. */
export interface Gap {
  readonly capability: string;
  /** What stands in for it. */
  readonly instead: string;
}

/**
 * What `cdktf output` and `terraform output -json` give: the same names on all clouds, none of them secret.
 *
 * A reference to a password is one of
 * - `aws-secrets-manager:<ARN of the secret>`: the secret is JSON with `username` and `password`
 * - `google-secret-manager:<projects/…/secrets/…/versions/…>`: likewise
 * - `digitalocean-database-user:<id of the database cluster>/<user>`: `doctl databases user get`
 */
export const platformOutputs = {
  cluster_name: "name of the Kubernetes cluster",
  kubeconfig_command: "adds the cluster to your kubeconfig",
  image_repository: "where the service's images are pushed to and pulled from",
  registry_login_command: "lets docker push to the registry",
  database_host: "private host name or address of PostgreSQL",
  database_port: "port of PostgreSQL itself",
  database_name: "database of the service",
  database_pool_port: "port that the service connects to: that of the connection pool where the cloud has one",
  database_pool_name: "what the service names as its database: the connection pool where the cloud has one",
  database_user: "role that the service logs in with",
  database_ca_certificate: "certificate authorities to trust, in PEM",
  database_tls_verification: "full: verify certificate and name; ca: verify the certificate only",
  database_password_reference: "where the password of database_user is kept",
  database_administrator_reference: "where user and password of the administrator are kept",
} as const;

export type PlatformOutputs = Readonly<
  Record<Exclude<keyof typeof platformOutputs, "database_port" | "database_pool_port">, string>
> & {
  readonly database_port: number;
  readonly database_pool_port: number;
};
