import { join } from "node:path";

import { Command, InvalidArgumentError, Option } from "commander";

import { connected } from "./database/client";
import { connectionOptions, firstConnectTimeout } from "./database/connection";
import { migrate, type MigrationListener, readState, type SchemaState } from "./database/migrations";
import { exitOnUsage, runProgram } from "./programs";
import { passwordOf, readDatabaseSettings } from "./settings";

interface Options {
  readonly dryRun?: boolean;
  readonly wait: number;
  readonly lockTimeout: number;
  readonly tries: number;
  readonly output: "text" | "json";
}

/**
 * Milliseconds for a statement of a migration. A large table takes its time, so that this is a day: it is for a server
 * whose answer never comes. In the cluster the Job has a deadline, and what is asked around migrations has its own.
 */
const statementTimeout = 86_400_000;

const program = new Command("migrate")
  .description(
    "Brings the schema of the database up to date: runs the migrations that it lacks, each in a transaction of its own. " +
      "It is safe to run it at any time, while the service works, and several times at once.",
  )
  .option("--dry-run", "tell what would be run, and change nothing")
  .addOption(new Option("--wait <seconds>", "how long to wait for another migration").argParser(seconds).default(60))
  .addOption(
    new Option("--lock-timeout <seconds>", "how long to wait for a lock, and make requests wait behind it")
      .argParser(seconds)
      .default(2),
  )
  .addOption(new Option("--tries <number>", "how often to try for a lock").argParser(count).default(5))
  .addOption(
    new Option("-o, --output <format>", "for people or for machines").choices(["text", "json"]).default("text"),
  )
  .addHelpText(
    "after",
    `
The database's settings, as the service itself reads them:
  DB_HOST DB_PORT DB_SCHEMA DB_USER DB_PASSWORD DB_SSL DB_CA DB_TLS_VERIFICATION
  DB_CREDENTIALS_DIR   a folder with files of these names, instead

A database that newer code has migrated is left as it is. A table "People" that the reference demo has made is taken
over with its rows. What fails leaves nothing half done, and can be run again.

Exit codes:
  0  the schema is up to date    1  it is not, and the message says why    2  wrong input, nothing was begun

Examples:
  npm run migrate -- --dry-run
  DB_HOST=localhost DB_SCHEMA=demo DB_USER=demouser DB_PASSWORD=… npm run migrate`,
  )
  .exitOverride(exitOnUsage)
  .action(run);

async function run({ dryRun, output, ...patience }: Options): Promise<void> {
  const { values, warnings } = readDatabaseSettings(process.env);
  const login = {
    ...connectionOptions(values, passwordOf(values, process.env), "addressbook-migrate"),
    connectionTimeoutMillis: firstConnectTimeout,
    query_timeout: statementTimeout,
  };
  const folder = join(__dirname, "migrations");
  const say = (text: string) => output === "text" && process.stdout.write(text);
  const warn = (text: string) => process.stderr.write(`warning: ${text}\n`);

  for (const warning of warnings) warn(warning);
  const done: { name: string; milliseconds: number }[] = [];
  const listener: MigrationListener = {
    waiting: () => say(`another migration is under way; it gets up to ${patience.wait} s\n`),
    begun: (name) => say(`${name} … `),
    blocked: () => say("gets no lock, and lets others go first\n"),
    done: (name, milliseconds) => {
      done.push({ name, milliseconds });
      say(`done in ${milliseconds} ms\n`);
    },
    failed: () => say("failed\n"),
    warning: warn,
  };
  const state = await connected(login, (client) =>
    dryRun === true ? readState(client, folder, patience) : migrate(client, folder, patience, listener),
  );
  if (output === "json")
    process.stdout.write(`${JSON.stringify({ dryRun: dryRun === true, done, ...state }, undefined, 2)}\n`);
  else say(summary(state));
}

function summary({ applied, pending, ahead }: SchemaState): string {
  if (pending.length > 0) return pending.map((name) => `${name} would be run\n`).join("");
  const count = `${applied.length} ${applied.length === 1 ? "migration" : "migrations"}`;
  return `the schema is up to date: ${count}${ahead.length === 0 ? "" : `, newer code has brought ${ahead.join(", ")}`}\n`;
}

/** PostgreSQL counts in milliseconds, and takes none of them for no limit. */
function seconds(value: string): number {
  const number = Number(value);
  if (number >= 0.001 && number <= 86_400) return number;
  throw new InvalidArgumentError("It must be a number of seconds from 0.001 to 86400.");
}

function count(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= 1000) return number;
  throw new InvalidArgumentError("It must be an integer from 1 to 1000.");
}

void runProgram(async () => {
  await program.parseAsync();
});
