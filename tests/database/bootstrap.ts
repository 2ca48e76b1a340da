import { resolve } from "node:path";

import type { Outcome } from "../terraform/harness/terraform-command";
import { type CloudDatabase, digitaloceanDatabase } from "./cloud-databases";
import type { Login, PostgresServer } from "./postgres-server";

export const bootstrapFile = resolve("addressbook/database/bootstrap.sql");

/** Runs the bootstrap as the administrator, with the settings that are right, or others. */
export function bootstrap(
  server: PostgresServer,
  { administrator, service }: CloudDatabase,
  settings: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return server.runFile(administrator, bootstrapFile, {
    "bootstrap.database": service.database,
    "bootstrap.user": service.user,
    ...settings,
  });
}

/** What the server said, without the place in the file that psql puts before it and after it. */
export const said = ({ stderr }: Outcome): string[] =>
  stderr
    .split("\n")
    .map((line) => line.replace(/^psql:\S+:\d+: /, ""))
    .filter((line) => line !== "" && !line.startsWith("CONTEXT:"));

/** A problem as the server says it. */
export const refusal = (...problems: readonly string[]): string[] =>
  problems.map((problem, index) => (index === 0 ? `ERROR:  ${problem}` : problem));

/** Says that it worked. */
export const done = ({ service }: CloudDatabase): string =>
  `NOTICE:  ${service.user} can create tables in ${service.database}`;

/** What the service does first. */
export const createTable = "CREATE TABLE person (id integer)";

/** Asks as somebody, and gives what was answered, or the only line that says why not. */
export const outcomeOn =
  (server: () => PostgresServer) =>
  async (login: Login, sql: string): Promise<string> => {
    const { status, stdout, stderr } = await server().ask(login, sql);
    return status === 0 ? stdout.trim() : (/^ERROR: .*$/m.exec(stderr)?.[0] ?? stderr);
  };

/** 15, 16, … */
export async function majorVersion(server: PostgresServer): Promise<number> {
  const { administrator } = await digitaloceanDatabase(server);
  const { stdout } = await server.ask(administrator, "SHOW server_version_num");
  return Math.floor(Number(stdout) / 10_000);
}
