"""Whether nodes would join the cluster."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from .cluster import Cluster

# without a way out, a node reaches these within the network, or does not start
_NEEDED_ENDPOINTS = ("ec2", "ecr.api", "ecr.dkr", "s3", "sts")


def issue_of(cloud: Cloud, cluster: Cluster, group: dict[str, Any]) -> dict[str, Any] | None:
    """Why nodes of the group do not become ready, in the words of EKS; None when they do."""
    if not cluster.bootstraps_add_ons and "vpc-cni" not in cluster.add_ons:
        return _issue("Unhealthy nodes in the kubernetes cluster", group)
    ec2 = cloud.ec2(cluster.region)
    if all(_leads_out(ec2, ec2.get_subnet(subnet)) for subnet in group["subnets"]):
        return None
    endpoints = {
        endpoint.service_name.partition(f"{cluster.region}.")[2]
        for endpoint in ec2.vpc_end_points.values()
        if endpoint.vpc_id == cluster.network["vpcId"] and endpoint.state != "deleted"
    }
    if endpoints.issuperset(_NEEDED_ENDPOINTS):
        return None
    return _issue("Instances failed to join the kubernetes cluster", group)


def _leads_out(ec2: Any, subnet: Any) -> bool:
    tables = [table for table in ec2.route_tables.values() if table.vpc_id == subnet.vpc_id]
    own = [table for table in tables if subnet.id in [one.get("SubnetId") for one in table.associations]]
    main = [table for table in tables if table.main_association_id]
    return any(
        route.destination_cidr_block == "0.0.0.0/0" and (route.nat_gateway or route.gateway)
        for table in (own or main)
        for route in table.routes
    )


def _issue(message: str, group: dict[str, Any]) -> dict[str, Any]:
    return {"code": "NodeCreationFailure", "message": message, "resourceIds": [group["nodegroupName"]]}
