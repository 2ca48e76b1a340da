import type { AwsInput } from "./aws";
import type { DigitaloceanInput } from "./digitalocean";
import type { GoogleInput } from "./google";
import type { LocalInput } from "./local";

/** What an environment file may export: its `cloud` decides which settings it has. */
export type EnvironmentInput = DigitaloceanInput | GoogleInput | AwsInput | LocalInput;

/**
 * Describes one environment. The file's name is the environment's name.
 *
 * The compiler checks settings, names and choices here; ranges, networks and relations are checked when the file is loaded.
 *
 * @example
 * export default defineEnvironment({
 *   cloud: "digitalocean",
 *   profile: "demo",
 *   region: "fra1",
 *   state: { backend: "local" },
 *   network: { cidr: "10.30.0.0/20" },
 *   cluster: { apiAllowedCidrs: ["203.0.113.7/32"] },
 *   registry: { name: "my-team-demo" },
 * });
 */
export function defineEnvironment(environment: EnvironmentInput): EnvironmentInput {
  return environment;
}
