import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Command, Option } from "commander";

import { bootstrap, type Listener } from "./database/bootstrap";
import { readBootstrapSettings } from "./database/bootstrap-settings";
import { exitOnUsage, runProgram } from "./programs";

interface Options {
  readonly takeOver?: boolean;
  readonly resetPassword?: boolean;
  readonly dryRun?: boolean;
  readonly output: "text" | "json";
}

const program = new Command("bootstrap")
  .description(
    "Prepares the database as its administrator, before the first migration: makes the database and the service's role " +
      "where they are missing, lets the role create its tables, and takes away what it does not need. It may be repeated.",
  )
  .option("--take-over", "give the role the tables that the administrator owns, who can then no longer use them")
  .option("--reset-password", "give a role that exists the password in DB_PASSWORD")
  .option("--dry-run", "tell what would be done, and change nothing")
  .addOption(
    new Option("-o, --output <format>", "for people or for machines").choices(["text", "json"]).default("text"),
  )
  .addHelpText(
    "after",
    `
The service's login, as the service itself reads it:
  DB_HOST DB_PORT DB_SCHEMA DB_USER DB_PASSWORD DB_SSL DB_CA DB_TLS_VERIFICATION
  DB_CREDENTIALS_DIR         a folder with files of these names, instead

The administrator's login:
  DB_ADMIN_USER DB_ADMIN_PASSWORD
  DB_ADMIN_SCHEMA            the database itself, where DB_SCHEMA is the name of a connection pool
  DB_ADMIN_HOST, ...         what differs from the service's
  DB_ADMIN_CREDENTIALS_DIR   a folder with files DB_USER, DB_PASSWORD, ..., instead

--take-over ends what still serves with the administrator's login: it can no longer read those tables.

Exit codes:
  0  the service can log in and create tables    1  it did not work    2  wrong input, nothing was begun

Examples:
  DB_ADMIN_USER=postgres DB_ADMIN_PASSWORD=… DB_USER=demouser DB_PASSWORD=… DB_SCHEMA=demo npm run bootstrap
  npm run bootstrap -- --dry-run --take-over`,
  )
  .exitOverride(exitOnUsage)
  .action(run);

async function run({ output, ...options }: Options): Promise<void> {
  const { values, warnings } = readBootstrapSettings(process.env);
  const script = readFileSync(join(__dirname, "database", "bootstrap.sql"), "utf8");
  const { dryRun = false } = options;

  const told = { dryRun, done: [] as string[], warnings: [] as string[] };
  const listener: Listener =
    output === "json"
      ? { done: (text) => told.done.push(text), warning: (text) => told.warnings.push(text) }
      : {
          done: (text) => process.stdout.write(`${text}\n`),
          warning: (text) => process.stderr.write(`warning: ${text}\n`),
        };
  if (dryRun && output === "text") process.stdout.write("this would be so, and nothing is changed:\n");
  for (const warning of warnings) listener.warning(warning);
  await bootstrap({ ...values, script, ...options }, listener);
  if (output === "json") process.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
}

void runProgram(async () => {
  await program.parseAsync();
});
