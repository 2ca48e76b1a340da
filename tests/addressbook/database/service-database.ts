import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Client } from "pg";

import { createMigrationsTable, migrationNames, migrationsTable } from "../../../addressbook/database/readiness";
import { scramVerifier } from "../../../addressbook/database/scram-verifier";
import type { Login, PostgresServer } from "../../../addressbook/dev/postgres-server";

const folder = "addressbook/migrations";

/** A database for the service, as a deployment makes it. */
export interface ServiceDatabase {
  readonly server: PostgresServer;
  /** The service's login: it may create tables, and nothing else. */
  readonly service: Login;
  /** The server's superuser, in this database. */
  readonly administrator: Login;
  /** How the service's programs are told of it. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Roles belong to the whole server, so every database has its own. */
let made = 0;

/** @param state `empty`: no table yet; `migrated`: ready to serve. */
export async function serviceDatabase(
  server: PostgresServer,
  state: "empty" | "migrated" = "migrated",
): Promise<ServiceDatabase> {
  made += 1;
  const service: Login = { user: `demouser${made}`, password: "password of the service", database: `demo${made}` };
  const administrator: Login = { ...server.superuser, database: service.database };
  await ask(server, server.superuser, `CREATE DATABASE ${service.database}`);
  await ask(
    server,
    administrator,
    `SELECT set_config('bootstrap.database', '${service.database}', false),
       set_config('bootstrap.user', '${service.user}', false),
       set_config('bootstrap.password_verifier', '${scramVerifier(service.password)}', false)`,
    readFileSync("addressbook/database/bootstrap.sql", "utf8"),
  );
  if (state === "migrated") {
    await ask(
      server,
      service,
      createMigrationsTable,
      ...migrationNames(folder).flatMap((name) => [
        readFileSync(join(folder, `${name}.sql`), "utf8"),
        `INSERT INTO ${migrationsTable} (name, run_on) VALUES ('${name}', now())`,
      ]),
    );
  }
  const variables = {
    DB_HOST: server.host,
    DB_PORT: String(server.port),
    DB_SCHEMA: service.database,
    DB_USER: service.user,
    DB_PASSWORD: service.password,
  };
  return { server, service, administrator, variables };
}

/** Sends statements one after the other, and gives the rows of the last one. */
export async function ask(
  { host, port }: Pick<PostgresServer, "host" | "port">,
  login: Login,
  ...statements: readonly string[]
): Promise<Record<string, unknown>[]> {
  const client = new Client({ host, port, ...login });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
    return rows;
  } finally {
    await client.end();
  }
}
