"""Parameter groups and subnet groups of databases."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from ..errors import AwsError
from ..registry import after, answers, before
from ..request import Request


@after("rds:ModifyDBParameterGroup")
def mark_parameters(cloud: Cloud, request: Request) -> None:
    """Of all parameters that a group has, those are told apart that somebody has set."""
    parameters = _group(cloud, request).parameters
    for changed in request.parameters["Parameters"]:
        parameter = parameters[changed["ParameterName"]]
        parameter |= {"Source": "user", "IsModifiable": True, "ApplyType": "dynamic", "DataType": "string"}


@answers("rds:ResetDBParameterGroup")
def reset_parameters(cloud: Cloud, request: Request) -> dict[str, Any]:
    group = _group(cloud, request)
    names = [parameter["ParameterName"] for parameter in request.parameters.get("Parameters", [])]
    for name in list(group.parameters) if request.parameters.get("ResetAllParameters") else names:
        group.parameters.pop(name, None)
    return {"DBParameterGroupName": group.name}


@before("rds:DeleteDBParameterGroup")
def keep_used_parameters(cloud: Cloud, request: Request) -> None:
    name = request.parameters["DBParameterGroupName"].lower()
    if any(instance.db_parameter_group_name == name for instance in _instances(cloud, request)):
        raise AwsError(
            "InvalidDBParameterGroupState",
            f"One or more database instances are still members of this parameter group {name}, so the group cannot be "
            "deleted",
        )


@before("rds:DeleteDBSubnetGroup")
def keep_used_subnets(cloud: Cloud, request: Request) -> None:
    name = request.parameters["DBSubnetGroupName"].lower()
    users = [one for one in _instances(cloud, request) if (one._db_subnet_group_name or "").lower() == name]
    if users:
        raise AwsError(
            "InvalidDBSubnetGroupStateFault",
            f"Cannot delete the subnet group '{name}' because at least one database instance: "
            f"{users[0].db_instance_identifier} is still using it.",
        )


@before("rds:CreateDBSubnetGroup", "rds:ModifyDBSubnetGroup")
def check_zones(cloud: Cloud, request: Request) -> None:
    ec2 = cloud.ec2(request.region)
    subnets = [ec2.get_subnet(subnet) for subnet in request.parameters["SubnetIds"]]
    if len({subnet.availability_zone for subnet in subnets}) < 2:
        raise AwsError(
            "DBSubnetGroupDoesNotCoverEnoughAZs",
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
            f"{sorted({subnet.availability_zone for subnet in subnets})}. Add subnets to cover at least 2 AZs.",
        )
    existing = cloud.moto("rds", request.region).subnet_groups.get(request.parameters["DBSubnetGroupName"].lower())
    if existing is not None and request.operation == "CreateDBSubnetGroup":
        raise AwsError("DBSubnetGroupAlreadyExists", f"The DB subnet group '{existing.name}' already exists.")
    if existing is not None and {subnet.vpc_id for subnet in subnets} != {existing.vpc_id}:
        raise AwsError("InvalidParameterValue", "The new Subnets are not in the same Vpc as the existing subnet group")


def _group(cloud: Cloud, request: Request) -> Any:
    name = request.parameters["DBParameterGroupName"].lower()
    group = cloud.moto("rds", request.region).db_parameter_groups.get(name)
    if group is None:
        raise AwsError("DBParameterGroupNotFound", f"DBParameterGroup not found: {name}")
    return group


def _instances(cloud: Cloud, request: Request) -> list[Any]:
    return list(cloud.moto("rds", request.region).databases.values())
