import type { WrongEnvironment } from "./wrong-environment";

/** Numbers: not whole, out of bounds, or not numbers at all. */
export const integers: readonly WrongEnvironment[] = [
  {
    title: "a number of nodes that is zero",
    cloud: "aws",
    change: { cluster: { nodeCount: 0 } },
    problems: ["`cluster.nodeCount` must be an integer between 3 and 100, got: 0"],
  },
  {
    title: "a negative number of nodes",
    cloud: "google",
    change: { cluster: { nodeCount: -1 } },
    problems: ["`cluster.nodeCount` must be an integer between 3 and 100, got: -1"],
  },
  {
    title: "a broken number of nodes",
    cloud: "digitalocean",
    change: { cluster: { nodeCount: 2.5 } },
    problems: ["`cluster.nodeCount` must be an integer between 3 and 100, got: 2.5"],
  },
  {
    title: "a number of nodes as a text",
    cloud: "aws",
    change: { cluster: { nodeCount: "3" } },
    problems: ['`cluster.nodeCount` must be an integer between 3 and 100, got: "3"'],
  },
  {
    title: "a number of nodes that is not a number",
    cloud: "google",
    change: { cluster: { nodeCount: NaN } },
    problems: ["`cluster.nodeCount` must be an integer between 3 and 100, got: NaN"],
  },
  {
    title: "a number of nodes that is infinite",
    cloud: "google",
    change: { cluster: { nodeCount: Infinity } },
    problems: ["`cluster.nodeCount` must be an integer between 3 and 100, got: Infinity"],
  },
  {
    title: "a number of nodes that is null",
    cloud: "digitalocean",
    change: { cluster: { nodeCount: null } },
    problems: ["`cluster.nodeCount` must be an integer between 3 and 100, got: null"],
  },
  {
    title: "a number of nodes in another notation that is too high",
    cloud: "aws",
    change: { cluster: { nodeCount: 1e3 } },
    problems: ["`cluster.nodeCount` must be an integer between 3 and 100, got: 1000"],
  },
  {
    title: "a port of the container that needs root",
    cloud: "local",
    change: { service: { port: 80 } },
    problems: ["`service.port` must be an integer between 1024 and 65535, got: 80"],
  },
  {
    title: "a port of the container that does not exist",
    cloud: "aws",
    change: { service: { port: 65536 } },
    problems: ["`service.port` must be an integer between 1024 and 65535, got: 65536"],
  },
  {
    title: "a port of the container with a protocol",
    cloud: "google",
    change: { service: { port: "80/tcp" } },
    problems: ['`service.port` must be an integer between 1024 and 65535, got: "80/tcp"'],
  },
  {
    title: "a port of the node outside the range of Kubernetes",
    cloud: "local",
    change: { cluster: { nodePort: 8080 } },
    problems: ["`cluster.nodePort` must be an integer between 30000 and 32767, got: 8080"],
  },
  {
    title: "a disk of a node without any space",
    cloud: "aws",
    change: { cluster: { nodeDiskGib: 0 } },
    problems: ["`cluster.nodeDiskGib` must be an integer between 20 and 1000 GiB, got: 0"],
  },
  {
    title: "a disk of a node that is too large",
    cloud: "google",
    change: { cluster: { nodeDiskGib: 100000 } },
    problems: ["`cluster.nodeDiskGib` must be an integer between 20 and 1000 GiB, got: 100000"],
  },
  {
    title: "a single zone",
    cloud: "aws",
    change: { network: { zones: 1 } },
    problems: ["`network.zones` must be an integer between 2 and 3, got: 1"],
  },
  {
    title: "a retention of backups that is zero",
    cloud: "aws",
    change: { database: { backupRetentionDays: 0 } },
    problems: ["`database.backupRetentionDays` must be an integer between 7 and 35 days, got: 0"],
  },
  {
    title: "a retention of backups that RDS does not have",
    cloud: "aws",
    change: { database: { backupRetentionDays: 36 } },
    problems: ["`database.backupRetentionDays` must be an integer between 7 and 35 days, got: 36"],
  },
  {
    title: "a retention of backups that Cloud SQL does not have",
    cloud: "google",
    change: { database: { backupRetentionDays: 366 } },
    problems: ["`database.backupRetentionDays` must be an integer between 7 and 365 days, got: 366"],
  },
  {
    title: "a retention of logs that CloudWatch does not have",
    cloud: "aws",
    change: { cluster: { logRetentionDays: 45 } },
    problems: [
      "`cluster.logRetentionDays` must be a number of days that CloudWatch knows (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, …), got: 45",
    ],
  },
  {
    title: "a retention of logs that is broken",
    cloud: "aws",
    change: { cluster: { logRetentionDays: 7.5 } },
    problems: ["`cluster.logRetentionDays` must be an integer of at least 1, got: 7.5"],
  },
  {
    title: "no pods at all",
    cloud: "digitalocean",
    change: { service: { stablePods: 0, canaryPods: 0 } },
    problems: [
      "`service.stablePods` must be an integer between 1 and 100, got: 0",
      "`service.canaryPods` must be an integer between 1 and 100, got: 0",
    ],
  },
  {
    title: "a generation of the database that is zero",
    cloud: "google",
    change: { database: { generation: 0 } },
    problems: ["`database.generation` must be an integer between 1 and 999, got: 0"],
  },
  {
    title: "a registry without repositories",
    cloud: "digitalocean",
    change: { registry: { repositories: 0 } },
    problems: ["`registry.repositories` must be an integer between 1 and 100, got: 0"],
  },
  {
    title: "a volume of the local database without any space",
    cloud: "local",
    change: { database: { storageGib: 0 } },
    problems: ["`database.storageGib` must be an integer between 1 and 100 GiB, got: 0"],
  },
  {
    title: "a minor version of PostgreSQL that was never supported",
    cloud: "aws",
    change: { database: { postgresMinor: 0 } },
    problems: ["`database.postgresMinor` must be an integer between 1 and 99, got: 0"],
  },
  {
    title: "a minor version of PostgreSQL that is too high",
    cloud: "aws",
    change: { database: { postgresMinor: 100 } },
    problems: ["`database.postgresMinor` must be an integer between 1 and 99, got: 100"],
  },
  {
    title: "a minor version of PostgreSQL with its major one",
    cloud: "aws",
    change: { database: { postgresMinor: 17.4 } },
    problems: ["`database.postgresMinor` must be an integer between 1 and 99, got: 17.4"],
  },
  {
    title: "a minor version of PostgreSQL as a text",
    cloud: "aws",
    change: { database: { postgresMinor: "4" } },
    problems: ['`database.postgresMinor` must be an integer between 1 and 99, got: "4"'],
  },
];
