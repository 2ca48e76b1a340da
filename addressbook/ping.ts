import { Command, Option } from "commander";

import { connected, ConnectionError, said } from "./database/client";
import { connectionOptions } from "./database/connection";
import { remedy } from "./database/failures";
import { exitCodes, exitOnUsage, runProgram } from "./programs";
import { passwordOf, readDatabaseSettings } from "./settings";

const program = new Command("ping")
  .description("Connects to the database as the service does, and tells whether that works. It needs no schema.")
  .addOption(
    new Option("-o, --output <format>", "for people or for machines").choices(["text", "json"]).default("text"),
  )
  .addHelpText(
    "after",
    `
The database's settings, as the service itself reads them:
  DB_HOST DB_PORT DB_SCHEMA DB_USER DB_PASSWORD DB_SSL DB_CA DB_TLS_VERIFICATION
  DB_CREDENTIALS_DIR   a folder with files of these names, instead

Exit codes:
  0  it works    1  it does not, and the message says why and what to look at    2  wrong input

Examples:
  DB_HOST=localhost DB_SCHEMA=demo DB_USER=demouser DB_PASSWORD=… npm run ping
  kubectl exec deployment/addressbook-stable -- npm run ping`,
  )
  .exitOverride(exitOnUsage)
  .action(run);

async function run({ output }: { readonly output: "text" | "json" }): Promise<void> {
  const { values, warnings } = readDatabaseSettings(process.env);
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
  const started = performance.now();
  const login = connectionOptions(values, passwordOf(values, process.env), "addressbook-ping");
  try {
    const server = await connected({ ...login, query_timeout: 500 }, async (client) => {
      const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version");
      return `PostgreSQL ${rows[0]?.version}`;
    });
    const milliseconds = Math.round(performance.now() - started);
    if (output === "json") print({ ok: true, server, milliseconds });
    else process.stdout.write("Connection has been established successfully.\n");
  } catch (error) {
    // behind a connection pool the login may succeed although the database is down
    const [text, check] =
      error instanceof ConnectionError ? [error.message, remedy(error.cause)] : [said(error), remedy(error)];
    if (output === "json") print({ ok: false, error: text, check });
    else process.stderr.write(`error: ${text}\n${check === undefined ? "" : `check ${check}\n`}`);
    process.exitCode = exitCodes.failed;
  }
}

function print(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer, undefined, 2)}\n`);
}

void runProgram(async () => {
  await program.parseAsync();
  // looking up a name may go on for many seconds after nobody waits for it any more
  process.exit();
});
