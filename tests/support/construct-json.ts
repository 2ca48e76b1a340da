import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { App, DefaultTokenResolver, StringConcat, TerraformStack, Testing, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

import { at, listAt } from "./at";

/** What one construct becomes, with the hashes taken from the names: `${aws_vpc.network_vpc.id}`. */
export interface ConstructJson<Built> {
  /** What was built, for the values that it hands to others. */
  readonly built: Built;
  /** The settings of the resource of a type and a name; fails when there is none. */
  resource(type: string, name: string): object;
  /** The only resource of a type; fails when there is none or more than one. */
  only(type: string): object;
  /** Names of all resources of a type. */
  names(type: string): string[];
  /** Whatever else is in the JSON. */
  readonly json: unknown;
}

/** Synthesizes what `build` adds to an empty stack. */
export function constructJson<Built>(build: (stack: TerraformStack) => Built): ConstructJson<Built> {
  const outdir = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  try {
    const stack = new TerraformStack(new App({ outdir, stackTraces: false }), "stack");
    const built = build(stack);
    const json: unknown = JSON.parse(withoutHashes(Testing.synth(stack)));
    const all = (type: string) => Object.entries((at(json, "resource", type) ?? {}) as Record<string, object>);
    return {
      built,
      json,
      names: (type) => all(type).map(([name]) => name),
      resource: (type, name) => {
        const found = all(type).find(([candidate]) => candidate === name);
        if (found === undefined)
          throw new Error(`no ${type} is called ${name}: ${JSON.stringify(all(type).map(([n]) => n))}`);
        return found[1];
      },
      only: (type) => {
        const [[, found] = [], ...others] = all(type);
        if (found === undefined || others.length > 0)
          throw new Error(`expected one ${type}, found ${all(type).length}`);
        return found;
      },
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** CDKTF ends each name with a hash of the path, which says nothing to a reader. */
export const withoutHashes = (text: string): string => text.replaceAll(/_[0-9A-F]{8}(?=["'.}\],]|$)/gm, "");

/** What a resource waits for. */
export const dependencies = (resource: object): string[] => listAt(resource, "depends_on") as string[];

/** What a value that is handed from construct to construct will be in the JSON. */
export function resolved(scope: IConstruct, value: unknown): unknown {
  const found: unknown = Tokenization.resolve(value, {
    scope,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
  return typeof found === "string" ? withoutHashes(found) : found;
}

/** Makes the same thing once only: most tests look at the JSON of the same props. */
export function remembered<Props extends object, Made>(make: (props: Partial<Props>) => Made) {
  const known = new Map<string, Made>();
  return (props: Partial<Props> = {}): Made => {
    const key = JSON.stringify(props);
    const made = known.get(key) ?? make(props);
    known.set(key, made);
    return made;
  };
}
