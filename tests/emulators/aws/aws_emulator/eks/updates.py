"""Updates of clusters, node groups and add-ons: they begin at once, and are done later."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from ..cloud import Cloud
from ..registry import answers
from ..request import Request
from .cluster import Cluster, find_cluster, not_found

Thing = dict[str, Any]


def begin_update(cloud: Cloud, cluster: Cluster, kind: str, thing: Thing, type_: str, values: Thing) -> Thing:
    """Puts the new values into the thing; until the time is over its status is UPDATING."""
    update: Thing = {
        "id": str(uuid4()),
        "status": "InProgress",
        "type": type_,
        "params": [{"type": name[0].upper() + name[1:], "value": str(value)} for name, value in values.items()],
        "createdAt": datetime.now(timezone.utc),
        "errors": [],
    }
    cluster.updates[update["id"]] = update
    thing["status"] = "UPDATING"

    def finish() -> None:
        thing.update(values, status="ACTIVE")
        update["status"] = "Successful"

    cloud.waiting.then("updating", kind, finish)
    return {"update": update}


@answers("eks:DescribeUpdate")
def describe_update(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_cluster(cloud, request)
    update = cluster.updates.get(request.parameters["updateId"])
    if update is None:
        raise not_found(f"No update found for ID: {request.parameters['updateId']}", clusterName=cluster.name)
    return {"update": update}


@answers("eks:ListUpdates")
def list_updates(cloud: Cloud, request: Request) -> dict[str, Any]:
    return {"updateIds": list(find_cluster(cloud, request).updates)}
