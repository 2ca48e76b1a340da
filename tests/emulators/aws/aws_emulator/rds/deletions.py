"""Deletion of database instances."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from ..errors import AwsError
from ..registry import answers
from ..request import Request
from .instances import find_instance, remove_interfaces


@answers("rds:DeleteDBInstance")
def delete_instance(cloud: Cloud, request: Request) -> dict[str, Any]:
    """All is checked at once, and done when the time is over."""
    instance = find_instance(cloud, request)
    if instance is None:
        message = f"DBInstance {request.parameters['DBInstanceIdentifier']} not found."
        raise AwsError("DBInstanceNotFound", message)
    final, skipped = request.parameters.get("FinalDBSnapshotIdentifier"), request.parameters.get("SkipFinalSnapshot")
    if instance.deletion_protection:
        raise _refused("Cannot delete protected DB Instance, please disable deletion protection and try again.")
    if final is None and not skipped:
        raise _refused("FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.")
    if final is not None and skipped:
        raise _refused("FinalDBSnapshotIdentifier cannot be specified when SkipFinalSnapshot is specified.")
    rds = cloud.moto("rds", request.region)
    if final is not None and final in rds.database_snapshots:
        message = f"Cannot create the snapshot because a snapshot with the identifier {final} already exists."
        raise AwsError("DBSnapshotAlreadyExists", message)
    instance.status = "deleting"

    def finish() -> None:
        backups = request.parameters.get("DeleteAutomatedBackups", True)
        rds.delete_db_instance(instance.db_instance_identifier, final, skipped, backups)
        remove_interfaces(cloud, request.region, instance)

    cloud.waiting.then("deleting", "instance", finish)
    return {"DBInstance": instance}


def _refused(message: str) -> AwsError:
    return AwsError("InvalidParameterCombination", message)
