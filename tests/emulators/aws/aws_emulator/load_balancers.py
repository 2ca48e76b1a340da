"""Application and network load balancers."""

from __future__ import annotations

import random
from typing import Any

from .cloud import Cloud
from .ec2.interfaces import create_interface, delete_interfaces
from .errors import AwsError
from .registry import after, before
from .request import Request


@after("elbv2:CreateLoadBalancer")
def name_balancer(cloud: Cloud, request: Request) -> dict[str, Any]:
    """moto calls every balancer an application's, where permissions tell them apart by their ARN."""
    balancing = cloud.moto("elbv2", request.region)
    balancer = next(one for one in balancing.load_balancers.values() if one.name == request.parameters["Name"])
    balancer.scheme = balancer.scheme or "internet-facing"
    identifier = balancer.arn.rpartition("/")[2]
    balancer.dns_name = f"{balancer.name}-{identifier}.{request.region}.elb.amazonaws.com"
    if balancer.type == "network":
        balancing.load_balancers.pop(balancer.arn)
        old, balancer.arn = balancer.arn, balancer.arn.replace(":loadbalancer/app/", ":loadbalancer/net/")
        balancer.dns_name = f"{balancer.name}-{identifier}.elb.{request.region}.amazonaws.com"
        balancing.load_balancers[balancer.arn] = balancer
        balancing.tagging_service.copy_tags(old, balancer.arn)
    return {"LoadBalancers": [balancer]}


@after("elbv2:CreateLoadBalancer", "elbv2:SetSubnets", "elbv2:SetSecurityGroups")
def place_balancer(cloud: Cloud, request: Request) -> None:
    """A balancer has an interface in each of its subnets, with a public address when it faces the internet."""
    balancers = cloud.moto("elbv2", request.region).load_balancers
    wanted = request.parameters
    balancer = next(
        one for one in balancers.values() if one.arn == wanted.get("LoadBalancerArn") or one.name == wanted.get("Name")
    )
    _remove(cloud, request.region, balancer.arn)
    ec2 = cloud.ec2(request.region)
    for subnet in balancer.subnets:
        identifier = create_interface(ec2, subnet.id, balancer.security_groups, _description(balancer.arn))
        if balancer.scheme == "internet-facing":
            ec2.enis[identifier].public_ip = f"198.51.100.{random.randrange(1, 255)}"


@before("elbv2:DeleteLoadBalancer")
def keep_protected_balancer(cloud: Cloud, request: Request) -> None:
    balancer = cloud.moto("elbv2", request.region).load_balancers.get(request.parameters["LoadBalancerArn"])
    if balancer is not None and balancer.attrs.get("deletion_protection.enabled") == "true":
        message = f"Load balancer '{balancer.arn}' cannot be deleted because deletion protection is enabled"
        raise AwsError("OperationNotPermitted", message)


@after("elbv2:DeleteLoadBalancer")
def remove_interfaces(cloud: Cloud, request: Request) -> None:
    _remove(cloud, request.region, request.parameters["LoadBalancerArn"])


def _remove(cloud: Cloud, region: str, arn: str) -> None:
    ec2 = cloud.ec2(region)
    delete_interfaces(ec2, [one.id for one in ec2.enis.values() if one.description == _description(arn)])


def _description(arn: str) -> str:
    return f"ELB {arn.partition(':loadbalancer/')[2]}"
