import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseAllDocuments } from "yaml";

import { type ReleaseVariables, releaseSettings } from "../../charts/release-settings";
import { createServiceApp } from "../../charts/service-app";
import type { Environment } from "../../environments/schema/environment";

/** A Kubernetes object as kubectl reads it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a manifest holds is looked into freely
export type Manifest = Record<string, any>;

export interface Manifests {
  /** The text of each file, by its name, in the order in which they are applied. */
  readonly files: Readonly<Record<string, string>>;
  readonly objects: readonly Manifest[];
  /** All objects of a kind. */
  all(kind: string): Manifest[];
  /** The object of that kind and name; fails when there is none. */
  one(kind: string, name: string): Manifest;
}

/** Writes the manifests of an environment to a temporary folder and reads them back, as a user would. */
export function manifests(environment: Environment, variables: ReleaseVariables = {}): Manifests {
  const outdir = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  try {
    const [release] = releaseSettings([environment], variables);
    createServiceApp(release!.environment, release!.settings, outdir).synth();
    const folder = join(outdir, environment.name);
    const names = readdirSync(folder).sort();
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
    const objects = Object.values(files).flatMap((text) =>
      parseAllDocuments(text).map((document) => document.toJS() as Manifest),
    );
    const all = (kind: string) => objects.filter((object) => object["kind"] === kind);
    return {
      files,
      objects,
      all,
      one: (kind, name) => {
        const found = all(kind).find((object) => (object["metadata"] as Manifest)["name"] === name);
        if (found === undefined) throw new Error(`no ${kind} is called ${name}`);
        return found;
      },
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
