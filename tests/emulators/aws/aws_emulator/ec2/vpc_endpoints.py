"""Endpoints of AWS's services within a network."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from ..errors import AwsError
from ..registry import after, before
from ..request import Request
from .interfaces import create_interface, delete_interfaces


@before("ec2:CreateVpcEndpoint")
def check_endpoint(cloud: Cloud, request: Request) -> None:
    ec2 = cloud.ec2(request.region)
    wanted = request.parameters
    others = [
        one
        for one in ec2.vpc_end_points.values()
        if (one.vpc_id, one.service_name) == (wanted["VpcId"], wanted.get("ServiceName")) and one.state != "deleted"
    ]
    if wanted.get("VpcEndpointType") != "Interface":
        routed = [table for one in others for table in one.route_table_ids if table in wanted.get("RouteTableIds", [])]
        if routed:
            message = f"route table {routed[0]} already has a route to {wanted['ServiceName']}"
            raise AwsError("RouteAlreadyExists", message)
        return
    subnets = wanted.get("SubnetIds", [])
    if len({ec2.get_subnet(subnet).availability_zone for subnet in subnets}) < len(subnets):
        message = f"Found another VPC endpoint subnet in the availability zone: {subnets}"
        raise AwsError("DuplicateSubnetsInSameZone", message)
    if wanted.get("PrivateDnsEnabled", True):
        _check_private_dns(ec2.get_vpc(wanted["VpcId"]), others)


@after("ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint")
def place_endpoint(cloud: Cloud, request: Request) -> dict[str, Any] | None:
    """moto gives the interfaces of an endpoint other security groups than those of the endpoint."""
    ec2 = cloud.ec2(request.region)
    identifier = request.parameters.get("VpcEndpointId")
    # a new one is the last
    endpoint = ec2.vpc_end_points[identifier] if identifier else list(ec2.vpc_end_points.values())[-1]
    if endpoint.vpc_endpoint_type != "Interface":
        return None
    if "PrivateDnsEnabled" in request.parameters:
        endpoint.private_dns_enabled = request.parameters["PrivateDnsEnabled"]
    if not endpoint.security_group_ids:
        endpoint.security_group_ids = [ec2.get_default_security_group(endpoint.vpc_id).id]
    delete_interfaces(ec2, endpoint.network_interface_ids)
    endpoint.network_interface_ids = [
        create_interface(ec2, subnet, endpoint.security_group_ids, f"VPC Endpoint Interface {endpoint.id}")
        for subnet in endpoint.subnet_ids
    ]
    return None if identifier else {"VpcEndpoint": endpoint}


def _check_private_dns(vpc: Any, others: list[Any]) -> None:
    if str(vpc.enable_dns_support).lower() != "true" or str(vpc.enable_dns_hostnames).lower() != "true":
        raise AwsError(
            "InvalidParameter",
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for "
            f"{vpc.id}",
        )
    if any(one.private_dns_enabled for one in others):
        raise AwsError(
            "InvalidParameter",
            "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
            f"{others[0].service_name} in the VPC {vpc.id}",
        )
