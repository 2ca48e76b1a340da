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

/** What no shipped environment turns on, all at once. */
export const maximalAws = environment("maximal-aws", {
  ...minimal.aws,
  profile: "production",
  // six zones, of which EKS refuses one
  region: "us-east-1",
  state: { backend: "gcs", bucket: "team-state" },
  network: { cidr: "10.40.0.0/18", zones: 2, nat: "none" },
  cluster: {
    kubernetesVersion: "1.34",
    nodeType: "t4g.medium",
    adminArns: ["role/platform", "user/team/somebody"].map((name) => `arn:aws:iam::123456789012:${name}`),
  },
  database: { postgresVersion: "16", postgresMinor: 10 },
  service: { namespace: "shop" },
  ci: {
    github: { repository: "team@1/shop@2" },
    semaphore: { organization: "team", projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", repository: "shop" },
  },
  exceptions: {
    loseNetwork: "the network is moved",
    loseCluster: "the cluster is made anew",
    loseDatabase: "the database is restored",
    loseRegistry: "the images are copied",
    loseKey: "what it encrypted is gone",
  },
  tags: { team: "shop" },
});

/** What no shipped environment on Google Cloud turns on, as far as it goes together. */
export const maximalGoogle = environment("maximal-google", {
  ...minimal.google,
  profile: "production",
  region: "us-central1",
  state: { backend: "hcp", organization: "team" },
  network: {
    nodesCidr: "10.64.0.0/22",
    podsCidr: "10.68.0.0/17",
    servicesCidr: "10.64.8.0/22",
    databaseCidr: "10.64.4.0/29",
  },
  cluster: { autopilot: true, releaseChannel: "RAPID", apiAllowedCidrs: ["198.51.100.7/32"] },
  database: {
    postgresVersion: "16",
    edition: "ENTERPRISE_PLUS",
    tier: "db-perf-optimized-N-2",
    pointInTimeDays: 14,
    backupRetentionDays: 30,
    auditLogs: "all",
  },
  service: { namespace: "shop" },
  ci: {
    github: { repository: "team/shop" },
    semaphore: { organization: "team", projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", repository: "shop" },
    generation: 2,
  },
  tags: { team: "shop" },
});

/** What no shipped environment turns on, one for each cloud that has such a thing. */
export const maximalClouds: readonly CloudEnvironment[] = [maximalAws, maximalGoogle];

export const minimalLocal = environment("minimal-local", minimal.local);

const synthesized = new Map<CloudEnvironment, TerraformJson>();

/** The stack of an environment, synthesized once for each file of tests. */
export function stackJson(of: CloudEnvironment): TerraformJson {
  const json = synthesized.get(of) ?? terraformJson(of);
  synthesized.set(of, json);
  return json;
}
