import { readFileSync } from "node:fs";

import { Client } from "pg";

import { createMigrationsTable, migrationNames, migrationsTable } from "../database/readiness";
import { PostgresServer } from "../dev/postgres-server";

const migrations = "addressbook/migrations";

/** One PostgreSQL, with a database of its own for each service, so that neither cleans up after the other. */
export class Databases {
  private constructor(
    private readonly server: PostgresServer,
    private readonly clients: ReadonlyMap<string, Client>,
  ) {}

  /** @param names of the databases */
  static async start(names: readonly string[]): Promise<Databases> {
    const server = await PostgresServer.start();
    const clients = new Map<string, Client>();
    for (const name of names) {
      const administrator = await connect(server, server.superuser.database);
      await administrator.query(`CREATE DATABASE ${name}`);
      await administrator.end();
      clients.set(name, await connect(server, name));
    }
    const databases = new Databases(server, clients);
    await databases.migrate();
    return databases;
  }

  /** What a service needs to know to use its database. */
  variables(name: string): Record<string, string> {
    const { host, port, superuser } = this.server;
    return {
      DB_HOST: host,
      DB_PORT: String(port),
      DB_SCHEMA: name,
      DB_USER: superuser.user,
      DB_PASSWORD: superuser.password,
    };
  }

  /** Puts the same persons into every database, instead of those who are there. */
  async fill(persons: number): Promise<void> {
    for (const client of this.clients.values()) {
      await client.query(`TRUNCATE "People" RESTART IDENTITY`);
      await client.query(
        `INSERT INTO "People" ("firstName", "lastName", "createdAt", "updatedAt")
          SELECT 'First ' || number, 'Last ' || number, time, time
          FROM generate_series(1, $1) AS number, LATERAL (SELECT to_timestamp(number) AS time) AS times`,
        [persons],
      );
      // what the server would do by itself sooner or later, perhaps while something is measured
      await client.query(`VACUUM ANALYZE "People"`);
    }
    await this.clients.values().next().value?.query("CHECKPOINT");
  }

  /**
   * Milliseconds of processor time that the connections of a service have used.
   *
   * @returns nothing where the system does not tell, as only Linux does
   */
  async cpuMilliseconds(name: string): Promise<number | undefined> {
    const { rows = [] } =
      (await this.clients
        .get(name)
        ?.query<{ pid: number }>(
          "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )) ?? {};
    const times = rows.map(({ pid }) => cpuMilliseconds(pid));
    return times.includes(undefined) ? undefined : times.reduce<number>((sum, time = 0) => sum + time, 0);
  }

  async stop(): Promise<void> {
    for (const client of this.clients.values()) await client.end();
    await this.server.stop();
  }

  private async migrate(): Promise<void> {
    for (const client of this.clients.values()) {
      await client.query(createMigrationsTable);
      for (const name of migrationNames(migrations)) {
        await client.query(readFileSync(`${migrations}/${name}.sql`, "utf8"));
        await client.query(`INSERT INTO ${migrationsTable} (name, run_on) VALUES ($1, now())`, [name]);
      }
    }
  }
}

/** Of one process, in steps of 10. */
function cpuMilliseconds(pid: number): number | undefined {
  try {
    // the name of the program, which may hold anything, is in parentheses
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

async function connect({ host, port, superuser }: PostgresServer, database: string): Promise<Client> {
  const { user, password } = superuser;
  const client = new Client({ host, port, user, password, database });
  await client.connect();
  return client;
}
