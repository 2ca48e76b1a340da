import type { TerraformStack } from "cdktf";

import { addOnVersions } from "../../../constructs/aws/add-on-versions";
import { AwsKubernetesCluster, type AwsKubernetesClusterProps } from "../../../constructs/aws/kubernetes-cluster";
import { AwsNetwork, type AwsNetworkProps } from "../../../constructs/aws/network";
import { AwsPostgresDatabase, type AwsPostgresDatabaseProps } from "../../../constructs/aws/postgres-database";

export const networkProps: AwsNetworkProps = {
  name: "team",
  region: "eu-central-1",
  cidr: "10.0.0.0/16",
  nodeSubnets: ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"],
  publicSubnets: ["10.0.192.0/22", "10.0.196.0/22", "10.0.200.0/22"],
  databaseSubnets: ["10.0.224.0/22", "10.0.228.0/22", "10.0.232.0/22"],
  nat: "single",
};

export const network = (stack: TerraformStack, props: Partial<AwsNetworkProps> = {}) =>
  new AwsNetwork(stack, "network", { ...networkProps, ...props });

export const cluster = (
  stack: TerraformStack,
  props: Partial<AwsKubernetesClusterProps> = {},
  networkChange: Partial<AwsNetworkProps> = {},
) =>
  new AwsKubernetesCluster(stack, "cluster", {
    name: "team",
    region: "eu-central-1",
    network: props.network ?? network(stack, networkChange),
    kubernetesVersion: "1.35",
    addOnVersions: addOnVersions["1.35"],
    servicesCidr: "172.20.0.0/16",
    apiAllowedCidrs: ["198.51.100.7/32"],
    adminArns: ["arn:aws:iam::123456789012:role/platform"],
    nodeCount: 3,
    nodeType: "t3.medium",
    architecture: "amd64",
    maxPods: 58,
    nodeDiskGib: 30,
    logTypes: ["audit"],
    logRetentionDays: 7,
    deletionProtection: false,
    tags: { project: "team" },
    ...props,
  });

export const database = (
  stack: TerraformStack,
  network: AwsNetwork,
  props: Partial<Omit<AwsPostgresDatabaseProps, "network">> = {},
) =>
  new AwsPostgresDatabase(stack, "database", {
    name: "team",
    region: "eu-central-1",
    network,
    clientSecurityGroupId: "sg-cluster",
    postgresVersion: "17",
    instanceType: "db.t4g.micro",
    storageGib: 20,
    maxStorageGib: 100,
    databaseName: "demo",
    userName: "demouser",
    passwordVersion: 1,
    backupRetentionDays: 7,
    backupWindow: "05:00-07:00",
    maintenanceWindow: "sun:03:00-sun:04:00",
    multiZone: false,
    deletionProtection: false,
    disposable: true,
    logRetentionDays: 7,
    enhancedMonitoring: false,
    ...props,
  });
