import type { ConnectionOptions } from "node:tls";

import { type ClientConfig, Pool } from "pg";

import type { DatabaseVariables } from "../settings";

/** Milliseconds to wait for a connection, less than a readiness probe has. */
const connectTimeout = 1500;

/**
 * Milliseconds to wait for a connection in a program that is run once, in a pod that may be new and then has to wait
 * until the network lets it out.
 */
export const firstConnectTimeout = 5000;

/** Milliseconds that a statement may take. The longest one reads a page of the list. */
const statementTimeout = 5000;

/** How to connect, for a pool or for a single client. */
export function connectionOptions(
  database: DatabaseVariables,
  password: () => string,
  applicationName: string,
): ClientConfig {
  return {
    host: database.DB_HOST,
    port: database.DB_PORT,
    database: database.DB_SCHEMA,
    user: database.DB_USER,
    password,
    ssl: database.DB_SSL ? trust(database) : false,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
  };
}

/** An encrypted connection is always one to a server that is known. */
function trust({ DB_CA, DB_TLS_VERIFICATION }: DatabaseVariables): ConnectionOptions {
  return {
    // the authorities that Node.js knows, unless others are named
    ca: DB_CA,
    rejectUnauthorized: true,
    // where a proxy stands before the database, the name in its certificate is another one
    ...(DB_TLS_VERIFICATION === "ca" ? { checkServerIdentity: () => undefined } : {}),
  };
}

/** Nothing waits for somebody who left. */
const timeouts = `SET statement_timeout = ${statementTimeout}; SET idle_in_transaction_session_timeout = ${statementTimeout}`;

/** The connections of the service. */
export function createPool(options: ClientConfig, size: number): Pool {
  return new Pool({
    ...options,
    max: size,
    idleTimeoutMillis: 30_000,
    // a connection pool of a cloud (PgBouncer) refuses logins that come with such settings
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- it is waited for, which its types do not say
    onConnect: (client) => client.query(timeouts),
    // when the server is gone it cannot end a statement
    query_timeout: statementTimeout + 1000,
  });
}
