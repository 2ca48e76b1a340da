import { setTimeout as sleep } from "node:timers/promises";

import { type Client, DatabaseError, type QueryConfig, type QueryResult, type QueryResultRow } from "pg";

import { said } from "./client";
import { runMigration } from "./migration-file";
import { createMigrationsTable, migrationNames, migrationsTable } from "./readiness";

/** The schema is not up to date; the message says which migration failed, why, and what helps. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

/** What a database has, and what it lacks: names of migrations, in their order. */
export interface SchemaState {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Those among the applied ones that only newer code has. */
  readonly ahead: readonly string[];
}

/** How long to wait for others, in seconds. */
export interface Patience {
  /** For another migration to end. */
  readonly wait: number;
  /** For a lock. Requests that come after the migration wait behind it so long, and then are left alone so long. */
  readonly lockTimeout: number;
  /** How often to try for a lock. */
  readonly tries: number;
  /** For the server to answer what is asked around migrations, beyond the time for a lock. @default 20 */
  readonly answer?: number;
}

/** Is told what happens, at once. */
export interface MigrationListener {
  /** Another migration is under way. */
  waiting(): void;
  begun(name: string): void;
  /** The migration that was begun is rolled back, and will be begun again. */
  blocked(): void;
  done(name: string, milliseconds: number): void;
  /** The migration that was begun is rolled back; why is thrown. */
  failed(): void;
  warning(text: string): void;
}

/** Seconds, as the bootstrap waits. */
const usualAnswer = 20;

/** Codes of SQL for a lock that somebody else has: `lock_not_available`, `deadlock_detected`. */
const blockedCodes = ["55P03", "40P01"];

const insufficientPrivilege = "42501";

/**
 * Runs the migrations of a folder that the database lacks, each in a transaction of its own. Two runs at once are no
 * problem: the second one waits, and then finds nothing to do. Whoever lends the connection closes it afterwards, which
 * lets the next one in.
 *
 * @throws MigrationError; migrations before the one that failed are done
 */
export async function migrate(
  client: Client,
  folder: string,
  patience: Patience,
  listener: MigrationListener,
): Promise<SchemaState> {
  client.on("notice", ({ code, message = "" }) => {
    // by its code, because its name may be in the server's language
    if (code?.startsWith("01")) listener.warning(message);
  });
  // a server that cannot look after us finishes a statement although we are gone, and lets others wait so long
  await ask(client, "SET client_connection_check_interval = '1s'", patience).catch((error: unknown) => {
    if (!(error instanceof DatabaseError)) throw error;
  });
  await waitForOthers(client, patience, listener);
  await setLockTimeout(client, patience.lockTimeout, patience);
  const state = await readState(client, folder, patience);
  if (!(await hasTable(client, patience))) await makeTable(client, patience);
  for (const name of state.pending) {
    try {
      await runPatiently(client, folder, name, patience, listener);
    } catch (error) {
      listener.failed();
      throw new MigrationError(`${name} has failed: ${await explain(client, error, patience)}`, { cause: error });
    }
  }
  return { ...state, applied: [...state.applied, ...state.pending], pending: [] };
}

/**
 * Looks, and changes nothing.
 *
 * @throws MigrationError when a migration would come after one that follows it
 */
export async function readState(client: Client, folder: string, limits: Limits): Promise<SchemaState> {
  const known = migrationNames(folder);
  const { rows } = (await hasTable(client, limits))
    ? await ask<{ name: string }>(client, `SELECT name FROM ${migrationsTable} ORDER BY name COLLATE "C"`, limits)
    : { rows: [] };
  const applied = rows.map(({ name }) => name);
  const pending = known.filter((name) => !applied.includes(name));
  const last = applied.at(-1) ?? "";
  const late = pending.filter((name) => name < last);
  if (late.length > 0) {
    throw new MigrationError(
      `migrations must run in the order of their names, got: ${late.join(", ")} after ${last}, which the database has; ` +
        "give what is new a higher number",
    );
  }
  return { applied, pending, ahead: applied.filter((name) => !known.includes(name)) };
}

/** How long the server may take, in seconds: for a lock, and then for the answer. */
type Limits = Pick<Patience, "lockTimeout" | "answer">;

interface TimedQuery extends QueryConfig {
  readonly query_timeout: number;
}

/**
 * Asks for something around the migrations, which is done at once when nobody has a lock on it.
 *
 * @throws MigrationError when there is no answer, as behind a proxy that has lost the server
 */
async function ask<T extends QueryResultRow>(
  client: Client,
  text: string,
  { lockTimeout, answer = usualAnswer }: Limits,
  values?: string[],
): Promise<QueryResult<T>> {
  const milliseconds = Math.ceil((lockTimeout + answer) * 1000);
  const timed: TimedQuery = { text, values, query_timeout: milliseconds };
  try {
    return await client.query<T>(timed);
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    throw new MigrationError(`the database has not answered within ${milliseconds / 1000} s`, { cause: error });
  }
}

/** It has no code, and no type of its own. */
const isUnanswered = (error: unknown): boolean => error instanceof Error && error.message === "Query read timeout";

async function hasTable(client: Client, limits: Limits): Promise<boolean> {
  const { rows } = await ask<{ found: boolean }>(
    client,
    `SELECT to_regclass('${migrationsTable}') IS NOT NULL AS found`,
    limits,
  );
  return rows[0]?.found === true;
}

/** The library would make the same one, and not tell why it cannot. */
async function makeTable(client: Client, limits: Limits): Promise<void> {
  try {
    await ask(client, createMigrationsTable, limits);
  } catch (error) {
    const why = await explain(client, error, limits);
    throw new MigrationError(`${migrationsTable} cannot be made: ${why}`, { cause: error });
  }
}

/** A lock of the session. It ends with the connection, whatever becomes of us. */
async function waitForOthers(client: Client, patience: Patience, listener: MigrationListener): Promise<void> {
  const { wait: seconds } = patience;
  const key = "hashtextextended('addressbook migrations', 0)";
  const { rows } = await ask<{ free: boolean }>(client, `SELECT pg_try_advisory_lock(${key}) AS free`, patience);
  if (rows[0]?.free === true) return;
  listener.waiting();
  await setLockTimeout(client, seconds, patience);
  try {
    await ask(client, `SELECT pg_advisory_lock(${key})`, { ...patience, lockTimeout: seconds });
  } catch (error) {
    if (!isBlocked(error)) throw error;
    throw new MigrationError(`another migration has not ended within ${seconds} s`, { cause: error });
  }
}

async function setLockTimeout(client: Client, seconds: number, limits: Limits): Promise<void> {
  await ask(client, "SELECT set_config('lock_timeout', $1, false)", limits, [`${Math.ceil(seconds * 1000)}ms`]);
}

async function runPatiently(
  client: Client,
  folder: string,
  name: string,
  patience: Patience,
  listener: MigrationListener,
): Promise<void> {
  for (let left = patience.tries - 1; ; left -= 1) {
    listener.begun(name);
    const started = performance.now();
    try {
      await runMigration(client, folder, name);
      listener.done(name, Math.round(performance.now() - started));
      return;
    } catch (error) {
      const isRolledBack = await ask(client, "ROLLBACK", patience).then(
        () => true,
        // the connection's end does the same, and the first error tells more
        () => false,
      );
      if (!isRolledBack || !isBlocked(error) || left <= 0) throw error;
      listener.blocked();
      await sleep(patience.lockTimeout * 1000);
    }
  }
}

const isBlocked = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && blockedCodes.includes(error.code ?? "");

/** Why it failed, and what helps. */
async function explain(client: Client, error: unknown, limits: Limits): Promise<string> {
  const { code, hint } = error as DatabaseError;
  const help = [
    hint,
    isBlocked(error) ? await holders(client, limits) : undefined,
    code === insufficientPrivilege
      ? `\`npm run bootstrap\` as the database's administrator gives ${client.user} its rights, and with --take-over what the administrator owns`
      : undefined,
  ];
  // of its own statements the server tells more than our words for the service's
  const text = error instanceof DatabaseError ? error.message : said(error);
  return [text, ...help.filter((part) => part !== undefined)].join(text.includes("\n") ? "\n" : "; ");
}

/** Who has locks on tables. By now they may have others than a moment ago. */
async function holders(client: Client, limits: Limits): Promise<string> {
  const { rows } = await ask<{ holder: string }>(
    client,
    `SELECT DISTINCT format('%s (process %s, %s) has %s on %s',
      usename, pid, coalesce(nullif(application_name, ''), 'no name'), mode, relation::regclass) AS holder
    FROM pg_locks
    JOIN pg_stat_activity USING (pid)
    JOIN pg_class ON pg_class.oid = relation AND relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    WHERE granted AND pid <> pg_backend_pid() AND pg_locks.database = (
      SELECT oid FROM pg_database WHERE datname = current_database())`,
    limits,
  );
  return rows.length === 0 ? "nobody holds a lock any more" : rows.map(({ holder }) => holder).join(", ");
}
