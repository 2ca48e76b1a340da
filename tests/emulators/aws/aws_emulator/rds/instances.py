"""Database instances: what they are besides what moto remembers, and how long it takes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.kms.utils import RESERVED_ALIASE_TARGET_KEY_IDS

from ..cloud import Cloud
from ..ec2.interfaces import create_interface, delete_interfaces
from ..errors import AwsError
from ..registry import after, before
from ..request import Request

# what moto drops, by the name of the parameter: the attribute that it would read, and AWS's default
_DROPPED = {
    "EnablePerformanceInsights": ("performance_insights_enabled", False),
    "PerformanceInsightsRetentionPeriod": ("performance_insights_retention_period", None),
    "PerformanceInsightsKMSKeyId": ("performance_insights_kms_key_id", None),
    "MonitoringInterval": ("monitoring_interval", 0),
    "MonitoringRoleArn": ("monitoring_role_arn", None),
    "DatabaseInsightsMode": ("database_insights_mode", "standard"),
    "EngineLifecycleSupport": ("engine_lifecycle_support", "open-source-rds-extended-support"),
    "NetworkType": ("network_type", "IPV4"),
    "CACertificateIdentifier": ("ca_certificate_identifier", "rds-ca-rsa2048-g1"),
}
_LATEST_MINOR = 6
_LOG_TYPES = ("iam-db-auth-error", "postgresql", "upgrade")


@before("rds:CreateDBInstance")
def check_instance(cloud: Cloud, request: Request) -> None:
    wanted = request.parameters
    if wanted.get("ManageMasterUserPassword") and "MasterUserPassword" in wanted:
        raise AwsError(
            "InvalidParameterCombination",
            "You can't specify MasterUserPassword when ManageMasterUserPassword is true.",
        )
    check_log_types(wanted.get("EnableCloudwatchLogsExports", []), wanted["Engine"])
    rds = cloud.moto("rds", request.region)
    subnets = rds.subnet_groups.get(wanted.get("DBSubnetGroupName", "").lower())
    ec2 = cloud.ec2(request.region)
    for identifier in wanted.get("VpcSecurityGroupIds", []):
        group = ec2.get_security_group_from_id(identifier)
        if group is None:
            raise AwsError("InvalidParameterValue", f"Invalid security group , groupId= {identifier}, groupName=.")
        if subnets is not None and group.vpc_id != subnets.vpc_id:
            raise AwsError(
                "InvalidVPCNetworkStateFault",
                "The DB instance and EC2 security group are in different VPCs. The DB instance is in "
                f"{subnets.vpc_id} and the EC2 security group is in {group.vpc_id}",
            )


@after("rds:CreateDBInstance")
def complete_instance(cloud: Cloud, request: Request) -> dict[str, Any]:
    wanted = request.parameters
    instance = find_instance(cloud, request)
    for name, (attribute, default) in _DROPPED.items():
        setattr(instance, attribute, wanted.get(name, default))
    instance.dbi_resource_id = f"db-{uuid4().hex[:26].upper()}"
    if "." not in instance.engine_version:
        # by the major version one asks for the newest minor one
        instance.engine_version = f"{instance.engine_version}.{_LATEST_MINOR}"
    if instance.storage_encrypted and "KmsKeyId" not in wanted:
        instance.kms_key_id = _default_key(cloud, request.region)
    _complete_insights(cloud, request.region, instance)
    _place(cloud, request.region, instance)
    _ensure_log_groups(cloud, request.region, instance)
    _occupy(cloud, instance, "creating")
    return {"DBInstance": instance}


@before("rds:ModifyDBInstance", "rds:DeleteDBInstance")
def wait_for_instance(cloud: Cloud, request: Request) -> None:
    instance = find_instance(cloud, request)
    if instance is not None and instance.status in ("creating", "modifying", "deleting"):
        message = f"Instance {instance.db_instance_identifier} is not in available state: it is {instance.status}."
        raise AwsError("InvalidDBInstanceState", message)


@after("rds:ModifyDBInstance")
def change_instance(cloud: Cloud, request: Request) -> dict[str, Any]:
    instance = find_instance(cloud, request)
    for name, (attribute, _) in _DROPPED.items():
        if name in request.parameters:
            setattr(instance, attribute, request.parameters[name])
    _complete_insights(cloud, request.region, instance)
    _place(cloud, request.region, instance)
    _ensure_log_groups(cloud, request.region, instance)
    _occupy(cloud, instance, "modifying")
    return {"DBInstance": instance}


def find_instance(cloud: Cloud, request: Request) -> Any:
    wanted = request.parameters
    name = wanted.get("NewDBInstanceIdentifier") or wanted["DBInstanceIdentifier"]
    databases = cloud.moto("rds", request.region).databases
    return databases.get(name.lower()) or databases.get(wanted["DBInstanceIdentifier"].lower())


def check_log_types(types: list[str], engine: str) -> None:
    unknown = [type_ for type_ in types if engine == "postgres" and type_ not in _LOG_TYPES]
    if unknown:
        message = f"You cannot use the log types '{', '.join(unknown)}' with engine {engine}."
        raise AwsError("InvalidParameterCombination", message)


def remove_interfaces(cloud: Cloud, region: str, instance: Any) -> None:
    delete_interfaces(cloud.ec2(region), getattr(instance, "interfaces", []))


def _place(cloud: Cloud, region: str, instance: Any) -> None:
    """An interface in one of the subnets, and another for the standby."""
    if getattr(instance, "_db_subnet_group_name", None) is None:
        return
    remove_interfaces(cloud, region, instance)
    subnets = [subnet["SubnetIdentifier"] for subnet in instance.db_subnet_group.subnets]
    groups = instance.vpc_security_group_ids
    ec2 = cloud.ec2(region)
    used = subnets[: 2 if instance.multi_az else 1]
    instance.interfaces = [create_interface(ec2, subnet, groups, "RDSNetworkInterface") for subnet in used]


def _ensure_log_groups(cloud: Cloud, region: str, instance: Any) -> None:
    """RDS creates the groups of its logs when nobody has, keeps them for ever and never deletes them."""
    logs = cloud.moto("logs", region)
    for type_ in instance.enabled_cloudwatch_logs_exports:
        name = f"/aws/rds/instance/{instance.db_instance_identifier}/{type_}"
        if name not in logs.groups:
            logs.create_log_group(name, {})


def _complete_insights(cloud: Cloud, region: str, instance: Any) -> None:
    if not instance.performance_insights_enabled:
        instance.performance_insights_retention_period = None
        instance.performance_insights_kms_key_id = None
        return
    instance.performance_insights_retention_period = instance.performance_insights_retention_period or 7
    instance.performance_insights_kms_key_id = instance.performance_insights_kms_key_id or _default_key(cloud, region)


def _default_key(cloud: Cloud, region: str) -> str:
    key = RESERVED_ALIASE_TARGET_KEY_IDS["alias/aws/rds"]
    return f"arn:aws:kms:{region}:{cloud.settings.account}:key/{key}"


def _occupy(cloud: Cloud, instance: Any, status: str) -> None:
    instance.status = status
    phase = "updating" if status == "modifying" else status
    cloud.waiting.then(phase, "instance", lambda: setattr(instance, "status", "available"))
