import type { z } from "zod";

import { TeardownFailure } from "../failure";
import type { AwsCli } from "./aws-cli";
import {
  classicBalancers,
  classicBalancerTags,
  clusterSchema,
  inChunks,
  instances,
  loadBalancers,
  natGateways,
  networkInterfaces,
  securityGroups,
  type Tags,
  taggedArns,
  targetGroups,
  vpcs,
} from "./shapes";

/** Whose things are looked for. */
export interface Owner {
  readonly clusterName: string;
  /** Values of the tags that Terraform gives to everything in the environment. */
  readonly project: string;
  readonly environment: string;
}

export interface Balancer {
  readonly type: "load balancer" | "classic load balancer";
  /** ARN, or the name of a classic one. */
  readonly id: string;
  readonly name: string;
  readonly tags: Tags;
}

/** What is in the network of an environment, whoever made it. */
export interface Inventory {
  readonly cluster?: z.output<typeof clusterSchema> | undefined;
  readonly balancers: readonly Balancer[];
  readonly targetGroups: readonly { readonly id: string; readonly name: string; readonly tags: Tags }[];
  readonly securityGroups: z.output<typeof securityGroups>;
  readonly networkInterfaces: z.output<typeof networkInterfaces>;
  readonly instances: z.output<typeof instances>;
  readonly natGateways: z.output<typeof natGateways>;
}

/** When the network is gone, so is everything in it; target groups outlive it. */
export async function takeInventory(aws: AwsCli, owner: Owner): Promise<Inventory> {
  const cluster = await aws.find(clusterSchema, "eks", "describe-cluster", "--name", owner.clusterName);
  const vpcId = await findVpc(aws, owner, cluster?.vpcId);
  const within = ["--filters", `Name=vpc-id,Values=${vpcId ?? ""}`];
  const inVpc = async <T>(read: () => Promise<T[]>): Promise<T[]> => (vpcId === undefined ? [] : read());

  const [modern, classic, groups, firewalls, interfaces, machines, gateways] = await Promise.all([
    inVpc(() => readLoadBalancers(aws, vpcId)),
    inVpc(() => readClassicBalancers(aws, vpcId)),
    readTargetGroups(aws, vpcId),
    inVpc(() => aws.read(securityGroups, "ec2", "describe-security-groups", ...within)),
    inVpc(() => aws.read(networkInterfaces, "ec2", "describe-network-interfaces", ...within)),
    inVpc(() => aws.read(instances, "ec2", "describe-instances", ...within)),
    inVpc(() => aws.read(natGateways, "ec2", "describe-nat-gateways", "--filter", `Name=vpc-id,Values=${vpcId ?? ""}`)),
  ]);
  return {
    cluster,
    balancers: [...modern, ...classic],
    targetGroups: groups,
    securityGroups: firewalls,
    networkInterfaces: interfaces,
    instances: machines,
    natGateways: gateways,
  };
}

/** By its tags; when several have them, the one that the cluster is in. */
async function findVpc(aws: AwsCli, { project, environment }: Owner, ofCluster?: string): Promise<string | undefined> {
  const found = await aws.read(
    vpcs,
    ...["ec2", "describe-vpcs", "--filters"],
    ...[`Name=tag:project,Values=${project}`, `Name=tag:environment,Values=${environment}`],
  );
  if (found.length <= 1) return found[0] ?? ofCluster;
  if (ofCluster !== undefined && found.includes(ofCluster)) return ofCluster;
  throw new TeardownFailure(
    `${found.length} VPCs have the tags project=${project} and environment=${environment}: ${found.join(", ")}; ` +
      "take the tags away from those that Terraform does not know",
  );
}

async function readLoadBalancers(aws: AwsCli, vpcId?: string): Promise<Balancer[]> {
  const all = (await aws.read(loadBalancers, "elbv2", "describe-load-balancers")).filter((one) => one.vpcId === vpcId);
  const tags = await readTags(
    aws,
    all.map(({ id }) => id),
  );
  return all.map(({ id, name }) => ({ type: "load balancer", id, name, tags: tags.get(id) ?? {} }));
}

async function readClassicBalancers(aws: AwsCli, vpcId?: string): Promise<Balancer[]> {
  const all = (await aws.read(classicBalancers, "elb", "describe-load-balancers")).filter((one) => one.vpcId === vpcId);
  const tags = new Map<string, Tags>();
  for (const names of inChunks(all.map(({ name }) => name))) {
    const described = await aws.read(classicBalancerTags, "elb", "describe-tags", "--load-balancer-names", ...names);
    for (const one of described) tags.set(one.name, one.tags);
  }
  return all.map(({ name }) => ({ type: "classic load balancer", id: name, name, tags: tags.get(name) ?? {} }));
}

/** @param vpcId @default - those of the whole region */
async function readTargetGroups(aws: AwsCli, vpcId?: string): Promise<{ id: string; name: string; tags: Tags }[]> {
  const all = (await aws.read(targetGroups, "elbv2", "describe-target-groups")).filter(
    (one) => vpcId === undefined || one.vpcId === vpcId,
  );
  const tags = await readTags(
    aws,
    all.map(({ id }) => id),
  );
  return all.map(({ id, name }) => ({ id, name, tags: tags.get(id) ?? {} }));
}

async function readTags(aws: AwsCli, arns: readonly string[]): Promise<Map<string, Tags>> {
  const tags = new Map<string, Tags>();
  for (const chunk of inChunks(arns)) {
    for (const { arn, tags: own } of await aws.read(taggedArns, "elbv2", "describe-tags", "--resource-arns", ...chunk))
      tags.set(arn, own);
  }
  return tags;
}
