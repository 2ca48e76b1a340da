import type { DatabaseType, MachineType } from "./machine";

/**
 * Regions that offer three zones to every account (us-west-1 does not) and whose certificate authority of RDS is in
 * the bundle that this project exports to the service (the newest regions are not in it yet).
 */
export const awsRegions = [
  "af-south-1",
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ca-central-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "me-central-1",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-2",
] as const;

export const awsNodeTypes = {
  "t3.small": node(2, 2, "amd64"),
  "t3.medium": node(2, 4, "amd64"),
  "t3.large": node(2, 8, "amd64"),
  "t4g.small": node(2, 2, "arm64"),
  "t4g.medium": node(2, 4, "arm64"),
  "t4g.large": node(2, 8, "arm64"),
  "m6i.large": node(2, 8, "amd64"),
  "m6i.xlarge": node(4, 16, "amd64"),
  "m7i.large": node(2, 8, "amd64"),
  "m7g.large": node(2, 8, "arm64"),
} satisfies Record<string, MachineType>;

/**
 * With prefix delegation the network would take up to 110 pods, but the kubelet reserves 255 MiB + 11 MiB per
 * *possible* pod (awslabs/amazon-eks-ami, nodeadm), which would leave a 2 GiB node next to nothing. So the number of
 * pods is set to what keeps this reserve within a quarter of the memory; 100 MiB more are the eviction threshold.
 */
function node(processors: number, memoryGib: number, architecture: MachineType["architecture"]): MachineType {
  const memoryMib = memoryGib * 1024;
  const maxPods = Math.min(110, Math.floor((memoryMib / 4 - 255) / 11));
  return {
    processors,
    memoryMib,
    architecture,
    maxPods,
    // 60 m for the first processor, 10 m for the second, 5 m for each of the next two
    allocatableMillicores: processors * 1000 - (processors > 2 ? 80 : 70),
    // the operating system itself keeps about 6 % of the nominal memory
    allocatableMib: Math.floor(memoryMib * 0.94) - (255 + 11 * maxPods) - 100,
  };
}

export const awsDatabaseTypes = {
  "db.t4g.micro": database(1),
  "db.t4g.small": database(2),
  "db.t4g.medium": database(4),
  "db.t4g.large": database(8),
  "db.m7g.large": database(8),
  "db.m6i.large": database(8),
} satisfies Record<string, DatabaseType>;

/** RDS: `LEAST(DBInstanceClassMemory / 9531392, 5000)`, of which PostgreSQL and RDS keep about 10. */
function database(memoryGib: number): DatabaseType {
  const memoryMib = memoryGib * 1024;
  // DBInstanceClassMemory is what is left after the operating system and the management processes: about 85 %
  return { memoryMib, usableConnections: Math.min(5000, Math.floor((memoryMib * 0.85 * 2 ** 20) / 9531392)) - 10 };
}

/** Days that CloudWatch accepts as retention of a log group. */
export const cloudWatchRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
