import { existsSync, readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { embeddedPrograms, type PostgresPrograms, programsIn } from "../../addressbook/dev/postgres-programs";

/** One major version of PostgreSQL. */
export interface FoundPostgres extends PostgresPrograms {
  /** Path of the client, which may come with another version. */
  readonly psql: string;
}

/** What a machine without PostgreSQL's client lacks. */
export const missingPostgres =
  "there is no psql, neither on the PATH nor where packages put it (POSTGRES_BIN names another folder)";

/** Parents of folders that are called after a version, and where the programs are below those. */
const places: readonly (readonly [parent: string, programs: string])[] = [
  ["/usr/lib/postgresql", "bin"], // Debian, Ubuntu
  ["/usr", "bin"], // pgsql-17 of Fedora and Red Hat
  ["/opt/homebrew/opt", "bin"],
  ["/usr/local/opt", "bin"],
  ["/Applications/Postgres.app/Contents/Versions", "bin"],
];

/**
 * The version that npm has installed; `npm run test:postgres` wants every major version from 15 on, which was the first
 * one that does not let everybody create tables, as often as it is found first: named by POSTGRES_BIN (folders,
 * separated as in the PATH), on the PATH, where packages put it, or installed by npm.
 */
export function findPostgres(): readonly FoundPostgres[] {
  const folders = [...list(process.env["POSTGRES_BIN"]), ...list(process.env["PATH"]), ...packaged()];
  const clients = folders.map((folder) => join(folder, "psql")).filter((file) => existsSync(file));
  const [client] = clients;
  if (client === undefined) return [];
  const found = new Map<number, FoundPostgres>();
  const onMachine = () => folders.filter((folder) => existsSync(join(folder, "initdb"))).map(programsIn);
  for (const programs of [...(everyVersion ? onMachine() : []), embeddedPrograms()]) {
    if (programs === undefined || programs.major < 15 || found.has(programs.major)) continue;
    const psql = clients.find((file) => dirname(file) === programs.folder) ?? client;
    found.set(programs.major, { ...programs, psql });
  }
  return [...found.values()].sort((a, b) => a.major - b.major);
}

const everyVersion = process.env["EVERY_POSTGRES"] !== undefined;

const list = (paths: string | undefined): string[] => (paths ?? "").split(delimiter).filter((path) => path !== "");

function packaged(): string[] {
  return places.flatMap(([parent, programs]) =>
    existsSync(parent)
      ? readdirSync(parent)
          .filter((name) => /^(pgsql-|postgresql@)?\d+$/.test(name))
          .map((name) => join(parent, name, programs))
      : [],
  );
}
