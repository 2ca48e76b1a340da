"""What a cluster has in the network and in CloudWatch: EKS makes it, and takes it away again."""

from __future__ import annotations

import random
from typing import Any

from ..cloud import Cloud
from ..ec2.interfaces import create_interface, delete_interfaces, group_in_use
from .cluster import Cluster, invalid


def place_control_plane(cloud: Cloud, cluster: Cluster) -> None:
    """A security group for the control plane and the nodes, and an interface in two of the subnets."""
    ec2 = cloud.ec2(cluster.region)
    subnets = subnets_of(cloud, cluster.region, cluster.network["subnetIds"])
    if len({subnet.availability_zone for subnet in subnets}) < 2:
        raise invalid("Subnets specified must be in at least two different AZs")
    vpcs = {subnet.vpc_id for subnet in subnets}
    if len(vpcs) > 1:
        raise invalid("Subnets specified must belong to the same VPC")
    cluster.network["vpcId"] = vpcs.pop()
    for group in cluster.network["securityGroupIds"]:
        if ec2.get_security_group_from_id(group) is None:
            raise invalid(f"The security group ID '{group}' does not exist")

    name = f"eks-cluster-sg-{cluster.name}-{random.randrange(10**9)}"
    group = ec2.create_security_group(
        name,
        "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any "
        "managed workloads.",
        vpc_id=cluster.network["vpcId"],
        tags={"Name": name, "aws:eks:cluster-name": cluster.name, f"kubernetes.io/cluster/{cluster.name}": "owned"},
    )
    ec2.authorize_security_group_ingress(group.id, "-1", None, None, [], source_groups=[{"GroupId": group.id}])
    cluster.network["clusterSecurityGroupId"] = group.id
    groups = [group.id, *cluster.network["securityGroupIds"]]
    cluster.interfaces = [
        create_interface(ec2, subnet.id, groups, f"Amazon EKS {cluster.name}") for subnet in subnets[:2]
    ]


def remove_control_plane(cloud: Cloud, cluster: Cluster) -> None:
    ec2 = cloud.ec2(cluster.region)
    delete_interfaces(ec2, cluster.interfaces)
    group = cluster.network["clusterSecurityGroupId"]
    # EKS tries it once: a group that others refer to stays for ever, and nobody is told
    if ec2.get_security_group_from_id(group) is not None and not group_in_use(ec2, group):
        ec2.delete_security_group(group_id=group)


def place_nodes(cloud: Cloud, cluster: Cluster, group: dict[str, Any]) -> None:
    """As many interfaces in the subnets as there are nodes."""
    ec2 = cloud.ec2(cluster.region)
    remove_nodes(cloud, cluster, group["nodegroupName"])
    cluster.node_interfaces[group["nodegroupName"]] = [
        create_interface(
            ec2,
            group["subnets"][index % len(group["subnets"])],
            [cluster.network["clusterSecurityGroupId"]],
            f"node of {cluster.name}/{group['nodegroupName']}",
        )
        for index in range(group["scalingConfig"]["desiredSize"])
    ]


def remove_nodes(cloud: Cloud, cluster: Cluster, group: str) -> None:
    delete_interfaces(cloud.ec2(cluster.region), cluster.node_interfaces.pop(group, []))


def ensure_log_group(cloud: Cloud, cluster: Cluster) -> None:
    """EKS creates the group of its logs when nobody has, keeps it for ever and never deletes it."""
    if not any(setup["enabled"] for setup in cluster.description["logging"]["clusterLogging"]):
        return
    logs = cloud.moto("logs", cluster.region)
    name = f"/aws/eks/{cluster.name}/cluster"
    if name not in logs.groups:
        logs.create_log_group(name, {})


def subnets_of(cloud: Cloud, region: str, ids: list[str]) -> list[Any]:
    found = {subnet.id: subnet for subnets in cloud.ec2(region).subnets.values() for subnet in subnets.values()}
    for subnet in ids:
        if subnet not in found:
            raise invalid(f"The subnet ID '{subnet}' does not exist")
    return [found[subnet] for subnet in ids]
