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
    cloud: "digitalocean",
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
      service: { stablePods: 52, databasePoolSize: 1, resources: { cpuRequest: "1m", memoryRequest: "1Mi" } },
    },
    problems: [
      "`service.stablePods` must fit on the nodes: (52 stable + 1 canary + 1 starting + 1 migration) pods ask for 55 places, and 3 × t3.small have 54 places free, got: 52; lower it or the requests, raise `cluster.nodeCount`, or take a larger `cluster.nodeType`",
    ],
  },
  {
    title: "more processor than the nodes have",
    cloud: "google",
    change: { service: { resources: { cpuRequest: "300m" } } },
    problems: [
      "`service.stablePods` must fit on the nodes: (3 stable + 1 canary + 1 starting + 1 migration) pods ask for 1800m of processor, and 3 × e2-medium have 1280m of processor free, got: 3; lower it or the requests, raise `cluster.nodeCount`, or take a larger `cluster.nodeType`",
    ],
  },
  {
    title: "more memory than the nodes have",
    cloud: "digitalocean",
    change: { service: { resources: { memoryRequest: "300000Ki", memoryLimit: "512Mi" } } },
    problems: [
      "`service.stablePods` must fit on the nodes: (3 stable + 1 canary + 1 starting + 1 migration) pods ask for 1758Mi of memory, and 3 × s-2vcpu-2gb have 1572Mi of memory free, got: 3; lower it or the requests, raise `cluster.nodeCount`, or take a larger `cluster.nodeType`",
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
];
