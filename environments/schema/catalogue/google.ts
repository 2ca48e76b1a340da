import type { DatabaseType, MachineType } from "./machine";

/** Regions and the letters of their zones. */
export const googleZones = {
  "africa-south1": "abc",
  "asia-east1": "abc",
  "asia-east2": "abc",
  "asia-northeast1": "abc",
  "asia-northeast2": "abc",
  "asia-northeast3": "abc",
  "asia-south1": "abc",
  "asia-south2": "abc",
  "asia-southeast1": "abc",
  "asia-southeast2": "abc",
  "asia-southeast3": "abc",
  "australia-southeast1": "abc",
  "australia-southeast2": "abc",
  "europe-central2": "abc",
  "europe-north1": "abc",
  "europe-north2": "abc",
  "europe-southwest1": "abc",
  "europe-west1": "bcd",
  "europe-west10": "abc",
  "europe-west12": "abc",
  "europe-west2": "abc",
  "europe-west3": "abc",
  "europe-west4": "abc",
  "europe-west6": "abc",
  "europe-west8": "abc",
  "europe-west9": "abc",
  "me-central1": "abc",
  "me-central2": "abc",
  "me-west1": "abc",
  "northamerica-northeast1": "abc",
  "northamerica-northeast2": "abc",
  "northamerica-south1": "abc",
  "southamerica-east1": "abc",
  "southamerica-west1": "abc",
  "us-central1": "abcf",
  "us-east1": "bcd",
  "us-east4": "abc",
  "us-east5": "abc",
  "us-south1": "abc",
  "us-west1": "abc",
  "us-west2": "abc",
  "us-west3": "abc",
  "us-west4": "abc",
} as const;

export const googleNodeTypes = {
  "e2-small": node(2, 2, 500),
  "e2-medium": node(2, 4, 1000),
  "e2-standard-2": node(2, 8),
  "e2-standard-4": node(4, 16),
  "n2-standard-2": node(2, 8),
} satisfies Record<string, MachineType>;

/**
 * GKE's reserve of memory: 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, and 100 MiB for eviction;
 * of processors: 6 % of the first, 1 % of the second, 0.5 % of the next two; shared-core types reserve 1060 m.
 */
function node(processors: number, memoryGib: number, sharedMillicores?: number): MachineType {
  const memoryMib = memoryGib * 1024;
  const reserved =
    0.25 * Math.min(memoryMib, 4096) + 0.2 * within(memoryMib, 4096, 8192) + 0.1 * within(memoryMib, 8192, 16384);
  return {
    processors,
    memoryMib,
    architecture: "amd64",
    maxPods: 110,
    allocatableMillicores: sharedMillicores === undefined ? processors * 1000 - (processors > 2 ? 80 : 70) : 940,
    allocatableMib: Math.floor(memoryMib - reserved) - 100,
  };
}

function within(value: number, from: number, to: number): number {
  return Math.max(0, Math.min(value, to) - from);
}

/** Cloud SQL's defaults of `max_connections` by memory, less the three that PostgreSQL reserves. */
export const googleDatabaseTypes = {
  "db-f1-micro": { memoryMib: 614, usableConnections: 22, edition: "ENTERPRISE" },
  "db-g1-small": { memoryMib: 1740, usableConnections: 47, edition: "ENTERPRISE" },
  "db-custom-1-3840": { memoryMib: 3840, usableConnections: 97, edition: "ENTERPRISE" },
  "db-custom-2-7680": { memoryMib: 7680, usableConnections: 397, edition: "ENTERPRISE" },
  "db-custom-4-15360": { memoryMib: 15360, usableConnections: 497, edition: "ENTERPRISE" },
  "db-perf-optimized-N-2": { memoryMib: 16384, usableConnections: 497, edition: "ENTERPRISE_PLUS" },
  "db-perf-optimized-N-4": { memoryMib: 32768, usableConnections: 597, edition: "ENTERPRISE_PLUS" },
} satisfies Record<string, DatabaseType & { edition: GoogleDatabaseEdition }>;

export const googleDatabaseEditions = ["ENTERPRISE", "ENTERPRISE_PLUS"] as const;
export type GoogleDatabaseEdition = (typeof googleDatabaseEditions)[number];
