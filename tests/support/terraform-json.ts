import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Testing } from "cdktf";

import type { CloudEnvironment } from "../../environments/schema/environment";
import { createApp } from "../../stacks/app";
import type { PlatformStack } from "../../stacks/platform-stack";

/** Settings of one resource as Terraform reads them: snake case, blocks as objects or lists. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what Terraform's JSON holds is looked into freely
export type Settings = Record<string, any>;

/** The JSON of one stack, and ways to look into it. */
export interface TerraformJson {
  readonly stack: PlatformStack;
  readonly json: Settings;
  /** The text that `cdktf synth` writes. */
  readonly text: string;
  /** All resources of a type. */
  all(type: string): Settings[];
  /** The only resource of a type; fails when there is none or more than one. */
  one(type: string): Settings;
  /** Number of resources by type. */
  counts(): Record<string, number>;
}

/** Synthesizes the stack of an environment, validations included. */
export function terraformJson(environment: CloudEnvironment): TerraformJson {
  const outdir = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  try {
    const [stack] = createApp([environment], outdir).stacks;
    if (stack === undefined) throw new Error("no stack was made");
    const text = Testing.synth(stack, true);
    const json = JSON.parse(text) as Settings;
    const all = (type: string): Settings[] =>
      Object.values<Settings>((json["resource"] as Record<string, Settings>)[type] ?? {});
    return {
      stack,
      json,
      text,
      all,
      one: (type) => {
        const found = all(type);
        if (found.length !== 1) throw new Error(`expected one ${type}, found ${found.length}`);
        return found[0]!;
      },
      counts: () =>
        Object.fromEntries(
          Object.entries(json["resource"] as Record<string, Settings>).map(([type, resources]) => [
            type,
            Object.keys(resources).length,
          ]),
        ),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
