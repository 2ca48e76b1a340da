import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { buildSync } from "esbuild";

import { begin, type Outcome, type Running } from "../../terraform/harness/terraform-command";
import type { ServiceDatabase } from "./service-database";

type Variables = ServiceDatabase["variables"];

/** A program of the service, bundled once as for the image, with migrations of its own beside it. */
export class Program {
  private readonly root: string;
  /** What Node runs. */
  readonly file: string;

  /** @param entry a file, seen from `addressbook/` */
  constructor(entry: string) {
    mkdirSync("node_modules/.cache", { recursive: true });
    // where the packages are found
    this.root = mkdtempSync(resolve("node_modules/.cache", "program-"));
    chmodSync(this.root, 0o755);
    for (const data of ["migrations", "database/bootstrap.sql"])
      cpSync(join("addressbook", data), join(this.root, "addressbook", data), { recursive: true });
    this.file = join(this.root, "addressbook", entry.replace(/\.ts$/, ".js"));
    buildSync({
      entryPoints: [join("addressbook", entry)],
      outfile: this.file,
      bundle: true,
      packages: "external",
      platform: "node",
      target: "node20",
      format: "cjs",
      logLevel: "error",
    });
  }

  addMigration(name: string, sql: string): void {
    writeFileSync(join(this.root, "addressbook/migrations", `${name}.sql`), sql);
  }

  removeMigration(name: string): void {
    rmSync(join(this.root, "addressbook/migrations", `${name}.sql`));
  }

  begin(variables: Variables, ...args: readonly string[]): Running {
    const env = { PATH: process.env["PATH"], ...variables };
    return begin(process.execPath, [this.file, ...args], { cwd: dirname(this.file), env });
  }

  run(variables: Variables, ...args: readonly string[]): Promise<Outcome> {
    return this.begin(variables, ...args).end;
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
