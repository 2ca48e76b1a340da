import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { LocalInput } from "../../../environments/schema/local";

/** What `npx release` needs of this project. */
export const releaseParts = [
  "charts",
  "constructs",
  "environments",
  "programs",
  "release",
  "tools",
  "addressbook/package.json",
  "package.json",
];

/** A copy of this project with the same packages, and with a bundle and environments of its own. */
export class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));

  constructor() {
    mkdirSync(join(this.folder, "addressbook"));
    mkdirSync(join(this.folder, "node_modules"));
    for (const part of releaseParts) cpSync(resolve(part), join(this.folder, part), { recursive: true });
    for (const name of readdirSync("node_modules"))
      if (name !== ".cache") symlinkSync(resolve("node_modules", name), join(this.folder, "node_modules", name));
  }

  /** Writes a file. @returns its path */
  write(file: string, text: string): string {
    const path = join(this.folder, file);
    writeFileSync(path, text);
    return path;
  }

  /** Writes the file of an environment. */
  environment(name: string, input: LocalInput): void {
    const text = `import { defineEnvironment } from "./schema/define-environment";\n\nexport default defineEnvironment(${JSON.stringify(input)});\n`;
    this.write(`environments/${name}.ts`, text);
  }

  /** Bundles that are kept. */
  get bundles(): string[] {
    const files = readdirSync(join(this.folder, "node_modules/.cache/release"), { recursive: true, encoding: "utf8" });
    return files.filter((file) => file.endsWith(".cjs")).map((file) => join("node_modules/.cache/release", file));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
