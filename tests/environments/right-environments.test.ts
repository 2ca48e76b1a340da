import { checkEnvironment } from "../../environments/schema/check";
import { describeProblem } from "../../environments/schema/problems";
import type { minimal } from "../support/environments";
import { changed } from "./changed";

const semaphore = {
  organization: "a1-b",
  projectId: "01234567-89ab-cdef-0123-456789abcdef",
  repository: "my.shop_2-x",
};
const gcs = { backend: "gcs", bucket: "team-state" };

/** What lies just within the rules: a rule that grew too strict refuses one of these. */
const right: [title: string, cloud: keyof typeof minimal, change: unknown][] = [
  ["a limit of the storage 10 % above its start", "aws", { database: { storageGib: 20, maxStorageGib: 22 } }],
  ["a limit of the storage at its start", "google", { database: { storageGib: 100 } }],
  ["as few nodes as there are zones", "aws", { cluster: { nodeCount: 3 }, network: { zones: 3 } }],
  ["the most nodes that a regional cluster can have", "google", { cluster: { regional: true, nodeCount: 99 } }],
  ["an odd number of nodes in one zone", "google", { cluster: { nodeCount: 5 } }],
  ["the smallest network that holds the nodes", "aws", { network: { cidr: "192.168.32.0/19", zones: 2 } }],
  ["the most nodes for a /21 of pods", "google", { cluster: { nodeCount: 7 }, network: { podsCidr: "10.4.0.0/21" } }],
  [
    "the most nodes for a /21 of pods",
    "digitalocean",
    { cluster: { nodeCount: 15 }, network: { podsCidr: "172.20.0.0/21" } },
  ],
  ["networks side by side", "digitalocean", { network: { cidr: "172.19.240.0/20" } }],
  ["a network beside that of the Services", "aws", { network: { cidr: "172.21.0.0/16" } }],
  [
    "the whole internet at the Kubernetes API, with a reason",
    "aws",
    { cluster: { apiAllowedCidrs: ["0.0.0.0/0"] }, exceptions: { openKubernetesApi: "a workshop, for a day" } },
  ],
  ["a private network at the Kubernetes API", "digitalocean", { cluster: { apiAllowedCidrs: ["10.30.0.0/20"] } }],
  ["no public network at all", "google", { cluster: { apiAllowedCidrs: [] } }],
  [
    "as many networks as EKS takes",
    "aws",
    { cluster: { apiAllowedCidrs: Array.from({ length: 40 }, (_, index) => `203.0.113.${index}/32`) } },
  ],
  [
    "production without protection, with a reason",
    "google",
    {
      profile: "production",
      state: gcs,
      exceptions: { noDeletionProtection: "rebuilt every night" },
      cluster: { deletionProtection: false },
    },
  ],
  ["a demo without protection", "aws", { cluster: { deletionProtection: false } }],
  ["the state of one cloud in the bucket of another", "aws", { profile: "production", state: gcs }],
  [
    "the state in HCP Terraform",
    "digitalocean",
    { profile: "production", state: { backend: "hcp", organization: "my-team" } },
  ],
  [
    "the state in S3 under a key",
    "google",
    {
      state: {
        backend: "s3",
        bucket: "team.state-1",
        region: "us-gov-west-1",
        kmsKeyArn: "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1-a",
      },
    },
  ],
  [
    "a tier of Cloud SQL of the larger edition",
    "google",
    {
      database: {
        edition: "ENTERPRISE_PLUS",
        tier: "db-perf-optimized-N-2",
        pointInTimeDays: 35,
        backupRetentionDays: 35,
      },
    },
  ],
  ["five repositories in a basic registry", "digitalocean", { registry: { tier: "basic", repositories: 5 } }],
  [
    "a hundred repositories in a professional registry",
    "digitalocean",
    { registry: { tier: "professional", repositories: 100 } },
  ],
  [
    "a standby of a database with 2 GiB",
    "digitalocean",
    { database: { highlyAvailable: true, size: "db-s-1vcpu-2gb" } },
  ],
  ["a canary as large as stable", "local", { service: { canaryPods: 3 } }],
  [
    "one pod of each track, where an interruption is bearable",
    "aws",
    { service: { stablePods: 1, canaryPods: 1, minimumPods: 0 } },
  ],
  ["as many pods at all times as one eviction leaves", "aws", { service: { stablePods: 4, minimumPods: 3 } }],
  ["a lone pod of each colour", "google", { service: { strategy: "blue-green", stablePods: 1, minimumPods: 0 } }],
  [
    "a canary beyond the pods of a colour, which nobody starts",
    "aws",
    { service: { strategy: "blue-green", canaryPods: 9 } },
  ],
  ["one more pod under load", "aws", { service: { autoscaling: { maxPods: 4, cpuPercent: 100 } } }],
  [
    "a weight up to the canary's share of the pods",
    "digitalocean",
    {
      service: { route: { gateway: "edge", gatewayNamespace: "edge", hostnames: ["*.example.com"], canaryWeight: 25 } },
    },
  ],
  [
    "the whole weight for a colour, whatever the canary's",
    "aws",
    {
      service: {
        strategy: "blue-green",
        route: { gateway: "edge", gatewayNamespace: "edge", hostnames: [], canaryWeight: 100 },
      },
    },
  ],
  [
    "a service without a database, however small that is",
    "google",
    {
      service: {
        databasePoolSize: 0,
        migrationCommand: [],
        bootstrapCommand: [],
        stablePods: 30,
        resources: { cpuRequest: "1m" },
      },
    },
  ],
  ["the longest drain", "aws", { service: { drainSeconds: 300, shutdownSeconds: 300 } }],
  ["directories deep down", "local", { service: { writableDirectories: { "/var/cache/app-1": "1Gi" } } }],
  ["connections up to the last one", "google", { service: { stablePods: 7, canaryPods: 1, databasePoolSize: 2 } }],
  [
    "pods up to the last address of the nodes",
    "aws",
    {
      cluster: { nodeType: "t3.small" },
      service: { stablePods: 50, databasePoolSize: 1, resources: { cpuRequest: "1m", memoryRequest: "1Mi" } },
    },
  ],
  [
    "requests as high as their limits",
    "local",
    { service: { resources: { cpuRequest: "0.5", memoryRequest: "256Mi" } } },
  ],
  ["requests of a thousandth of a processor", "local", { service: { resources: { cpuRequest: "0.001" } } }],
  ["the lowest and the highest port", "local", { service: { port: 1024 }, cluster: { nodePort: 32767 } }],
  ["the longest name of a service", "local", { service: { name: "a".repeat(39), namespace: "n".repeat(63) } }],
  ["the longest project on AWS", "aws", { project: "a".repeat(34) }],
  ["the longest project on Google Cloud", "google", { project: "a".repeat(35) }],
  ["tags at the bounds of their rule", "google", { tags: { [`a${"_".repeat(62)}`]: "", team: "0".repeat(63) } }],
  ["the last hour of a Sunday", "digitalocean", { maintenance: { day: "sunday", startTime: "23:00" } }],
  [
    "variables of the service's own",
    "local",
    { service: { configuration: { LOG_LEVEL: "info", DBASE: "x", PORTS: "1,2", EMPTY: "" } } },
  ],
  ["accents and signs in a variable", "local", { service: { configuration: { GREETING: "Grüße – 你好 🙂" } } }],
  [
    "an administrator in a path of another partition",
    "aws",
    { cluster: { adminArns: ["arn:aws-cn:iam::123456789012:user/platform/me@example.org"] } },
  ],
  ["nodes without the internet", "aws", { network: { nat: "none" } }],
  ["the lowest minor version of PostgreSQL", "aws", { database: { postgresMinor: 1 } }],
  ["the highest minor version of PostgreSQL", "aws", { database: { postgresMinor: 99 } }],
  ["a repository of GitHub", "aws", { ci: { github: { repository: "My-Org1/.github_2-x" } } }],
  ["a repository of GitHub with its numbers", "aws", { ci: { github: { repository: "a@1/b@234567890" } } }],
  ["a project of Semaphore", "aws", { ci: { semaphore } }],
  [
    "both, in an account that trusts them already",
    "aws",
    { ci: { github: { repository: "a/b" }, semaphore, identityProviders: "use-existing" } },
  ],
  [
    "both on Google Cloud, with a subject as long as Google takes",
    "google",
    { ci: { github: { repository: `${"o".repeat(39)}/${"r".repeat(65)}` }, semaphore, generation: 999 } },
  ],
  [
    "Autopilot with what it leaves to choose",
    "google",
    {
      cluster: {
        autopilot: true,
        releaseChannel: "STABLE",
        apiAllowedCidrs: ["198.51.100.0/24"],
        deletionProtection: true,
      },
    },
  ],
  [
    "more pods on Autopilot than three nodes would hold, up to the largest",
    "google",
    {
      cluster: { autopilot: true },
      database: { tier: "db-custom-4-15360" },
      service: {
        stablePods: 100,
        resources: { cpuRequest: "30", cpuLimit: "30", memoryRequest: "110Gi", memoryLimit: "110Gi" },
      },
    },
  ],
  ["Standard by its name", "google", { cluster: { autopilot: false, nodeCount: 4 } }],
  ["every log of the database", "google", { database: { auditLogs: "all" } }],
  ["identity providers of nobody", "aws", { ci: { identityProviders: "use-existing" } }],
  ...(["aws", "google", "digitalocean"] as const).map((cloud): (typeof right)[number] => [
    "everything that may be lost, for the shortest of reasons",
    cloud,
    {
      exceptions: Object.fromEntries(
        ["loseNetwork", "loseCluster", "loseDatabase", "loseRegistry", "loseKey"].map((name) => [name, "it is gone"]),
      ),
    },
  ]),
];

test.each(right)("%s (%s) is within the rules", (_title, cloud, change) => {
  expect(checkEnvironment("test", changed(cloud, change)).problems.map(describeProblem)).toEqual([]);
});
