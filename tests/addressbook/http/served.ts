import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { Pool } from "pg";

import { connectionOptions, createPool } from "../../../addressbook/database/connection";
import { migrationNames, Readiness } from "../../../addressbook/database/readiness";
import { PostgresServer } from "../../../addressbook/dev/postgres-server";
import { createService, type Patience } from "../../../addressbook/http/service";
import { createLogger } from "../../../addressbook/log";
import { readServiceSettings } from "../../../addressbook/settings";
import { ask, serviceDatabase } from "../database/service-database";

/** What was logged, as far as tests ask for it. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly requestId?: string;
  readonly status?: number;
}

/** The service on a PostgreSQL of its own, in this process. */
export interface Served {
  readonly port: number;
  readonly postgres: PostgresServer;
  readonly pool: Pool;
  readonly server: Server;
  /** All that was logged so far, from `trace` on. */
  log(): string;
  drain(): void;
  /** Statements as the service's role; the rows of the last one. */
  readonly sql: (...statements: readonly string[]) => Promise<Record<string, unknown>[]>;
}

export interface ServedOptions {
  readonly state?: "empty" | "migrated";
  readonly patience?: Patience;
  /** Names of migrations that the code needs. @default those that there are */
  readonly needed?: readonly string[];
}

/** Names of the migrations that there are. */
export const migrations = migrationNames("addressbook/migrations");

/** For the tests of one `describe`; what it returns gives the service when they run. */
export function withService(options: ServedOptions = {}): () => Served {
  const { state = "migrated", needed = migrations } = options;
  // on a busy machine a server takes some seconds to be made
  jest.setTimeout(60_000);
  let served: Served | undefined;
  let postgres: PostgresServer | undefined;
  let end: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    const started = (postgres = await PostgresServer.start());
    const { service: login, variables } = await serviceDatabase(started, state);
    const { values: settings } = readServiceSettings(variables);
    const pool = createPool(
      connectionOptions(settings, () => login.password, "tests"),
      settings.DB_POOL_SIZE,
    );
    // as the service does, or the process ends with the database
    pool.on("error", () => undefined);
    let log = "";
    const build = { version: "1.2.3", track: "canary" };
    const logger = createLogger("trace", build, { write: (line) => (log += line) });
    const readiness = new Readiness(pool, needed);
    const service = await createService({ pool, readiness, logger, build, patience: options.patience });
    const { app } = service;
    end = async () => {
      app.server.closeAllConnections();
      await app.close();
      await pool.end();
    };
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const sql = (...statements: readonly string[]) => ask(started, login, ...statements);
    served = {
      port,
      postgres: started,
      pool,
      server: app.server,
      log: () => log,
      drain: () => {
        service.drain();
      },
      sql,
    };
  });
  afterAll(async () => {
    await end?.();
    await postgres?.stop();
  });
  return () => {
    if (served === undefined) throw new Error("the service was not started");
    return served;
  };
}
