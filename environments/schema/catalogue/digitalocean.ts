import type { DatabaseType, MachineType } from "./machine";

/** Regions that offer Kubernetes, managed databases and VPC. */
export const digitaloceanRegions = [
  "ams3",
  "blr1",
  "fra1",
  "lon1",
  "nyc1",
  "nyc3",
  "sfo3",
  "sgp1",
  "syd1",
  "tor1",
] as const;

/**
 * Networks that DigitalOcean keeps for itself.
 *
 * @see https://docs.digitalocean.com/products/networking/vpc/concepts/plan-your-network/
 */
export const digitaloceanReservedCidrs = ["10.229.0.0/16", "10.244.0.0/16", "10.245.0.0/16", "10.246.0.0/24"] as const;

/** Regions where a container registry can live; clusters elsewhere pull across regions. */
export const digitaloceanRegistryRegions = ["ams3", "fra1", "nyc3", "sfo3", "sgp1"] as const;

export const digitaloceanNodeTypes = {
  "s-1vcpu-2gb": node(1, 2),
  "s-2vcpu-2gb": node(2, 2),
  "s-2vcpu-4gb": node(2, 4),
  "s-4vcpu-8gb": node(4, 8),
  "c-2": node(2, 4),
  "g-2vcpu-8gb": node(2, 8),
} satisfies Record<string, MachineType>;

function node(processors: number, memoryGib: number): MachineType {
  const memoryMib = memoryGib * 1024;
  // DOKS keeps 100 m of processor, and of the memory 1 GiB of 2, 1.5 of 4, 2 of 8
  const reservedMib = memoryGib <= 2 ? 1024 : memoryGib <= 4 ? 1536 : 2048;
  return {
    processors,
    memoryMib,
    architecture: "amd64",
    maxPods: 110,
    allocatableMillicores: processors * 1000 - 100,
    allocatableMib: memoryMib - reservedMib,
  };
}

/** PostgreSQL has 25 connections for each GiB of memory, of which three are reserved. A standby needs 2 GiB. */
export const digitaloceanDatabaseTypes = {
  "db-s-1vcpu-1gb": { memoryMib: 1024, usableConnections: 22, standby: false },
  "db-s-1vcpu-2gb": { memoryMib: 2048, usableConnections: 47, standby: true },
  "db-s-2vcpu-4gb": { memoryMib: 4096, usableConnections: 97, standby: true },
  "db-s-4vcpu-8gb": { memoryMib: 8192, usableConnections: 197, standby: true },
} satisfies Record<string, DatabaseType & { standby: boolean }>;

export const digitaloceanRegistryTiers = {
  starter: { repositories: 1 },
  basic: { repositories: 5 },
  professional: { repositories: Infinity },
};
