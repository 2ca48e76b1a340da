/** A managed PostgreSQL as the emulator keeps it. */
export interface Database {
  readonly id: string;
  readonly name: string;
  version: string;
  size: string;
  nodeCount: number;
  storageMib: number;
  region: string;
  vpcId: string;
  tags: readonly string[];
  projectId: string;
  status: "creating" | "online" | "resizing" | "migrating";
  /** Its deletion was accepted: nobody sees it any more, and its VPC still has it for a while. */
  isDeleted: boolean;
  maintenance: { readonly day: string; readonly hour: string };
  databases: readonly string[];
  users: readonly User[];
  rules: readonly Rule[];
  pools: readonly Pool[];
  configuration: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
}

export interface User {
  readonly name: string;
  readonly role: "primary" | "normal";
  readonly password: string;
}

/** A source that may connect. Without any, everybody may. */
export interface Rule {
  readonly id: string;
  readonly type: string;
  readonly value: string;
  readonly createdAt: string;
}

export interface Pool {
  readonly name: string;
  readonly mode: string;
  readonly size: number;
  readonly database: string;
  readonly user?: string | undefined;
}

export const databaseUrn = ({ id }: Database): string => `do:dbaas:${id}`;

export const shownUser = ({ name, role, password }: User): object => ({ name, role, password });

const hostOf = ({ name, id }: Database): string => `${name}-do-user-1-${id.slice(0, 8)}.b.db.ondigitalocean.com`;

/** models/database_connection.yml */
function connection(host: string, port: number, database: string, user: User | undefined): object {
  const [name, password] = [user?.name ?? "", user?.password ?? ""];
  const uri = `postgresql://${name}:${password}@${host}:${port}/${database}?sslmode=require`;
  return { uri, database, host, port, user: name, password, ssl: true };
}

const connections = (database: Database, port: number, name: string, user: User | undefined): object => ({
  connection: connection(hostOf(database), port, name, user),
  private_connection: connection(`private-${hostOf(database)}`, port, name, user),
});

/** models/database_cluster_read.yml */
export const shownDatabase = (database: Database): object => ({
  id: database.id,
  name: database.name,
  engine: "pg",
  version: database.version,
  semantic_version: `${database.version}.1`,
  num_nodes: database.nodeCount,
  size: database.size,
  region: database.region,
  status: database.status,
  created_at: database.createdAt,
  private_network_uuid: database.vpcId,
  tags: database.tags.length === 0 ? null : database.tags,
  db_names: database.databases,
  ...connections(
    database,
    25_060,
    "defaultdb",
    database.users.find(({ role }) => role === "primary"),
  ),
  users: database.users.map(shownUser),
  maintenance_window: { ...database.maintenance, pending: false, description: [] },
  project_id: database.projectId,
  storage_size_mib: database.storageMib,
  // without one the provider plans a change for ever; fixed in its version 2.89.0
  metrics_endpoints: [{ host: hostOf(database), port: 9273 }],
});

/** models/connection_pool.yml */
export const shownPool = (database: Database, pool: Pool): object => ({
  name: pool.name,
  mode: pool.mode,
  size: pool.size,
  db: pool.database,
  user: pool.user ?? "",
  ...connections(
    database,
    25_061,
    pool.name,
    database.users.find(({ name }) => name === pool.user),
  ),
});

/** models/firewall_rule.yml */
export const shownRule = ({ id }: Database, rule: Rule): object => ({
  uuid: rule.id,
  cluster_uuid: id,
  type: rule.type,
  value: rule.value,
  created_at: rule.createdAt,
});
