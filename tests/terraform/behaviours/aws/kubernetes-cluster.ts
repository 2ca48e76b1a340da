import type { Behaviour, Cloud } from "../behaviour";
import { byApi, conflicts, ipv4Network, items, matching, oneOf, type Relation, type Rule } from "../rules";
import { isSet, known, type Values } from "../values";
import { arnOf, ec2Id, regionOf, textOf } from "./made-of";
import { arn, clusterName } from "./own-rules";
import { api, eksGuide, source } from "./source";

const privateRange: Rule = matching(
  /(10|172\.(1[6-9]|2\d|3[01])|192\.168)\..*/,
  "be within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
  "100.64.0.0/16",
);

const partsOfAutoMode = [
  "compute_config.enabled",
  "kubernetes_network_config.elastic_load_balancing.enabled",
  "storage_config.block_storage.enabled",
];

/** EKS Auto Mode is there as a whole or not at all. */
const autoMode: Relation = {
  arguments: partsOfAutoMode,
  atPlan: true,
  must: `${partsOfAutoMode.map((name) => `\`${name}\``).join(", ")} must all be true or all be false`,
  holds: (settings) => new Set(partsOfAutoMode.map((name) => known(settings, name) === true)).size === 1,
  wrong: { compute_config: [{ enabled: true }] },
};

const needsAnEndpoint: Relation = {
  arguments: ["vpc_config.endpoint_public_access", "vpc_config.endpoint_private_access"],
  must: "`vpc_config.endpoint_public_access` or `vpc_config.endpoint_private_access` must be true",
  holds: (settings) =>
    known(settings, "vpc_config.endpoint_public_access") !== false ||
    (isSet(settings, "vpc_config.endpoint_private_access") &&
      known(settings, "vpc_config.endpoint_private_access") !== false),
  wrong: { "vpc_config.endpoint_public_access": false, "vpc_config.endpoint_private_access": false },
};

const count = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** The control plane and its add-ons. */
export const kubernetesCluster = {
  aws_eks_cluster: {
    source: source("eks/cluster.go"),
    rules: {
      name: clusterName,
      role_arn: arn,
      version: byApi(eksGuide("kubernetes-versions"), matching(/1\.\d+/, "be a minor version of Kubernetes", "1.35.2")),
      enabled_cluster_log_types: oneOf("api", "audit", "authenticator", "controllerManager", "scheduler"),
      "access_config.authentication_mode": oneOf("API", "API_AND_CONFIG_MAP", "CONFIG_MAP"),
      "compute_config.node_pools": oneOf("general-purpose", "system"),
      "compute_config.node_role_arn": arn,
      "encryption_config.provider.key_arn": byApi(api("eks", "Provider"), arn),
      "encryption_config.resources": oneOf("secrets"),
      "kubernetes_network_config.ip_family": oneOf("ipv4", "ipv6"),
      "kubernetes_network_config.service_ipv4_cidr": [ipv4Network(12, 24), privateRange],
      "remote_network_config.remote_node_networks.cidrs": [ipv4Network(), privateRange],
      "remote_network_config.remote_pod_networks.cidrs": [ipv4Network(), privateRange],
      "upgrade_policy.support_type": oneOf("STANDARD", "EXTENDED"),
      "vpc_config.public_access_cidrs": {
        must: "be a network in CIDR form without bits behind the prefix",
        holds: (value) => String(value).includes(":") || ipv4Network().holds(value),
        wrong: "203.0.113.7/24",
      },
      "vpc_config.subnet_ids": byApi(api("eks", "VpcConfigRequest"), items(2)),
    },
    relations: [
      conflicts("outpost_config", "encryption_config", {
        encryption_config: [
          { provider: [{ key_arn: "arn:aws:kms:eu-central-1:111122223333:key/demo" }], resources: ["secrets"] },
        ],
        outpost_config: [
          { control_plane_instance_type: "m5.large", outpost_arns: ["arn:aws:outposts:::outpost/op-1"] },
        ],
        kubernetes_network_config: null,
      }),
      conflicts("outpost_config", "kubernetes_network_config", {
        encryption_config: null,
        outpost_config: [
          { control_plane_instance_type: "m5.large", outpost_arns: ["arn:aws:outposts:::outpost/op-1"] },
        ],
      }),
      autoMode,
      byApi(api("eks", "VpcConfigRequest"), needsAnEndpoint),
      byApi(api("eks", "CreateAccessConfigRequest"), {
        arguments: ["access_config.bootstrap_cluster_creator_admin_permissions", "access_config.authentication_mode"],
        must: "`access_config.bootstrap_cluster_creator_admin_permissions` must be true when `access_config.authentication_mode` is CONFIG_MAP",
        holds: (settings) =>
          known(settings, "access_config.authentication_mode") !== "CONFIG_MAP" ||
          known(settings, "access_config.bootstrap_cluster_creator_admin_permissions") !== false,
        wrong: { "access_config.authentication_mode": "CONFIG_MAP" },
      }),
    ],
    replacedBy: [
      "access_config.bootstrap_cluster_creator_admin_permissions",
      "bootstrap_self_managed_addons",
      {
        argument: "compute_config.node_role_arn",
        when: "there was another role before",
        test: (before) => before !== "",
        example: ["arn:aws:iam::111122223333:role/old", "arn:aws:iam::111122223333:role/new"],
      },
      {
        argument: "encryption_config",
        when: "it is taken away, because secrets cannot be stored unencrypted again",
        test: (before, after) => count(before) === 1 && count(after) === 0,
        example: [[{ resources: ["secrets"] }], []],
      },
      "kubernetes_network_config.ip_family",
      "kubernetes_network_config.service_ipv4_cidr",
      "name",
      "outpost_config.control_plane_instance_type",
      "outpost_config.control_plane_placement.group_name",
      "remote_network_config.remote_node_networks.cidrs",
      "remote_network_config.remote_pod_networks.cidrs",
      "role_arn",
    ],
    defaults: {
      "access_config.bootstrap_cluster_creator_admin_permissions": true,
      bootstrap_self_managed_addons: true,
      "vpc_config.endpoint_private_access": false,
      "vpc_config.endpoint_public_access": true,
    },
    filledIn: [
      "access_config",
      "access_config.authentication_mode",
      "deletion_protection",
      "kubernetes_network_config",
      "kubernetes_network_config.elastic_load_balancing",
      "kubernetes_network_config.ip_family",
      "kubernetes_network_config.service_ipv4_cidr",
      "upgrade_policy",
      "upgrade_policy.support_type",
      "version",
      "vpc_config.public_access_cidrs",
    ],
    answers: answersOfCluster,
    undeletable: (settings) =>
      known(settings, "deletion_protection") === true
        ? "InvalidRequestException: the cluster has deletion protection, which must be disabled first"
        : undefined,
  },
  aws_eks_addon: {
    source: source("eks/addon.go"),
    rules: {
      addon_version: matching(
        /v\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?/,
        "follow the format of semantic versions",
        "latest",
      ),
      cluster_name: clusterName,
      resolve_conflicts_on_create: oneOf("NONE", "OVERWRITE"),
      resolve_conflicts_on_update: oneOf("NONE", "OVERWRITE", "PRESERVE"),
      service_account_role_arn: arn,
    },
    replacedBy: ["addon_name", "cluster_name"],
    filledIn: ["addon_version", "configuration_values"],
    answers: (settings, cloud) => {
      const [cluster, name] = [textOf(settings, "cluster_name", "cluster"), textOf(settings, "addon_name", "addon")];
      return {
        id: `${cluster}:${name}`,
        addon_version: "v1.0.0-eksbuild.1",
        arn: arnOf(cloud, "eks", `addon/${cluster}/${name}/${cloud.uuid()}`),
        configuration_values: "",
        created_at: "2026-01-01T00:00:00Z",
        modified_at: "2026-01-01T00:00:00Z",
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;

function answersOfCluster(settings: Values, cloud: Cloud): Values {
  const name = textOf(settings, "name", "cluster");
  const id = cloud.hex(32).toUpperCase();
  return {
    id: name,
    "access_config.authentication_mode": "CONFIG_MAP",
    "access_config.bootstrap_cluster_creator_admin_permissions": true,
    arn: arnOf(cloud, "eks", `cluster/${name}`),
    certificate_authority: [{ data: Buffer.from(`certificate authority of ${name}`).toString("base64") }],
    // clusters on Outposts only
    cluster_id: "",
    created_at: "2026-01-01T00:00:00Z",
    deletion_protection: false,
    endpoint: `https://${id}.gr7.${regionOf(cloud)}.eks.amazonaws.com`,
    identity: [{ oidc: [{ issuer: `https://oidc.eks.${regionOf(cloud)}.amazonaws.com/id/${id}` }] }],
    "kubernetes_network_config.elastic_load_balancing.enabled": false,
    "kubernetes_network_config.ip_family": "ipv4",
    "kubernetes_network_config.service_ipv4_cidr": "172.20.0.0/16",
    "kubernetes_network_config.service_ipv6_cidr": "",
    platform_version: "eks.1",
    status: "ACTIVE",
    "upgrade_policy.support_type": "EXTENDED",
    version: "1.35",
    "vpc_config.cluster_security_group_id": ec2Id(cloud, "sg"),
    "vpc_config.public_access_cidrs": ["0.0.0.0/0"],
    "vpc_config.vpc_id": ec2Id(cloud, "vpc"),
  };
}
