import { type Client, type ClientConfig, DatabaseError, escapeIdentifier } from "pg";

import { type DatabaseVariables, SettingsError } from "../settings";
import type { BootstrapSettings } from "./bootstrap-settings";
import { connected, ConnectionError, said } from "./client";
import { connectionOptions, firstConnectTimeout } from "./connection";
import { codeOf } from "./failures";
import { scramVerifier } from "./scram-verifier";

/** What the database, or who administers it, does not allow; the message says what helps. */
export class BootstrapError extends Error {
  override readonly name = "BootstrapError";
}

export interface BootstrapOptions extends BootstrapSettings {
  /** What `bootstrap.sql` says. */
  readonly script: string;
  /** Gives the role the password of its login even where it exists. @default false */
  readonly resetPassword?: boolean;
  /** Gives the role the tables that the administrator owns. @default false */
  readonly takeOver?: boolean;
  /** Takes everything back, so that only what would happen is told. @default false */
  readonly dryRun?: boolean;
}

/** Is told what was done or found, at once. */
export interface Listener {
  done(text: string): void;
  warning(text: string): void;
}

/** Databases of every server: PostgreSQL's own, and DigitalOcean's. From there a missing one is made. */
const maintenanceDatabases = ["postgres", "defaultdb"];

/** Milliseconds to wait for an answer, longer than the lock of another run or of a table is waited for. */
const queryTimeout = 20_000;
const lockTimeout = 10_000;

/**
 * Makes the database and the role of the service where they are missing, and lets the role create its tables. At the
 * end it logs in as the service will. It can be run again, and twice at once.
 *
 * @throws SettingsError when the script refuses the settings, ConnectionError or BootstrapError for everything else
 */
export async function bootstrap(options: BootstrapOptions, listener: Listener): Promise<void> {
  const { service, administrator, resetPassword = false, dryRun = false } = options;
  const database = administrator.DB_SCHEMA;

  const { connectedTo, hasRole } = await look(options);
  if (hasRole) await refuseAnother(options);
  const setsPassword = !hasRole || resetPassword;
  const verifier = setsPassword ? verifierOf(service) : "";
  const hasDatabase = connectedTo === database;
  if (!hasDatabase) {
    if (!dryRun) await createDatabase(administrator, connectedTo);
    listener.done(`the database ${database} is made`);
  }
  // a database that is still to be made cannot be tried
  const notices = hasDatabase || !dryRun ? await runScript(options, verifier) : [];
  if (setsPassword) listener.done(`the role ${service.DB_USER} ${hasRole ? "has another password now" : "is made"}`);
  for (const { isWarning, text } of notices) listener[isWarning ? "warning" : "done"](text);
  if (!dryRun) {
    await tryToCreate(options);
    listener.done(`${service.DB_USER} has logged in to ${service.DB_SCHEMA}, and can create tables there`);
  }
}

interface Found {
  /** The service's database, or where there is none another one. */
  readonly connectedTo: string;
  readonly hasRole: boolean;
}

async function look(
  { administrator, service }: BootstrapSettings,
  databases = [administrator.DB_SCHEMA, ...maintenanceDatabases],
): Promise<Found> {
  const [connectedTo = "", ...others] = databases;
  try {
    return await connected(connectionOf({ ...administrator, DB_SCHEMA: connectedTo }), async (client) => {
      const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [service.DB_USER]);
      return { connectedTo, hasRole: rowCount === 1 };
    });
  } catch (error) {
    const isMissing = error instanceof ConnectionError && codeOf(error.cause) === "3D000";
    if (isMissing && others.length > 0) return look({ administrator, service }, others);
    throw error;
  }
}

async function createDatabase(administrator: DatabaseVariables, connectedTo: string): Promise<void> {
  const { DB_USER: user, DB_SCHEMA: database } = administrator;
  try {
    await connected(connectionOf({ ...administrator, DB_SCHEMA: connectedTo }), (client) =>
      client.query(`CREATE DATABASE ${escapeIdentifier(database)}`),
    );
  } catch (error) {
    // another run has made it meanwhile
    if (["42P04", "23505"].includes(codeOf(error) ?? "")) return;
    throw new BootstrapError(
      `there is no database ${database}, and ${user} cannot make it: ${said(error)}; \`DB_ADMIN_SCHEMA\` names another one`,
    );
  }
}

function verifierOf({ DB_PASSWORD }: DatabaseVariables): string {
  try {
    return scramVerifier(DB_PASSWORD);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SettingsError(["`DB_PASSWORD` must be printable ASCII to make a role with it, got: something else"]);
  }
}

interface Notice {
  readonly isWarning: boolean;
  readonly text: string;
}

async function runScript(options: BootstrapOptions, verifier: string): Promise<Notice[]> {
  const { administrator, service, script, resetPassword, takeOver = false, dryRun = false } = options;
  // with the connection, because servers log what is sent later
  const settings = startupOptions({
    "bootstrap.database": administrator.DB_SCHEMA,
    "bootstrap.user": service.DB_USER,
    "bootstrap.password_verifier": verifier,
    "bootstrap.take_over": takeOver ? "on" : "off",
    lock_timeout: String(lockTimeout),
  });
  try {
    return await connected(connectionOf(administrator, settings), async (client) => {
      const notices: Notice[] = [];
      client.on("notice", ({ code, message: text = "" }) => {
        // by the code, because the name may be in the server's language
        notices.push({ isWarning: code?.startsWith("01") === true, text });
      });
      if (dryRun) await client.query("BEGIN");
      await client.query(script);
      if (dryRun) await client.query("ROLLBACK");
      return notices;
    });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (error.code === "22023") throw new SettingsError(withVariables(error.message).split("\n"));
    const help =
      error.code === "42501" && resetPassword === true ? "; set the password where the role was made, and give it" : "";
    throw new BootstrapError(
      `${administrator.DB_SCHEMA} is not prepared, and nothing was changed: ${said(error)}${help}`,
    );
  }
}

/** For the server, as in PGOPTIONS. */
const startupOptions = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\\s]/g, "\\$&")}`)
    .join(" ");

/** The script's settings by the names that whoever runs the program knows. */
const withVariables = (text: string): string =>
  text.replaceAll("`bootstrap.user`", "`DB_USER`").replaceAll("`bootstrap.database`", "`DB_ADMIN_SCHEMA`");

/** A service that gets to another database is told before anything is done; whether it gets anywhere, at the end. */
async function refuseAnother(settings: BootstrapSettings): Promise<void> {
  try {
    await connected(connectionOf(settings.service), (client) => compareDatabases(client, settings));
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
  }
}

async function compareDatabases(client: Client, { administrator, service }: BootstrapSettings): Promise<void> {
  const { rows } = await client.query<{ name: string }>("SELECT current_database() AS name");
  const name = rows[0]?.name;
  if (name === administrator.DB_SCHEMA) return;
  throw new BootstrapError(
    `\`DB_ADMIN_SCHEMA\` must be ${name}, where \`DB_SCHEMA\` (${service.DB_SCHEMA}) leads to, got: ${administrator.DB_SCHEMA}`,
  );
}

/** What the service will do first, in vain. */
async function tryToCreate(settings: BootstrapSettings): Promise<void> {
  const { DB_USER: user, DB_SCHEMA: name } = settings.service;
  try {
    await connected(connectionOf(settings.service), async (client) => {
      await compareDatabases(client, settings);
      await client.query("BEGIN; CREATE TABLE bootstrap_trial (); ROLLBACK");
    });
  } catch (error) {
    if (error instanceof ConnectionError && codeOf(error.cause) === "28P01") {
      throw new BootstrapError(
        `${user} has another password than \`DB_PASSWORD\`; give that one, or change it by --reset-password`,
      );
    }
    if (error instanceof DatabaseError)
      throw new BootstrapError(`${user} cannot create tables in ${name}: ${said(error)}`);
    throw error;
  }
}

/** How to connect, for a program that is run once. */
const connectionOf = (login: DatabaseVariables, options?: string): ClientConfig => ({
  ...connectionOptions(login, () => login.DB_PASSWORD, "addressbook-bootstrap"),
  connectionTimeoutMillis: firstConnectTimeout,
  query_timeout: queryTimeout,
  options,
});
