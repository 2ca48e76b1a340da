"""NAT gateways."""

from __future__ import annotations

from ..cloud import Cloud
from ..registry import after
from ..request import Request
from .interfaces import delete_interfaces, interfaces_in, manage


@after("ec2:CreateNatGateway")
def complete_gateway(cloud: Cloud, request: Request) -> None:
    """AWS manages the interface; and without a way to the internet it accepts the gateway and fails a little later."""
    ec2 = cloud.ec2(request.region)
    for interface in interfaces_in(ec2, subnet=request.parameters["SubnetId"]):
        gateway = next((one for one in ec2.nat_gateways.values() if one._eni is interface), None)
        if gateway is not None:
            manage(interface, f"Interface for NAT Gateway {gateway.id}")
            attached = [one.vpc.id for one in ec2.internet_gateways.values() if one.vpc]
            if gateway.connectivity_type != "private" and gateway.vpc_id not in attached:
                gateway.state = "failed"
                gateway.failure_code = "Gateway.NotAttached"
                gateway.failure_message = f"Network {gateway.vpc_id} has no Internet gateway attached"


@after("ec2:DeleteNatGateway")
def free_address(cloud: Cloud, request: Request) -> None:
    """moto leaves the interface, and the address bound to it."""
    ec2 = cloud.ec2(request.region)
    interface = ec2.nat_gateways[request.parameters["NatGatewayId"]]._eni
    if interface.public_ip:
        ec2.disassociate_address(address=interface.public_ip)
    delete_interfaces(ec2, [interface.id])
