import type { DeletionOrder } from "../behaviour";
import { api, eksGuide } from "./source";

type Row = readonly [first: string, then: string, because: string];

const rows = (source: string, ...those: readonly Row[]): readonly DeletionOrder[] =>
  those.map(([first, then, because]) => ({ first, then, because, source }));

const inVpc = "DependencyViolation: the VPC has dependencies and cannot be deleted";
const inSubnet = "DependencyViolation: the subnet has dependencies and cannot be deleted, a network interface is in it";
const firewalled = "DependencyViolation: a network interface has the security group";

/**
 * What AWS refuses to delete, or cannot delete properly, as long as something else is there. A route table is not among
 * it: the provider takes away its associations itself, and makes those anew that are to stay.
 */
export const deletionOrder: readonly DeletionOrder[] = [
  ...rows(
    api("ec2", "DeleteVpc"),
    ["aws_subnet.vpc_id", "aws_vpc.id", inVpc],
    ["aws_route_table.vpc_id", "aws_vpc.id", inVpc],
    ["aws_security_group.vpc_id", "aws_vpc.id", inVpc],
    ["aws_internet_gateway.vpc_id", "aws_vpc.id", inVpc],
    ["aws_vpc_endpoint.vpc_id", "aws_vpc.id", inVpc],
    ["aws_nat_gateway", "aws_vpc", inVpc],
    ["aws_eks_cluster", "aws_vpc", `${inVpc}: EKS has a security group in it`],
    ["aws_eks_node_group", "aws_vpc", `${inVpc}: nodes are in it`],
    ["aws_db_instance", "aws_vpc", `${inVpc}: a database is in it`],
  ),
  ...rows(
    api("ec2", "DeleteSubnet"),
    ["aws_nat_gateway.subnet_id", "aws_subnet.id", inSubnet],
    ["aws_eks_cluster.vpc_config.subnet_ids", "aws_subnet.id", inSubnet],
    ["aws_eks_node_group.subnet_ids", "aws_subnet.id", inSubnet],
    ["aws_vpc_endpoint.subnet_ids", "aws_subnet.id", inSubnet],
  ),
  ...rows(api("ec2", "DetachInternetGateway"), [
    "aws_nat_gateway",
    "aws_internet_gateway",
    "DependencyViolation: the network has some mapped public addresses, unmap them before detaching the gateway",
  ]),
  ...rows(
    api("ec2", "ReleaseAddress"),
    [
      "aws_nat_gateway.allocation_id",
      "aws_eip.id",
      "InvalidIPAddress.InUse: the address is associated with a NAT gateway",
    ],
    [
      "aws_nat_gateway.secondary_allocation_ids",
      "aws_eip.id",
      "InvalidIPAddress.InUse: the address is associated with a NAT gateway",
    ],
  ),
  ...rows(
    api("ec2", "DeleteSecurityGroup"),
    ["aws_db_instance.vpc_security_group_ids", "aws_security_group.id", firewalled],
    ["aws_eks_cluster.vpc_config.security_group_ids", "aws_security_group.id", firewalled],
    ["aws_vpc_endpoint.security_group_ids", "aws_security_group.id", firewalled],
    [
      "aws_eks_node_group.remote_access.source_security_group_ids",
      "aws_security_group.id",
      "DependencyViolation: the security group for the remote access to nodes refers to it",
    ],
    [
      "aws_vpc_security_group_ingress_rule.referenced_security_group_id",
      "aws_security_group.id",
      "DependencyViolation: a rule of another security group refers to it",
    ],
    [
      "aws_vpc_security_group_ingress_rule.referenced_security_group_id",
      "aws_eks_cluster.vpc_config.cluster_security_group_id",
      "DependencyViolation: a rule refers to the cluster's security group, which EKS would leave behind",
    ],
  ),
  ...rows(api("eks", "DeleteCluster"), [
    "aws_eks_node_group.cluster_name",
    "aws_eks_cluster.name",
    "ResourceInUseException: the cluster has node groups attached",
  ]),
  ...rows(
    api("iam", "DeleteRole"),
    [
      "aws_iam_role_policy_attachment.role",
      "aws_iam_role.name",
      "DeleteConflict: cannot delete entity, must detach all policies first",
    ],
    [
      "aws_iam_role_policy.role",
      "aws_iam_role.name",
      "DeleteConflict: cannot delete entity, must delete policies first",
    ],
    [
      "aws_eks_node_group.node_role_arn",
      "aws_iam_role.arn",
      "DeleteConflict: cannot delete entity, must remove roles from instance profile first",
    ],
  ),
  ...rows("https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/eks_cluster", [
    "aws_eks_cluster.role_arn",
    "aws_iam_role.arn",
    "without its role the cluster cannot delete its network interfaces and security group",
  ]),
  {
    first: "aws_eks_node_group",
    then: "aws_iam_role_policy_attachment",
    // the role that RDS measures with is nothing to nodes
    only: ({ policy_arn: policy }) => !String(policy).includes("RDS"),
    because: "without permissions EKS and the network plugin cannot delete network interfaces",
    source: "https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/eks_cluster",
  },
  ...rows(eksGuide("network-reqs"), [
    "aws_eks_node_group.subnet_ids",
    "aws_route_table_association.subnet_id",
    "nodes that are drained have no way to the cluster and to AWS any more",
  ]),
  ...rows(eksGuide("private-clusters"), [
    "aws_eks_node_group.subnet_ids",
    "aws_vpc_endpoint.subnet_ids",
    "nodes that are drained reach neither the cluster nor the registry any more",
  ]),
  ...rows(api("eks", "Issue"), [
    "aws_eks_node_group.launch_template.id",
    "aws_launch_template.id",
    "Ec2LaunchTemplateNotFound: the node group is degraded without its launch template",
  ]),
  ...rows(eksGuide("enable-kms"), [
    "aws_eks_cluster.encryption_config.provider.key_arn",
    "aws_kms_key.arn",
    "a cluster whose key is deleted is degraded and cannot be recovered",
  ]),
  ...rows(api("rds", "DeleteDBSubnetGroup"), [
    "aws_db_instance.db_subnet_group_name",
    "aws_db_subnet_group.name",
    "InvalidDBSubnetGroupStateFault: cannot delete the subnet group because at least one database instance is still using it",
  ]),
  ...rows(api("rds", "DeleteDBParameterGroup"), [
    "aws_db_instance.parameter_group_name",
    "aws_db_parameter_group.name",
    "InvalidDBParameterGroupState: one or more database instances are still members of this parameter group",
  ]),
];
