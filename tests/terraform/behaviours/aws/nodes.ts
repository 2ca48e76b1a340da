import type { Behaviour } from "../behaviour";
import {
  atLeast,
  between,
  byApi,
  conflicts,
  exactlyOneOf,
  items,
  length,
  matching,
  oneOf,
  type Relation,
} from "../rules";
import { isSet, known } from "../values";
import { arnOf, ec2Id, nameOf, textOf } from "./made-of";
import { arn, clusterName, nullableBool } from "./own-rules";
import { api, eksGuide, source } from "./source";

const sizesInOrder: Relation = {
  arguments: ["scaling_config.min_size", "scaling_config.desired_size", "scaling_config.max_size"],
  must: "`scaling_config.desired_size` must be between `scaling_config.min_size` and `scaling_config.max_size`",
  holds: (settings) => {
    const [least, wanted, most] = sizesInOrder.arguments.map((path) => known(settings, path));
    return !(Number(least) > Number(wanted) || Number(wanted) > Number(most) || Number(least) > Number(most));
  },
  wrong: { "scaling_config.desired_size": 99 },
};

const instanceType = matching(/[a-z][a-z0-9-]*\.[a-z0-9-]+/, "be an instance type", "t3");

/** Machines that join the cluster. */
export const nodes = {
  aws_eks_node_group: {
    source: source("eks/node_group.go"),
    rules: {
      ami_type: oneOf(
        "AL2_x86_64",
        "AL2_x86_64_GPU",
        "AL2_ARM_64",
        "CUSTOM",
        "BOTTLEROCKET_ARM_64",
        "BOTTLEROCKET_x86_64",
        "BOTTLEROCKET_ARM_64_FIPS",
        "BOTTLEROCKET_x86_64_FIPS",
        "BOTTLEROCKET_ARM_64_NVIDIA",
        "BOTTLEROCKET_x86_64_NVIDIA",
        "BOTTLEROCKET_ARM_64_NVIDIA_FIPS",
        "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
        "WINDOWS_CORE_2019_x86_64",
        "WINDOWS_FULL_2019_x86_64",
        "WINDOWS_CORE_2022_x86_64",
        "WINDOWS_FULL_2022_x86_64",
        "AL2023_x86_64_STANDARD",
        "AL2023_ARM_64_STANDARD",
        "AL2023_x86_64_NEURON",
        "AL2023_x86_64_NVIDIA",
        "AL2023_ARM_64_NVIDIA",
      ),
      capacity_type: oneOf("ON_DEMAND", "SPOT", "CAPACITY_BLOCK"),
      cluster_name: clusterName,
      instance_types: byApi(api("eks", "CreateNodegroup"), instanceType),
      node_group_name: length(0, 63),
      node_group_name_prefix: length(0, 37),
      node_role_arn: byApi(api("eks", "CreateNodegroup"), arn),
      subnet_ids: items(1),
      "launch_template.id": matching(/lt-[a-z0-9]+/, "begin with lt- and consist of letters and digits", "template"),
      "launch_template.name": [
        length(3, 128),
        matching(/[0-9A-Za-z()./_-]+/, "consist of letters, digits and ()./-_", "no name!"),
      ],
      "launch_template.version": length(1, 255),
      "scaling_config.desired_size": atLeast(0),
      "scaling_config.max_size": atLeast(1),
      "scaling_config.min_size": atLeast(0),
      "taint.effect": oneOf("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"),
      "taint.key": length(1, 63),
      "taint.value": length(0, 63),
      "update_config.max_unavailable": between(1, 100),
      "update_config.max_unavailable_percentage": between(1, 100),
    },
    relations: [
      conflicts("node_group_name", "node_group_name_prefix", { node_group_name_prefix: "demo-" }),
      conflicts("launch_template.id", "launch_template.name", { "launch_template.name": "demo-node" }),
      exactlyOneOf(["update_config.max_unavailable", "update_config.max_unavailable_percentage"], {
        "update_config.max_unavailable_percentage": 33,
      }),
      byApi(api("eks", "NodegroupScalingConfig"), sizesInOrder),
      byApi(eksGuide("launch-templates"), conflicts("disk_size", "launch_template", { disk_size: 30 })),
      byApi(
        eksGuide("launch-templates"),
        conflicts("remote_access", "launch_template", { remote_access: [{ ec2_ssh_key: "key" }] }),
      ),
    ],
    replacedBy: [
      "ami_type",
      "capacity_type",
      "cluster_name",
      "disk_size",
      "instance_types",
      "launch_template.id",
      "launch_template.name",
      "node_group_name",
      "node_group_name_prefix",
      "node_role_arn",
      "remote_access.ec2_ssh_key",
      "remote_access.source_security_group_ids",
      "subnet_ids",
    ],
    defaults: { "node_repair_config.enabled": false },
    filledIn: [
      "ami_type",
      "capacity_type",
      "disk_size",
      "instance_types",
      "launch_template.id",
      "launch_template.name",
      "node_group_name",
      "node_group_name_prefix",
      "node_repair_config",
      "release_version",
      "update_config",
      "version",
    ],
    answers: (settings, cloud) => {
      const cluster = textOf(settings, "cluster_name", "cluster");
      const name = nameOf(settings, cloud, "node_group_name");
      const version = textOf(settings, "version", "1.35");
      return {
        id: `${cluster}:${name}`,
        ami_type: "AL2023_x86_64_STANDARD",
        arn: arnOf(cloud, "eks", `nodegroup/${cluster}/${name}/${cloud.uuid()}`),
        capacity_type: "ON_DEMAND",
        // a launch template says both
        disk_size: isSet(settings, "launch_template") ? 0 : 20,
        instance_types: isSet(settings, "launch_template") ? [] : ["t3.medium"],
        "launch_template.id": ec2Id(cloud, "lt"),
        "launch_template.name": "launch-template",
        node_group_name: name,
        node_group_name_prefix: "",
        "node_repair_config.enabled": false,
        release_version: `${version}.0-20260101`,
        resources: [
          { autoscaling_groups: [{ name: `eks-${name}-${cloud.uuid()}` }], remote_access_security_group_id: "" },
        ],
        status: "ACTIVE",
        "update_config.max_unavailable": 1,
        version,
      };
    },
  },
  aws_launch_template: {
    source: source("ec2/ec2_launch_template.go"),
    rules: {
      name: [length(3, 128), matching(/[0-9A-Za-z()./_-]+/, "consist of letters, digits and ()./-_", "no name!")],
      description: length(0, 255),
      instance_initiated_shutdown_behavior: oneOf("stop", "terminate"),
      instance_type: byApi(api("ec2", "RequestLaunchTemplateData"), instanceType),
      user_data: byApi(
        api("ec2", "RequestLaunchTemplateData"),
        matching(/(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/, "be in base64", "#!/bin/sh"),
      ),
      "block_device_mappings.ebs.delete_on_termination": nullableBool,
      "block_device_mappings.ebs.encrypted": nullableBool,
      "block_device_mappings.ebs.kms_key_id": arn,
      "block_device_mappings.ebs.throughput": between(125, 2000),
      "block_device_mappings.ebs.volume_size": byApi(
        api("ec2", "LaunchTemplateEbsBlockDeviceRequest"),
        between(1, 65536),
      ),
      "block_device_mappings.ebs.volume_type": oneOf("standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"),
      "credit_specification.cpu_credits": oneOf("standard", "unlimited"),
      "iam_instance_profile.arn": arn,
      "metadata_options.http_endpoint": oneOf("enabled", "disabled"),
      "metadata_options.http_protocol_ipv6": oneOf("enabled", "disabled"),
      "metadata_options.http_put_response_hop_limit": between(1, 64),
      "metadata_options.http_tokens": oneOf("optional", "required"),
      "metadata_options.instance_metadata_tags": oneOf("enabled", "disabled"),
      "tag_specifications.resource_type": byApi(
        api("ec2", "LaunchTemplateTagSpecificationRequest"),
        // the provider knows all resources of EC2
        { ...oneOf("instance", "network-interface", "spot-instances-request", "volume"), wrong: "vpc" },
      ),
    },
    relations: [
      conflicts("name", "name_prefix", { name_prefix: "demo-" }),
      conflicts("default_version", "update_default_version", { default_version: 1 }),
      conflicts("iam_instance_profile.arn", "iam_instance_profile.name", {
        iam_instance_profile: [{ arn: "arn:aws:iam::111122223333:instance-profile/demo", name: "demo" }],
      }),
    ],
    replacedBy: ["name", "name_prefix"],
    filledIn: [
      "block_device_mappings.ebs.iops",
      "block_device_mappings.ebs.throughput",
      "block_device_mappings.ebs.volume_initialization_rate",
      "block_device_mappings.ebs.volume_size",
      "block_device_mappings.ebs.volume_type",
      "default_version",
      "metadata_options",
      "metadata_options.http_endpoint",
      "metadata_options.http_protocol_ipv6",
      "metadata_options.http_put_response_hop_limit",
      "metadata_options.http_tokens",
      "metadata_options.instance_metadata_tags",
      "name",
      "name_prefix",
    ],
    renewed: ["latest_version"],
    answers: (settings, cloud) => {
      const id = ec2Id(cloud, "lt");
      // what has an id is being changed, which makes another version
      const version = known(settings, "id") === undefined ? 1 : 1 + Number(cloud.decimal(3));
      return {
        id,
        arn: arnOf(cloud, "ec2", `launch-template/${id}`),
        "block_device_mappings.ebs.iops": 0,
        "block_device_mappings.ebs.throughput": 0,
        "block_device_mappings.ebs.volume_initialization_rate": 0,
        "block_device_mappings.ebs.volume_size": 0,
        "block_device_mappings.ebs.volume_type": "gp2",
        default_version: version,
        latest_version: version,
        "metadata_options.http_endpoint": "enabled",
        "metadata_options.http_protocol_ipv6": "",
        "metadata_options.http_put_response_hop_limit": 0,
        "metadata_options.http_tokens": "optional",
        "metadata_options.instance_metadata_tags": "",
        name: nameOf(settings, cloud),
        name_prefix: "",
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
