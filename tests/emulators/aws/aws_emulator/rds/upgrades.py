"""Changes of database instances that RDS refuses."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from ..errors import AwsError
from ..registry import before
from ..request import Request
from .instances import check_log_types, find_instance


@before("rds:ModifyDBInstance")
def check_upgrade(cloud: Cloud, request: Request) -> None:
    instance = find_instance(cloud, request)
    wanted = request.parameters.get("EngineVersion")
    if instance is None or wanted is None:
        return
    before_major, major = _major(instance.engine_version), _major(wanted)
    if major < before_major:
        message = f"Cannot upgrade {instance.engine} from {instance.engine_version} to {wanted}"
        raise AwsError("InvalidParameterCombination", message)
    if major == before_major:
        return
    if not request.parameters.get("AllowMajorVersionUpgrade"):
        message = "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version."
        raise AwsError("InvalidParameterCombination", message)
    group = request.parameters.get("DBParameterGroupName")
    if group is None and not instance.db_parameter_group_name.startswith("default."):
        message = (
            f"The current DB instance parameter group {instance.db_parameter_group_name} is custom. You must "
            "explicitly specify a new DB parameter group, either default or custom, for the engine version upgrade."
        )
        raise AwsError("InvalidParameterCombination", message)


@before("rds:CreateDBInstance", "rds:ModifyDBInstance")
def check_family(cloud: Cloud, request: Request) -> None:
    """Settings belong to a major version."""
    instance = find_instance(cloud, request) if request.operation == "ModifyDBInstance" else None
    name = request.parameters.get("DBParameterGroupName")
    groups = cloud.moto("rds", request.region).db_parameter_groups
    group = groups.get(name) if name else None
    version = request.parameters.get("EngineVersion") or (instance.engine_version if instance else None)
    engine = instance.engine if instance else request.parameters.get("Engine")
    if group is None or version is None:
        return
    family = f"{engine}{_major(version)}"
    if group.family != family:
        message = (
            f"The Parameter Group {name} with DBParameterGroupFamily {group.family} can't be used for this instance. "
            f"Please use a Parameter Group with DBParameterGroupFamily {family}"
        )
        raise AwsError("InvalidParameterCombination", message)


@before("rds:ModifyDBInstance")
def check_change(cloud: Cloud, request: Request) -> None:
    instance: Any = find_instance(cloud, request)
    if instance is None:
        return
    exports = request.parameters.get("CloudwatchLogsExportConfiguration", {})
    check_log_types(exports.get("EnableLogTypes", []), instance.engine)
    storage = request.parameters.get("AllocatedStorage")
    if storage is not None and storage < int(instance.allocated_storage):
        message = f"Requested storage size ({storage}) is less than the current one ({instance.allocated_storage})"
        raise AwsError("InvalidParameterCombination", message)


def _major(version: str) -> int:
    return int(version.split(".")[0])
