import { DataDigitaloceanDatabaseCa } from "@cdktf/provider-digitalocean/lib/data-digitalocean-database-ca";
import { DatabaseCluster } from "@cdktf/provider-digitalocean/lib/database-cluster";
import { DatabaseConnectionPool } from "@cdktf/provider-digitalocean/lib/database-connection-pool";
import { DatabaseDb } from "@cdktf/provider-digitalocean/lib/database-db";
import { DatabaseFirewall } from "@cdktf/provider-digitalocean/lib/database-firewall";
import { DatabaseUser } from "@cdktf/provider-digitalocean/lib/database-user";
import { Construct } from "constructs";

import type { ConnectionPool, PostgresDatabase } from "../contracts";
import type { WeeklyHour } from "../weekdays";
import type { DigitaloceanNetwork } from "./network";

export interface DigitaloceanPostgresDatabaseProps {
  readonly name: string;
  /** Changing it moves the database. */
  readonly region: string;
  readonly network: DigitaloceanNetwork;
  /** The Kubernetes cluster whose nodes, and nobody else, may connect. */
  readonly clientClusterId: string;
  /** Major version. Raising it is an upgrade with a downtime. */
  readonly postgresVersion: string;
  readonly size: string;
  readonly databaseName: string;
  readonly userName: string;
  /**
   * Connections that the service has at most, all pods together; what is left of the database's is for people. Changing
   * it replaces the pool: connections break, and new ones are refused for some seconds.
   */
  readonly poolSize: number;
  /** Weekly hour of maintenance in UTC. */
  readonly maintenance: WeeklyHour;
  /** Whether there is a standby, at the price of a second node. */
  readonly highlyAvailable: boolean;
  readonly deletionProtection: boolean;
  readonly tags: readonly string[];
}

/**
 * A managed PostgreSQL, backed up daily for a week. Costs about $15 a month in the smallest size.
 *
 * The provider keeps the passwords of its users in the state, so the state must be kept like a secret.
 */
export class DigitaloceanPostgresDatabase extends Construct implements PostgresDatabase {
  readonly cluster: DatabaseCluster;
  readonly host: string;
  readonly port: number;
  readonly databaseName: string;
  readonly pool: ConnectionPool;
  readonly userName: string;
  readonly caCertificate: string;
  readonly tlsVerification = "full";
  readonly passwordReference: string;
  readonly administratorReference: string;

  constructor(scope: Construct, id: string, props: DigitaloceanPostgresDatabaseProps) {
    super(scope, id);
    this.cluster = new DatabaseCluster(this, "cluster", {
      name: props.name,
      region: props.region,
      engine: "pg",
      version: props.postgresVersion,
      size: props.size,
      nodeCount: props.highlyAvailable ? 2 : 1,
      privateNetworkUuid: props.network.vpc.id,
      maintenanceWindow: [{ day: props.maintenance.day, hour: props.maintenance.startTime }],
      tags: [...props.tags],
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    // without a rule the public host name answers the whole internet
    new DatabaseFirewall(this, "firewall", {
      clusterId: this.cluster.id,
      rule: [{ type: "k8s", value: props.clientClusterId }],
    });
    const database = new DatabaseDb(this, "database", { clusterId: this.cluster.id, name: props.databaseName });
    const user = new DatabaseUser(this, "user", { clusterId: this.cluster.id, name: props.userName });
    const pool = new DatabaseConnectionPool(this, "pool", {
      clusterId: this.cluster.id,
      name: "service-pool",
      // a client keeps its connection until it leaves, so that migrations can hold locks and statements be prepared
      mode: "session",
      size: props.poolSize,
      dbName: database.name,
      user: user.name,
    });
    const authority = new DataDigitaloceanDatabaseCa(this, "certificate-authority", { clusterId: this.cluster.id });

    this.host = this.cluster.privateHost;
    this.port = this.cluster.port;
    this.databaseName = database.name;
    this.pool = { port: pool.port, name: pool.name };
    this.userName = user.name;
    this.caCertificate = authority.certificate;
    this.passwordReference = `digitalocean-database-user:${this.cluster.id}/${props.userName}`;
    this.administratorReference = `digitalocean-database-user:${this.cluster.id}/doadmin`;
  }
}
