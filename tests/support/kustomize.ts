import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { parseAllDocuments } from "yaml";

import type { Manifest } from "./manifests";

/** What `kubectl kustomize` makes of files in a folder; throws when it refuses them. */
export function kustomize(files: Readonly<Record<string, string>>): Manifest[] {
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { status, stdout, stderr } = spawnSync("kubectl", ["kustomize", folder], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return parseAllDocuments(stdout).map((document) => document.toJS() as Manifest);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The version of the Kustomize that is built into kubectl; undefined when there is none, or only an older one than 5. */
export function kustomizeVersion(): string | undefined {
  const { stdout } = spawnSync("kubectl", ["version", "--client"], { encoding: "utf8" });
  return /Kustomize Version: (v5\S+)/.exec(stdout)?.[1];
}
