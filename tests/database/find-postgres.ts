import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** The programs of one major version of PostgreSQL. */
export interface FoundPostgres {
  readonly major: number;
  /** Folder of `initdb` and `postgres`. */
  readonly folder: string;
  /** Path of the client, which may come with another version. */
  readonly psql: string;
}

/** What a machine without PostgreSQL lacks. */
export const missingPostgres =
  "there is no PostgreSQL 15 or later with psql, neither on the PATH nor where packages put it " +
  "(POSTGRES_BIN names the folder of another one)";

/** Parents of folders that are called after a version, and where the programs are below those. */
const places: readonly (readonly [parent: string, programs: string])[] = [
  ["/usr/lib/postgresql", "bin"], // Debian, Ubuntu
  ["/usr", "bin"], // pgsql-17 of Fedora and Red Hat
  ["/opt/homebrew/opt", "bin"],
  ["/usr/local/opt", "bin"],
  ["/Applications/Postgres.app/Contents/Versions", "bin"],
];

/**
 * Every major version from 15 on, which was the first one that does not let everybody create tables, as often as it is
 * found first: named by POSTGRES_BIN (folders, separated as in the PATH), on the PATH, or where packages put it.
 */
export function findPostgres(): readonly FoundPostgres[] {
  const folders = [...list(process.env["POSTGRES_BIN"]), ...list(process.env["PATH"]), ...packaged()];
  const clients = folders.map((folder) => join(folder, "psql")).filter((file) => existsSync(file));
  const found = new Map<number, FoundPostgres>();
  for (const folder of folders.filter((folder) => existsSync(join(folder, "initdb")))) {
    const major = majorVersion(join(folder, "postgres"));
    const psql = clients.find((file) => dirname(file) === folder) ?? clients[0];
    if (major >= 15 && psql !== undefined && !found.has(major)) found.set(major, { major, folder, psql });
  }
  return [...found.values()].sort((a, b) => a.major - b.major);
}

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

function majorVersion(program: string): number {
  const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  // null when there is no such program, which is read as "null"
  return Number(/^postgres \(PostgreSQL\) (\d+)/.exec(stdout)?.[1] ?? 0);
}
