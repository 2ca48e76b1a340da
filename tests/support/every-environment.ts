import { createRequire } from "node:module";
import { resolve } from "node:path";

import { checkEnvironment } from "../../environments/schema/check";
import type { CloudEnvironment, Environment } from "../../environments/schema/environment";
import { environmentSources } from "../../environments/schema/load";
import { environment, isCloud, minimal } from "./environments";
import { type TerraformJson, terraformJson } from "./terraform-json";

// read at once: a table of tests is made before anything can be awaited
const load = createRequire(__filename);

/** The environments that the project ships. */
export const shipped: readonly Environment[] = environmentSources().flatMap(({ name, file }) => {
  const { default: written } = load(resolve(file)) as { default: unknown };
  return checkEnvironment(name, written).environment ?? [];
});

export const shippedClouds: readonly CloudEnvironment[] = shipped.filter(isCloud);

/** The smallest right environment of each cloud. */
export const minimalClouds: readonly CloudEnvironment[] = [
  environment("minimal-aws", minimal.aws),
  environment("minimal-google", minimal.google),
  environment("minimal-digitalocean", minimal.digitalocean),
];

export const minimalLocal = environment("minimal-local", minimal.local);

const synthesized = new Map<CloudEnvironment, TerraformJson>();

/** The stack of an environment, synthesized once for each file of tests. */
export function stackJson(of: CloudEnvironment): TerraformJson {
  const json = synthesized.get(of) ?? terraformJson(of);
  synthesized.set(of, json);
  return json;
}
