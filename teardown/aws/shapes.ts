import { z } from "zod";

/** The parts of AWS's answers that count here, under shorter names. */

export type Tags = Readonly<Record<string, string>>;

const tagList = z
  .array(z.object({ Key: z.string(), Value: z.string().default("") }))
  .default([])
  .transform((list): Tags => Object.fromEntries(list.map(({ Key, Value }) => [Key, Value])));

export const clusterSchema = z
  .object({
    cluster: z.object({
      deletionProtection: z.boolean().default(false),
      resourcesVpcConfig: z
        .object({ vpcId: z.string().optional(), clusterSecurityGroupId: z.string().optional() })
        .default({}),
    }),
  })
  .transform(({ cluster: { deletionProtection, resourcesVpcConfig } }) => ({
    deletionProtection,
    vpcId: resourcesVpcConfig.vpcId,
    securityGroupId: resourcesVpcConfig.clusterSecurityGroupId,
  }));

export const vpcs = z
  .object({ Vpcs: z.array(z.object({ VpcId: z.string() })) })
  .transform(({ Vpcs }) => Vpcs.map(({ VpcId }) => VpcId));

export const loadBalancers = z
  .object({
    LoadBalancers: z.array(
      z.object({ LoadBalancerArn: z.string(), LoadBalancerName: z.string(), VpcId: z.string().optional() }),
    ),
  })
  .transform(({ LoadBalancers }) =>
    LoadBalancers.map((one) => ({ id: one.LoadBalancerArn, name: one.LoadBalancerName, vpcId: one.VpcId })),
  );

export const classicBalancers = z
  .object({
    LoadBalancerDescriptions: z.array(z.object({ LoadBalancerName: z.string(), VPCId: z.string().optional() })),
  })
  .transform(({ LoadBalancerDescriptions }) =>
    LoadBalancerDescriptions.map((one) => ({ name: one.LoadBalancerName, vpcId: one.VPCId })),
  );

export const targetGroups = z
  .object({
    TargetGroups: z.array(
      z.object({ TargetGroupArn: z.string(), TargetGroupName: z.string(), VpcId: z.string().optional() }),
    ),
  })
  .transform(({ TargetGroups }) =>
    TargetGroups.map((one) => ({ id: one.TargetGroupArn, name: one.TargetGroupName, vpcId: one.VpcId })),
  );

export const taggedArns = z
  .object({ TagDescriptions: z.array(z.object({ ResourceArn: z.string(), Tags: tagList })) })
  .transform(({ TagDescriptions }) => TagDescriptions.map((one) => ({ arn: one.ResourceArn, tags: one.Tags })));

export const classicBalancerTags = z
  .object({ TagDescriptions: z.array(z.object({ LoadBalancerName: z.string(), Tags: tagList })) })
  .transform(({ TagDescriptions }) => TagDescriptions.map((one) => ({ name: one.LoadBalancerName, tags: one.Tags })));

const groupReferences = z
  .array(z.object({ UserIdGroupPairs: z.array(z.object({ GroupId: z.string().optional() })).default([]) }))
  .default([])
  .transform((rules) => rules.flatMap((rule) => rule.UserIdGroupPairs.map(({ GroupId }) => GroupId ?? "")));

export const securityGroups = z
  .object({
    SecurityGroups: z.array(
      z.object({
        GroupId: z.string(),
        GroupName: z.string(),
        Description: z.string().default(""),
        Tags: tagList,
        IpPermissions: groupReferences,
        IpPermissionsEgress: groupReferences,
      }),
    ),
  })
  .transform(({ SecurityGroups }) =>
    SecurityGroups.map((one) => ({
      id: one.GroupId,
      name: one.GroupName,
      description: one.Description,
      tags: one.Tags,
      /** Groups that its rules name. */
      refersTo: [...one.IpPermissions, ...one.IpPermissionsEgress],
    })),
  );

export const securityGroupRules = z
  .object({
    SecurityGroupRules: z.array(
      z.object({
        SecurityGroupRuleId: z.string(),
        GroupId: z.string(),
        IsEgress: z.boolean(),
        ReferencedGroupInfo: z.object({ GroupId: z.string().optional() }).default({}),
      }),
    ),
  })
  .transform(({ SecurityGroupRules }) =>
    SecurityGroupRules.map((one) => ({
      id: one.SecurityGroupRuleId,
      groupId: one.GroupId,
      direction: one.IsEgress ? ("egress" as const) : ("ingress" as const),
      refersTo: one.ReferencedGroupInfo.GroupId,
    })),
  );

export const networkInterfaces = z
  .object({
    NetworkInterfaces: z.array(
      z.object({
        NetworkInterfaceId: z.string(),
        Status: z.string(),
        Description: z.string().default(""),
        RequesterId: z.string().optional(),
        Groups: z.array(z.object({ GroupId: z.string() })).default([]),
        Attachment: z.object({ InstanceId: z.string().optional() }).default({}),
        TagSet: tagList,
      }),
    ),
  })
  .transform(({ NetworkInterfaces }) =>
    NetworkInterfaces.map((one) => ({
      id: one.NetworkInterfaceId,
      /** Attached to nothing. */
      available: one.Status === "available",
      description: one.Description,
      /** The account or service on whose behalf AWS made it. */
      requester: one.RequesterId,
      groups: one.Groups.map(({ GroupId }) => GroupId),
      instanceId: one.Attachment.InstanceId,
      tags: one.TagSet,
    })),
  );

export const instances = z
  .object({
    Reservations: z.array(z.object({ Instances: z.array(z.object({ InstanceId: z.string(), Tags: tagList })) })),
  })
  .transform(({ Reservations }) =>
    Reservations.flatMap(({ Instances }) => Instances.map((one) => ({ id: one.InstanceId, tags: one.Tags }))),
  );

export const natGateways = z
  .object({ NatGateways: z.array(z.object({ NatGatewayId: z.string(), Tags: tagList })) })
  .transform(({ NatGateways }) => NatGateways.map((one) => ({ id: one.NatGatewayId, tags: one.Tags })));

/** The APIs of balancers take twenty names at once. */
export function inChunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / 20) }, (_, index) => all.slice(index * 20, index * 20 + 20));
}
