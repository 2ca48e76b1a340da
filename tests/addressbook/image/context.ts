import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";

import ignore from "@balena/dockerignore";

const rules = ignore().add(readFileSync(".dockerignore", "utf8"));

/** Whether a file or folder, as seen from the top level, is kept from whoever builds the image. */
export const isIgnored = (path: string): boolean => rules.ignores(path);

/** What the image is built of, and nothing else, with the packages of this checkout. */
export class Context {
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-image-"));

  /** @param parts what the Dockerfile copies */
  constructor(parts: readonly string[]) {
    for (const part of parts)
      cpSync(part, join(this.folder, part), {
        recursive: true,
        filter: (file) => !isIgnored(relative(".", file)),
      });
    symlinkSync(resolve("node_modules"), join(this.folder, "node_modules"), "junction");
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
