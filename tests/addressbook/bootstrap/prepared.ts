import { readFileSync } from "node:fs";

import { bootstrap, type BootstrapOptions } from "../../../addressbook/database/bootstrap";
import { readBootstrapSettings } from "../../../addressbook/database/bootstrap-settings";
import type { PostgresServer } from "../../../addressbook/dev/postgres-server";
import { awsDatabase, type CloudDatabase, digitaloceanDatabase } from "../../database/cloud-databases";
import { ask } from "../database/service-database";

/** A database as a cloud leaves it, and how the program is told of it. */
export interface Given extends CloudDatabase {
  readonly variables: Readonly<Record<string, string>>;
}

async function given(
  server: PostgresServer,
  make: (cloud: Parameters<typeof awsDatabase>[0]) => Promise<CloudDatabase>,
) {
  const logins = await make({
    prepare: async (database, ...statements) => {
      await ask(server, { ...server.superuser, database }, ...statements);
    },
  });
  const { service, administrator } = logins;
  const variables = {
    DB_HOST: server.host,
    DB_PORT: String(server.port),
    DB_SCHEMA: service.database,
    DB_USER: service.user,
    DB_PASSWORD: service.password,
    DB_ADMIN_USER: administrator.user,
    DB_ADMIN_PASSWORD: administrator.password,
  };
  return { ...logins, variables };
}

/** The cloud has made the database, and the administrator is no superuser. */
export const withoutRole = (server: PostgresServer): Promise<Given> => given(server, awsDatabase);

/** The cloud has made the role, too. */
export const withRole = (server: PostgresServer): Promise<Given> => given(server, digitaloceanDatabase);

/** What a run has told. */
export interface Told {
  readonly done: readonly string[];
  readonly warnings: readonly string[];
}

const script = readFileSync("addressbook/database/bootstrap.sql", "utf8");

/** Prepares the database as the program does. */
export async function prepare(
  variables: Readonly<Record<string, string>>,
  options: Pick<BootstrapOptions, "takeOver" | "resetPassword" | "dryRun"> = {},
): Promise<Told> {
  const done: string[] = [];
  const warnings: string[] = [];
  const listener = { done: (text: string) => done.push(text), warning: (text: string) => warnings.push(text) };
  await bootstrap({ ...readBootstrapSettings(variables).values, script, ...options }, listener);
  return { done, warnings };
}

/** Why it failed; the problem that must be there. */
export const refusal = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => "it was not refused",
    (error: unknown) => (error as Error).message,
  );
