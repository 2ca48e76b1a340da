import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { build } from "esbuild";

import type { Pair } from "./comparison";
import type { Databases } from "./databases";
import type { Service } from "./service-process";

/** Names of the services, and of their databases. */
export const names: Pair<string> = { ours: "addressbook", theirs: "express_sequelize" };

/** Bundles both in the same way, below `node_modules`, where they find their packages. */
export async function buildServices(databases: Databases): Promise<Pair<Service>> {
  const folder = "node_modules/.cache/addressbook-bench";
  execFileSync(process.execPath, ["addressbook/build.mjs", folder]);
  await build({
    entryPoints: ["addressbook/bench/express-sequelize.ts"],
    outdir: folder,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "cjs",
  });
  const service = (name: string, program: string): Service => ({
    name,
    program: join(folder, program),
    variables: databases.variables(name),
  });
  return { ours: service(names.ours, "main.js"), theirs: service(names.theirs, "express-sequelize.js") };
}
