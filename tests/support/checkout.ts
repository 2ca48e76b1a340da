import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";

/** Everything that the programs of this project read, apart from the packages. */
const parts = [
  "addressbook",
  "cdktf.json",
  "charts",
  "constructs",
  "environments",
  "plan",
  "programs",
  "report",
  "stacks",
  "teardown",
  "tools",
  "package.json",
];

/** What a command printed and how it ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of this project in a temporary folder, for running its programs as a user would. */
export class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));

  /** @param further files and folders of the project that are read besides the usual ones */
  constructor(further: readonly string[] = []) {
    for (const part of [...parts, ...further]) cpSync(resolve(part), join(this.folder, part), { recursive: true });
    symlinkSync(resolve("node_modules"), join(this.folder, "node_modules"), "junction");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  remove(file: string): void {
    rmSync(join(this.folder, file), { recursive: true });
  }

  /** Names of the files and folders in a folder; empty when it is not there. */
  list(folder: string): string[] {
    try {
      return readdirSync(join(this.folder, folder)).sort();
    } catch {
      return [];
    }
  }

  /** The text of each file below a folder, by its path within it; what a link leads to is not below it. */
  files(folder: string): Record<string, string> {
    const root = join(this.folder, folder);
    const paths = filesBelow(root).map((path) => relative(root, path));
    return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
  }

  /** Runs a program of the project with no credentials in its environment, and no other program (Terraform, git) to find. */
  run(program: string, args: readonly string[] = [], variables: Readonly<Record<string, string>> = {}): Outcome {
    return spawnSync(process.execPath, ["tools/run-typescript.mjs", program, ...args], {
      cwd: this.folder,
      encoding: "utf8",
      env: { PATH: this.folder, ...variables },
    });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Some versions of Node follow links when they are to list a folder recursively. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
