"""What is in use is not deleted."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from ..errors import AwsError
from ..registry import before
from ..request import Request
from .interfaces import group_in_use, interfaces_in


@before("ec2:DeleteSubnet")
def keep_used_subnet(cloud: Cloud, request: Request) -> None:
    subnet = request.parameters["SubnetId"]
    if interfaces_in(cloud.ec2(request.region), subnet=subnet):
        raise _in_use(f"The subnet '{subnet}' has dependencies and cannot be deleted.")


@before("ec2:DeleteSecurityGroup")
def keep_used_group(cloud: Cloud, request: Request) -> None:
    ec2 = cloud.ec2(request.region)
    name = request.parameters.get("GroupId") or request.parameters.get("GroupName", "")
    group = ec2.get_security_group_by_name_or_id(name)
    if group is None:
        # moto tells
        return
    if group.name == "default":
        raise AwsError("CannotDelete", f'the specified group: "{group.id}" name: "default" cannot be deleted by a user')
    if group_in_use(ec2, group.id):
        raise _in_use(f"resource {group.id} has a dependent object")


@before("ec2:DetachInternetGateway")
def keep_used_gateway(cloud: Cloud, request: Request) -> None:
    vpc = request.parameters["VpcId"]
    if any(interface.public_ip for interface in interfaces_in(cloud.ec2(request.region), vpc=vpc)):
        raise _in_use(
            f"Network {vpc} has some mapped public address(es). Please unmap those public address(es) before detaching "
            "the gateway."
        )


@before("ec2:DeleteVpc")
def keep_used_vpc(cloud: Cloud, request: Request) -> None:
    vpc = request.parameters["VpcId"]
    if _lives_in(cloud.ec2(request.region), vpc):
        raise _in_use(f"The vpc '{vpc}' has dependencies and cannot be deleted.")


@before("ec2:ReleaseAddress")
def keep_used_address(cloud: Cloud, request: Request) -> None:
    for address in cloud.ec2(request.region).addresses:
        named = (request.parameters.get("AllocationId"), request.parameters.get("PublicIp"))
        if (address.allocation_id in named or address.public_ip in named) and address.association_id:
            raise AwsError("InvalidIPAddress.InUse", f"Address {address.public_ip} is in use.")


@before("ec2:DeleteNetworkInterface")
def keep_used_interface(cloud: Cloud, request: Request) -> None:
    identifier = request.parameters["NetworkInterfaceId"]
    interface = cloud.ec2(request.region).enis.get(identifier)
    if interface is not None and interface.status == "in-use":
        message = f"Network interface '{identifier}' is currently in use."
        raise AwsError("InvalidParameterValue", message)


def _lives_in(ec2: Any, vpc: str) -> bool:
    """What keeps a network, besides what is made and deleted with it."""
    return (
        any(subnet.vpc_id == vpc for subnets in ec2.subnets.values() for subnet in subnets.values())
        or any(group.name != "default" for group in ec2.groups.get(vpc, {}).values())
        or any(gateway.vpc is not None and gateway.vpc.id == vpc for gateway in ec2.internet_gateways.values())
        or any(one.vpc_id == vpc and one.state != "deleted" for one in ec2.nat_gateways.values())
        or any(one.vpc_id == vpc and one.state != "deleted" for one in ec2.vpc_end_points.values())
    )


def _in_use(message: str) -> AwsError:
    return AwsError("DependencyViolation", message)
