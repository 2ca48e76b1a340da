import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { parseAllDocuments } from "yaml";

import { releaseSettings } from "../../charts/release-settings";
import type { ReleaseVariables } from "../../charts/release-variables";
import { createFirstReleaseApp } from "../../charts/first-release";
import { createServiceApp } from "../../charts/service-app";
import type { Environment } from "../../environments/schema/environment";

/** A Kubernetes object as kubectl reads it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a manifest holds is looked into freely
export type Manifest = Record<string, any>;

export interface Manifests {
  /** The text of every file that is written, by its path within the folder. */
  readonly written: Readonly<Record<string, string>>;
  /** Those of them that make up a release, in the order in which they are applied. */
  readonly files: Readonly<Record<string, string>>;
  /** What is applied once, before the first release. */
  readonly firstRelease: readonly Manifest[];
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
    createFirstReleaseApp(release!.environment, release!.settings, outdir)?.synth();
    const written = textsIn(join(outdir, environment.name));
    const files = matching(written, /^[^/]*\.k8s\.yaml$/);
    const objects = read(files);
    const all = (kind: string) => objects.filter((object) => object["kind"] === kind);
    return {
      written,
      files,
      firstRelease: read(matching(written, /^first-release\//)),
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

type Texts = Readonly<Record<string, string>>;

function textsIn(folder: string): Texts {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

const matching = (texts: Texts, pattern: RegExp): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([name]) => pattern.test(name)));

const read = (texts: Texts): Manifest[] =>
  Object.values(texts).flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
