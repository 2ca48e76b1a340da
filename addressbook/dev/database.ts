import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { bootstrap } from "../database/bootstrap";
import { connected } from "../database/client";
import { connectionOptions } from "../database/connection";
import { migrate } from "../database/migrations";
import { readDatabaseSettings, type Variables } from "../settings";
import { PostgresError } from "./postgres-error";
import { embeddedPrograms } from "./postgres-programs";
import { type Login, PostgresServer } from "./postgres-server";
import { isReachable } from "./unprivileged";

export interface DatabaseOptions {
  /** Folder of the service's code. */
  readonly code: string;
  /** Folder of what is kept and can be made anew. */
  readonly cache: string;
  /** Port of 127.0.0.1. @default a free one */
  readonly port?: number;
  /** Whether to begin without persons. */
  readonly fresh: boolean;
}

/** A PostgreSQL with the service's database, ready to serve. */
export interface Database {
  readonly server: PostgresServer;
  /** Where its data are. */
  readonly folder: string;
  /** How the service is told of it. */
  readonly variables: Variables;
}

const service = { DB_USER: "demouser", DB_SCHEMA: "demo" };

/**
 * Starts a PostgreSQL whose data are kept, and prepares it as a deployment does: bootstrap, then migrations.
 *
 * @throws PostgresError when it is in use, or does not start
 */
export async function startDatabase({ code, cache, port, fresh }: DatabaseOptions): Promise<Database> {
  const { major, folder: programs } = embeddedPrograms();
  const folder = join(keptIn(cache), `postgres-${major}`);
  const server = await PostgresServer.start({ programs, folder, port }).catch((error: unknown) => {
    const [, holder] = /"postmaster.pid" already exists[^]*\(PID (\d+)\)/.exec(String(error)) ?? [];
    throw holder === undefined
      ? error
      : new PostgresError(
          `another npm run dev keeps its data in ${folder} (its PostgreSQL is process ${holder}); end it first`,
        );
  });
  try {
    const loginOf = ({ user, password, database }: Login) => ({
      DB_HOST: server.host,
      DB_PORT: String(server.port),
      DB_USER: user,
      DB_PASSWORD: password,
      DB_SCHEMA: database,
    });
    // nobody has to know it for longer
    const variables = { ...loginOf(server.superuser), ...service, DB_PASSWORD: randomBytes(12).toString("base64url") };
    await prepare(loginOf(server.superuser), variables, code, fresh);
    return { server, folder, variables };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function prepare(administrator: Variables, variables: Variables, code: string, fresh: boolean): Promise<void> {
  const { values: superuser } = readDatabaseSettings(administrator);
  const { values: login } = readDatabaseSettings(variables);
  const clientFor = (settings: typeof login) =>
    connectionOptions(settings, () => settings.DB_PASSWORD, "addressbook-dev");
  if (fresh) {
    await connected(clientFor(superuser), (client) =>
      client.query(`DROP DATABASE IF EXISTS ${service.DB_SCHEMA} WITH (FORCE)`),
    );
  }
  const script = readFileSync(join(code, "database", "bootstrap.sql"), "utf8");
  const settings = { service: login, administrator: { ...superuser, DB_SCHEMA: service.DB_SCHEMA } };
  await bootstrap({ ...settings, script, resetPassword: true }, { done: ignore, warning: ignore });
  const patience = { wait: 10, lockTimeout: 2, tries: 1 };
  const listener = { waiting: ignore, begun: ignore, blocked: ignore, done: ignore, failed: ignore, warning: ignore };
  await connected(clientFor(login), (client) => migrate(client, join(code, "migrations"), patience, listener));
}

const ignore = () => undefined;

/** Below `/root` there is no place for a server that must not be root. */
function keptIn(cache: string): string {
  mkdirSync(cache, { recursive: true });
  if (isReachable(cache)) return cache;
  return join("/var/tmp", `addressbook-${createHash("sha256").update(cache).digest("hex").slice(0, 12)}`);
}
