import { once } from "node:events";
import { createServer } from "node:net";
import { join, resolve } from "node:path";

import { Command, InvalidArgumentError, Option } from "commander";

import { version } from "../package.json";
import { exitOnUsage, runProgram } from "../programs";
import { serve } from "../serve";
import { type Database, startDatabase } from "./database";
import { PostgresError } from "./postgres-error";
import { readableLog } from "./readable-log";

interface Options {
  readonly port: number;
  readonly databasePort?: number;
  readonly fresh?: boolean;
}

const program = new Command("dev")
  .description(
    "Serves from this checkout, with a PostgreSQL of its own that npm has installed. The persons are kept in .cache/.",
  )
  .addOption(new Option("-p, --port <port>", "where the service listens").env("PORT").argParser(port).default(3000))
  .addOption(new Option("--database-port <port>", "where PostgreSQL listens (default: a free one)").argParser(port))
  .option("--fresh", "begin without persons")
  .addHelpText(
    "after",
    `
Both listen on this machine only, and end with Ctrl-C. LOG_LEVEL=debug shows more.

Exit codes:
  0  ended by a signal    1  it could not be started    2  wrong input

Examples:
  npm run dev
  npm run dev -- --fresh --port 8080`,
  )
  .exitOverride(exitOnUsage)
  .action(run);

async function run({ port, databasePort, fresh = false }: Options): Promise<void> {
  const { HOST: host = "" } = process.env;
  // PostgreSQL's password is on the screen, and some shells set it to the machine's name
  if (!["", "localhost", "127.0.0.1"].includes(host))
    process.stderr.write(`warning: \`HOST\` is not used, the service listens on this machine only, got: ${host}\n`);
  await expectFree("--port", port);
  if (databasePort !== undefined) await expectFree("--database-port", databasePort);
  const code = join(__dirname, "..");
  const database = await startDatabase({ code, cache: resolve(code, "..", ".cache"), port: databasePort, fresh });
  try {
    await serve({
      variables: {
        ...database.variables,
        HOST: "localhost",
        PORT: String(port),
        LOG_LEVEL: process.env["LOG_LEVEL"],
        // nobody balances the load
        SHUTDOWN_DRAIN_SECONDS: "0",
      },
      version,
      migrations: join(code, "migrations"),
      ...(process.stdout.isTTY ? { log: readableLog } : {}),
      afterwards: () => database.server.stop(),
    });
  } catch (error) {
    await database.server.stop();
    throw error;
  }
  process.stderr.write(introduction(port, database));
}

const introduction = (
  port: number,
  { folder, variables: { DB_USER, DB_PASSWORD, DB_HOST, DB_PORT, DB_SCHEMA } }: Database,
) => `
The service works. In another terminal:

  curl -w "\\n" -X PUT -d "firstName=al&lastName=pacino" 127.0.0.1:${port}/person
  curl -w "\\n" 127.0.0.1:${port}/all

The database, for psql or another client, as long as this runs:

  postgresql://${DB_USER}:${DB_PASSWORD}@${DB_HOST}:${DB_PORT}/${DB_SCHEMA}

It is kept in ${folder}; --fresh begins anew. Ctrl-C ends both.

`;

/** Before anything is begun; whoever takes the port meanwhile makes it fail later. */
async function expectFree(option: string, port: number): Promise<void> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    throw new PostgresError(
      `\`${option}\` must be a port that nobody uses, got: ${port} (${(error as NodeJS.ErrnoException).code}); ` +
        "end who uses it, or give another one",
    );
  }
  server.close();
  await once(server, "close");
}

function port(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= 65535) return number;
  throw new InvalidArgumentError("It must be a port from 1 to 65535.");
}

void runProgram(async () => {
  // a variable that is set to nothing is one that was not set, as for the service
  if (process.env["PORT"] === "") delete process.env["PORT"];
  await program.parseAsync();
});
