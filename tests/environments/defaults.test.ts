import addressbook from "../../addressbook/package.json";
import shared from "../../environments/service";
import { environment, minimal } from "../support/environments";

const service = {
  name: "addressbook",
  namespace: "addressbook",
  version: addressbook.version,
  command: [],
  port: 3000,
  probes: { startup: "/live", readiness: "/ready", liveness: "/live" },
  drainSeconds: 5,
  shutdownSeconds: 25,
  writableDirectories: { "/tmp": "16Mi" },
  migrationCommand: ["node", "dist/migrate.js"],
  bootstrapCommand: ["node", "dist/bootstrap.js"],
  strategy: "canary",
  stablePods: 3,
  canaryPods: 1,
  minimumPods: 1,
  resources: { cpuRequest: "100m", cpuLimit: "500m", memoryRequest: "128Mi", memoryLimit: "256Mi" },
  databasePoolSize: 3,
  balancer: { exposure: "internet", allowedCidrs: ["0.0.0.0/0"] },
  configuration: { NODE_ENV: "production" },
  // looked at in verification.test.ts
  verification: shared.verification,
};

const inEveryCloud = {
  name: "test",
  service,
  project: "addressbook",
  tags: {},
  exceptions: {},
  maintenance: { day: "sunday", startTime: "03:00" },
};

const demo = { ...inEveryCloud, profile: "demo", state: { backend: "local" } };

const productionInput = { profile: "production", state: { backend: "gcs", bucket: "team-state" } } as const;
const production = { ...inEveryCloud, ...productionInput };

describe("the smallest environment on AWS", () => {
  const cluster = {
    kubernetesVersion: "1.35",
    nodeCount: 3,
    nodeDiskGib: 30,
    apiAllowedCidrs: [],
    adminArns: ["arn:aws:iam::123456789012:role/platform"],
  };
  const database = {
    name: "demo",
    user: "demouser",
    passwordVersion: 1,
    postgresVersion: "17",
    storageGib: 20,
    maxStorageGib: 100,
    backupRetentionDays: 7,
  };

  test("is cheap as a demo", () => {
    expect(environment("test", minimal.aws)).toEqual({
      ...demo,
      cloud: "aws",
      region: "eu-central-1",
      accountId: "123456789012",
      network: { cidr: "10.20.0.0/16", zones: 3, nat: "single", flowLogs: false },
      cluster: {
        ...cluster,
        nodeType: "t3.medium",
        controlPlaneLogs: "security",
        logRetentionDays: 7,
        customerKey: false,
        deletionProtection: false,
      },
      registry: { keepImages: 20 },
      database: {
        ...database,
        instanceType: "db.t4g.micro",
        highlyAvailable: false,
        enhancedMonitoring: false,
        deletionProtection: false,
      },
      ci: { identityProviders: "create" },
    });
  });

  test("is protected and highly available in production", () => {
    expect(environment("test", { ...minimal.aws, ...productionInput })).toEqual({
      ...production,
      cloud: "aws",
      region: "eu-central-1",
      accountId: "123456789012",
      network: { cidr: "10.20.0.0/16", zones: 3, nat: "per-zone", flowLogs: true },
      cluster: {
        ...cluster,
        nodeType: "t3.large",
        controlPlaneLogs: "all",
        logRetentionDays: 365,
        customerKey: true,
        deletionProtection: true,
      },
      registry: { keepImages: 20 },
      database: {
        ...database,
        instanceType: "db.t4g.medium",
        highlyAvailable: true,
        enhancedMonitoring: true,
        deletionProtection: true,
      },
      ci: { identityProviders: "create" },
    });
  });
});

describe("the smallest environment on Google Cloud", () => {
  const network = {
    nodesCidr: "10.0.0.0/20",
    podsCidr: "10.4.0.0/14",
    servicesCidr: "10.0.32.0/20",
    databaseCidr: "10.0.48.0/28",
  };
  const cluster = { autopilot: false, releaseChannel: "REGULAR", nodeCount: 3, nodeDiskGib: 30, apiAllowedCidrs: [] };
  const database = {
    name: "demo",
    user: "demouser",
    passwordVersion: 1,
    postgresVersion: "17",
    edition: "ENTERPRISE",
    storageGib: 10,
    maxStorageGib: 100,
    backupRetentionDays: 7,
    pointInTimeDays: 7,
    auditLogs: "essential",
    generation: 1,
  };
  const ci = { generation: 1 };

  test("is cheap as a demo", () => {
    expect(environment("test", minimal.google)).toEqual({
      ...demo,
      cloud: "google",
      region: "europe-west1",
      projectId: "team-project",
      network: { ...network, flowLogs: false },
      cluster: { ...cluster, regional: false, zones: ["b"], nodeType: "e2-medium", deletionProtection: false },
      registry: { keepImages: 20 },
      ci,
      database: { ...database, tier: "db-f1-micro", highlyAvailable: false, deletionProtection: false },
    });
  });

  test("is protected and highly available in production", () => {
    expect(environment("test", { ...minimal.google, ...productionInput })).toEqual({
      ...production,
      cloud: "google",
      region: "europe-west1",
      projectId: "team-project",
      network: { ...network, flowLogs: true },
      cluster: {
        ...cluster,
        regional: true,
        zones: ["b", "c", "d"],
        nodeType: "e2-standard-2",
        deletionProtection: true,
      },
      registry: { keepImages: 20 },
      ci,
      database: { ...database, tier: "db-custom-2-7680", highlyAvailable: true, deletionProtection: true },
    });
  });
});

describe("the smallest environment on DigitalOcean", () => {
  const network = { cidr: "10.30.0.0/20", podsCidr: "172.20.0.0/16", servicesCidr: "172.21.0.0/16" };
  const cluster = { kubernetesVersion: "1.35", nodeCount: 3, apiAllowedCidrs: ["198.51.100.7/32"] };
  const registry = { mode: "create", name: "team-registry", region: "fra1", repositories: 1 };
  const database = { name: "demo", user: "demouser", passwordVersion: 1, postgresVersion: "17" };

  test("is cheap as a demo", () => {
    expect(environment("test", minimal.digitalocean)).toEqual({
      ...demo,
      cloud: "digitalocean",
      region: "fra1",
      network,
      cluster: { ...cluster, highlyAvailable: false, nodeType: "s-2vcpu-2gb", deletionProtection: false },
      registry: { ...registry, tier: "starter" },
      database: { ...database, size: "db-s-1vcpu-1gb", highlyAvailable: false, deletionProtection: false },
    });
  });

  test("is protected and highly available in production", () => {
    expect(environment("test", { ...minimal.digitalocean, ...productionInput })).toEqual({
      ...production,
      cloud: "digitalocean",
      region: "fra1",
      network,
      cluster: { ...cluster, highlyAvailable: true, nodeType: "s-2vcpu-4gb", deletionProtection: true },
      registry: { ...registry, tier: "basic" },
      database: { ...database, size: "db-s-2vcpu-4gb", highlyAvailable: true, deletionProtection: true },
    });
  });
});

test("the smallest local environment has a database in the cluster and no cloud's settings", () => {
  expect(environment("test", minimal.local)).toEqual({
    name: "test",
    cloud: "local",
    profile: "demo",
    service,
    cluster: { context: "kind-test", nodePort: 30080 },
    database: { name: "demo", user: "demouser", postgresVersion: "17", storageGib: 1 },
  });
});

describe("what is written", () => {
  test("wins over what production would have", () => {
    const { network, cluster, database } = environment("test", {
      ...minimal.aws,
      ...productionInput,
      exceptions: { noDeletionProtection: "it is rebuilt every night" },
      network: { ...minimal.aws.network, nat: "single" },
      cluster: { ...minimal.aws.cluster, nodeType: "t3.medium", deletionProtection: false },
      database: { highlyAvailable: false },
    });
    expect([network.nat, cluster.nodeType, cluster.deletionProtection]).toEqual(["single", "t3.medium", false]);
    expect(database.highlyAvailable).toBe(false);
    // the settings beside them keep their defaults
    expect([network.flowLogs, cluster.logRetentionDays, database.instanceType]).toEqual([true, 365, "db.t4g.medium"]);
  });

  test("wins over what a demo would have", () => {
    const { cluster, database } = environment("test", {
      ...minimal.digitalocean,
      cluster: { ...minimal.digitalocean.cluster, highlyAvailable: true },
      database: { highlyAvailable: true, size: "db-s-1vcpu-2gb" },
    });
    expect(cluster.highlyAvailable && database.highlyAvailable).toBe(true);
    expect([cluster.nodeType, database.deletionProtection]).toEqual(["s-2vcpu-2gb", false]);
  });

  test("replaces a list as a whole", () => {
    const balancer = { allowedCidrs: ["203.0.113.0/24"] };
    expect(environment("test", { ...minimal.local, service: { balancer } }).service.balancer).toEqual({
      exposure: "internet",
      allowedCidrs: ["203.0.113.0/24"],
    });
  });

  test("counts as not written when it is undefined", () => {
    const written = { ...minimal.local, service: { port: undefined }, database: undefined };
    expect(environment("test", written)).toEqual(environment("test", minimal.local));
  });
});

describe("the zones of Google Cloud", () => {
  test.each([
    ["a zonal cluster takes the first", "europe-west1", false, ["b"]],
    ["a zonal cluster takes the first", "us-central1", false, ["a"]],
    ["a regional cluster takes three", "europe-west1", true, ["b", "c", "d"]],
    ["a regional cluster takes three of four", "us-central1", true, ["a", "b", "c"]],
  ] as const)("%s in %s (regional: %p)", (_title, region, regional, zones) => {
    expect(environment("test", { ...minimal.google, region, cluster: { regional } }).cluster).toHaveProperty(
      "zones",
      zones,
    );
  });

  test("are those that are written", () => {
    const cluster = { regional: true, zones: ["f", "b", "a"] };
    expect(environment("test", { ...minimal.google, region: "us-central1", cluster }).cluster).toHaveProperty("zones", [
      "f",
      "b",
      "a",
    ]);
  });

  test.each(["demo", "production"] as const)("are not chosen, nor are nodes, on Autopilot (%s)", (profile) => {
    const state = { backend: "gcs", bucket: "team-state" } as const;
    const { cluster } = environment("test", { ...minimal.google, profile, state, cluster: { autopilot: true } });
    expect(cluster).toEqual({
      autopilot: true,
      releaseChannel: "REGULAR",
      apiAllowedCidrs: [],
      deletionProtection: profile === "production",
    });
  });
});
