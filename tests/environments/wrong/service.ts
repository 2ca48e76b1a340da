import type { WrongEnvironment } from "./wrong-environment";

/** Whether the service fits: quantities, tracks, connections, nodes. */
export const service: readonly WrongEnvironment[] = [
  {
    title: "processor in a unit of memory",
    cloud: "aws",
    change: { service: { resources: { cpuRequest: "1Gi" } } },
    problems: [
      '`service.resources.cpuRequest` must be an amount of processor such as "100m" or "0.5", got: "1Gi"; that is a unit of memory',
    ],
  },
  {
    title: "processor that is nothing",
    cloud: "google",
    change: { service: { resources: { cpuRequest: "0.0" } } },
    problems: ['`service.resources.cpuRequest` must be an amount of processor such as "100m" or "0.5", got: "0.0"'],
  },
  {
    title: "processor as a number",
    cloud: "digitalocean",
    change: { service: { resources: { cpuLimit: 0.5 } } },
    problems: ['`service.resources.cpuLimit` must be an amount of processor such as "100m" or "0.5", got: 0.5'],
  },
  {
    title: "memory without a unit",
    cloud: "local",
    change: { service: { resources: { memoryRequest: "256" } } },
    problems: [
      '`service.resources.memoryRequest` must be an amount of memory such as "128Mi", got: "256"; without a unit these are bytes: write "256Mi"',
    ],
  },
  {
    title: "memory in thousandths of a byte",
    cloud: "aws",
    change: { service: { resources: { memoryLimit: "256m" } } },
    problems: [
      '`service.resources.memoryLimit` must be an amount of memory such as "128Mi", got: "256m"; "m" means thousandths: write "256Mi"',
    ],
  },
  {
    title: "memory in decimal units",
    cloud: "google",
    change: { service: { resources: { memoryLimit: "256M" } } },
    problems: ['`service.resources.memoryLimit` must be an amount of memory such as "128Mi", got: "256M"'],
  },
  {
    title: "a request of processor beyond its limit",
    cloud: "local",
    change: { service: { resources: { cpuRequest: "600m" } } },
    problems: ['`service.resources.cpuRequest` must not be more than `service.resources.cpuLimit` (500m), got: "600m"'],
  },
  {
    title: "a request of memory beyond its limit",
    cloud: "local",
    change: { service: { resources: { memoryRequest: "257Mi" } } },
    problems: [
      '`service.resources.memoryRequest` must not be more than `service.resources.memoryLimit` (256Mi), got: "257Mi"',
    ],
  },
  {
    title: "a larger canary than stable",
    cloud: "aws",
    change: { service: { stablePods: 2, canaryPods: 3 } },
    problems: [
      "`service.canaryPods` must not be more than `service.stablePods` (2): a canary takes the smaller share of traffic, got: 3",
    ],
  },
  {
    title: "more connections than the smallest Cloud SQL has",
    cloud: "google",
    change: { service: { databasePoolSize: 4 } },
    problems: [
      "`service.databasePoolSize` must leave the database within its 22 connections; a release needs 26: (3 stable + 1 canary + 1 starting + 1 stopping) × 4 + 2, got: 4; lower it, have fewer pods, or take a larger database",
    ],
  },
  {
    title: "more connections than the smallest database of DigitalOcean has",
    cloud: "digitalocean",
    change: { service: { databasePoolSize: 4 } },
    problems: [
      "`service.databasePoolSize` must leave the database within its 22 connections; a release needs 26: (3 stable + 1 canary + 1 starting + 1 stopping) × 4 + 2, got: 4; lower it, have fewer pods, or take a larger database",
    ],
  },
  {
    title: "more connections than the smallest RDS has",
    cloud: "aws",
    change: { service: { databasePoolSize: 20 } },
    problems: [
      "`service.databasePoolSize` must leave the database within its 85 connections; a release needs 122: (3 stable + 1 canary + 1 starting + 1 stopping) × 20 + 2, got: 20; lower it, have fewer pods, or take a larger database",
    ],
  },
  {
    title: "more connections than a local PostgreSQL has",
    cloud: "local",
    change: { service: { databasePoolSize: 16 } },
    problems: [
      "`service.databasePoolSize` must leave the database within its 97 connections; a release needs 98: (3 stable + 1 canary + 1 starting + 1 stopping) × 16 + 2, got: 16; lower it, have fewer pods, or take a larger database",
    ],
  },
  {
    title: "more pods than nodes have addresses for",
    cloud: "aws",
    change: {
      cluster: { nodeType: "t3.small" },
      service: { stablePods: 51, databasePoolSize: 1, resources: { cpuRequest: "1m", memoryRequest: "1Mi" } },
    },
    problems: [
      "`service.stablePods` must fit on the nodes: (51 stable + 1 canary + 1 starting + 1 stopping + 1 migration) pods ask for 55 places, and 3 × t3.small have 54 places free, got: 51; lower it or the requests, raise `cluster.nodeCount`, or take a larger `cluster.nodeType`",
    ],
  },
  {
    title: "more processor than the nodes have",
    cloud: "google",
    change: { service: { resources: { cpuRequest: "300m" } } },
    problems: [
      "`service.stablePods` must fit on the nodes: (3 stable + 1 canary + 1 starting + 1 stopping + 1 migration) pods ask for 2100m of processor, and 3 × e2-medium have 1280m of processor free, got: 3; lower it or the requests, raise `cluster.nodeCount`, or take a larger `cluster.nodeType`",
    ],
  },
  {
    title: "more memory than the nodes have",
    cloud: "digitalocean",
    change: { service: { resources: { memoryRequest: "300000Ki", memoryLimit: "512Mi" } } },
    problems: [
      "`service.stablePods` must fit on the nodes: (3 stable + 1 canary + 1 starting + 1 stopping + 1 migration) pods ask for 2051Mi of memory, and 3 × s-2vcpu-2gb have 1572Mi of memory free, got: 3; lower it or the requests, raise `cluster.nodeCount`, or take a larger `cluster.nodeType`",
    ],
  },
  {
    title: "a pod that no node has the processors for",
    cloud: "aws",
    change: { service: { resources: { cpuRequest: "2", cpuLimit: "2" } } },
    problems: [
      '`service.resources.cpuRequest` must fit on one t3.medium, which has 1780m of processor free, got: "2"; lower it, or take a larger `cluster.nodeType`',
    ],
  },
  {
    title: "a pod that no node has the memory for",
    cloud: "google",
    change: { service: { resources: { memoryRequest: "5Gi", memoryLimit: "5Gi" } } },
    problems: [
      '`service.resources.memoryRequest` must fit on one e2-medium, which has 2572Mi of memory free, got: "5Gi"; lower it, or take a larger `cluster.nodeType`',
    ],
  },
  {
    title: "as many connections for two colours",
    cloud: "google",
    change: { service: { strategy: "blue-green" } },
    problems: [
      "`service.databasePoolSize` must leave the database within its 22 connections; a release needs 26: (3 blue + 3 green + 1 starting + 1 stopping) × 3 + 2, got: 3; lower it, have fewer pods, or take a larger database",
    ],
  },
  {
    title: "more connections than the database has, under the highest load",
    cloud: "digitalocean",
    change: { service: { autoscaling: { maxPods: 6, cpuPercent: 70 } } },
    problems: [
      "`service.databasePoolSize` must leave the database within its 22 connections; a release needs 29: (6 stable + 1 canary + 1 starting + 1 stopping) × 3 + 2, got: 3; lower it, have fewer pods, or take a larger database",
    ],
  },
  {
    title: "connections of pods that take their time to stop",
    cloud: "google",
    change: { service: { drainSeconds: 11 } },
    problems: [
      "`service.databasePoolSize` must leave the database within its 22 connections; a release needs 26: (3 stable + 1 canary + 1 starting + 3 stopping) × 3 + 2, got: 3; lower it, have fewer pods, or take a larger database",
    ],
  },
  {
    title: "more pods under load than the nodes hold",
    cloud: "aws",
    change: {
      service: {
        autoscaling: { maxPods: 60, cpuPercent: 70 },
        databasePoolSize: 1,
        resources: { memoryRequest: "64Mi" },
      },
    },
    problems: [
      "`service.autoscaling.maxPods` must fit on the nodes: (60 stable + 1 canary + 1 starting + 1 stopping + 1 migration) pods ask for 6400m of processor, and 3 × t3.medium have 4940m of processor free, got: 60; lower it or the requests, raise `cluster.nodeCount`, or take a larger `cluster.nodeType`",
    ],
  },
  {
    title: "a most that is no more than the least",
    cloud: "aws",
    change: { service: { autoscaling: { maxPods: 3, cpuPercent: 70 } } },
    problems: ["`service.autoscaling.maxPods` must be more than `service.stablePods` (3), which is the least, got: 3"],
  },
  {
    title: "autoscaling without its bounds",
    cloud: "local",
    change: { service: { autoscaling: { minPods: 3, cpuPercent: 5 } } },
    problems: [
      "`service.autoscaling.maxPods` is required and must be an integer between 2 and 100",
      "`service.autoscaling.cpuPercent` must be an integer between 10 and 100 percent, got: 5",
      "`service.autoscaling.minPods` is not a setting of local; use `service.stablePods`",
    ],
  },
  {
    title: "a lone pod that a drained node takes away",
    cloud: "aws",
    change: { service: { stablePods: 1 } },
    problems: [
      "`service.minimumPods` must be left ready by every step of a release; to start the canary leaves 0 of 1 while a node is drained, got: 1; raise `service.stablePods`, or lower it if an interruption is bearable",
    ],
  },
  {
    title: "as many pods at all times as there are",
    cloud: "aws",
    change: { service: { strategy: "blue-green", minimumPods: 3 } },
    problems: [
      "`service.minimumPods` must be left ready by every step of a release; to start the new colour leaves 2 of 3 while a node is drained, got: 3; raise `service.stablePods`, or lower it if an interruption is bearable",
    ],
  },
  {
    title: "more requests for the canary than it has pods for",
    cloud: "aws",
    change: {
      service: { route: { gateway: "edge", gatewayNamespace: "edge", hostnames: [], canaryWeight: 26 } },
    },
    problems: [
      "`service.route.canaryWeight` must not be more than the canary's share of the pods (25 %): it would fail under its load, and not because of its version, got: 26; lower it, or raise `service.canaryPods`",
    ],
  },
  {
    title: "a route to nowhere",
    cloud: "google",
    change: { service: { route: { gateway: "Edge", hostnames: ["shop"], canaryWeight: 101 } } },
    problems: [
      '`service.route.gateway` must be 1 to 63 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen (RFC 1035), got: "Edge"',
      "`service.route.gatewayNamespace` is required and must be 1 to 63 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen (RFC 1035)",
      '`service.route.hostnames.0` must be a host name such as "shop.example.com", got: "shop"',
      "`service.route.canaryWeight` must be an integer between 0 and 100 percent, got: 101",
    ],
  },
  {
    title: "a strategy that it does not know",
    cloud: "local",
    change: { service: { strategy: "rolling" } },
    problems: ['`service.strategy` must be one of "canary", "blue-green", got: "rolling"'],
  },
  {
    title: "a migration of a database that the service has nothing to do with",
    cloud: "aws",
    change: { service: { databasePoolSize: 0, bootstrapCommand: [] } },
    problems: [
      '`service.migrationCommand` must be empty when `service.databasePoolSize` is 0, got: ["node","dist/migrate.js"]',
    ],
  },
  {
    title: "a command in one piece, and one of nothing",
    cloud: "local",
    change: { service: { command: "node dist/main.js", migrationCommand: ["node", " "] } },
    problems: [
      '`service.command` must be a list of words of a command, got: "node dist/main.js"',
      '`service.migrationCommand.1` must be a word of a command, got: " "',
    ],
  },
  {
    title: "paths and directories that are none",
    cloud: "local",
    change: { service: { probes: { readiness: "ready" }, writableDirectories: { "tmp/": "16Mi", "/cache": "16" } } },
    problems: [
      '`service.probes.readiness` must be a path such as "/ready", got: "ready"',
      "`service.writableDirectories.tmp/` must have a name of lower-case letters, digits, hyphens and slashes, starting with a slash",
      '`service.writableDirectories./cache` must be an amount of memory such as "128Mi", got: "16"; without a unit these are bytes: write "16Mi"',
    ],
  },
  {
    title: "a pod that stops at once, or never",
    cloud: "local",
    change: { service: { drainSeconds: 0, shutdownSeconds: 301 } },
    problems: [
      "`service.drainSeconds` must be an integer between 1 and 300 seconds, got: 0",
      "`service.shutdownSeconds` must be an integer between 1 and 300 seconds, got: 301",
    ],
  },
  {
    title: "a version that is no tag",
    cloud: "local",
    change: { service: { version: "1.2.3+build" } },
    problems: [
      '`service.version` must be a tag of an image: at most 128 letters, digits, underscores, dots or hyphens, got: "1.2.3+build"',
    ],
  },
];
