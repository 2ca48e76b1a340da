"""Managed node groups."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from ..cloud import Cloud
from ..registry import answers
from ..request import Request
from . import network
from .access_entries import admit_nodes, dismiss_nodes
from .cluster import Cluster, find_active_cluster, find_cluster, in_use, page
from .node_group_checks import check_scaling, checked_template, checked_version, find_group, find_idle_group
from .node_health import issue_of
from .roles import require_role


@answers("eks:CreateNodegroup")
def create_node_group(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_active_cluster(cloud, request)
    wanted = request.parameters
    name = wanted["nodegroupName"]
    if name in cluster.node_groups:
        message = f"NodeGroup already exists with name {name} and cluster name {cluster.name}"
        raise in_use(message, clusterName=cluster.name, nodegroupName=name)
    require_role(cloud, wanted["nodeRole"], "ec2.amazonaws.com")
    network.subnets_of(cloud, cluster.region, wanted["subnets"])
    group = _new_group(cloud, cluster, wanted)
    cluster.node_groups[name] = group
    network.place_nodes(cloud, cluster, group)
    admit_nodes(cluster, group["nodeRole"])
    cloud.waiting.then("creating", "node-group", lambda: _start_nodes(cloud, cluster, group))
    return {"nodegroup": group}


def _start_nodes(cloud: Cloud, cluster: Cluster, group: dict[str, Any]) -> None:
    issue = issue_of(cloud, cluster, group)
    if issue is None:
        group["status"] = "ACTIVE"
    else:
        group |= {"status": "CREATE_FAILED", "health": {"issues": [issue]}}


def _new_group(cloud: Cloud, cluster: Cluster, wanted: dict[str, Any]) -> dict[str, Any]:
    version = checked_version(cluster, wanted.get("version", cluster.version))
    scaling = wanted.get("scalingConfig", {"minSize": 1, "maxSize": 2, "desiredSize": 2})
    check_scaling(scaling)
    template = checked_template(cloud, cluster, wanted)
    now = datetime.now(timezone.utc)
    identifier = str(uuid4())
    group = {
        "nodegroupName": wanted["nodegroupName"],
        "nodegroupArn": cluster.arn("nodegroup", wanted["nodegroupName"], identifier),
        "clusterName": cluster.name,
        "version": version,
        "releaseVersion": wanted.get("releaseVersion", f"{version}.0-20251101"),
        "createdAt": now,
        "modifiedAt": now,
        "status": "CREATING",
        "capacityType": wanted.get("capacityType", "ON_DEMAND"),
        "scalingConfig": scaling,
        "instanceTypes": wanted.get("instanceTypes"),
        "subnets": wanted["subnets"],
        "remoteAccess": wanted.get("remoteAccess"),
        "amiType": wanted.get("amiType", "AL2023_x86_64_STANDARD"),
        "nodeRole": wanted["nodeRole"],
        "labels": wanted.get("labels", {}),
        "taints": wanted.get("taints", []),
        "resources": {"autoScalingGroups": [{"name": f"eks-{wanted['nodegroupName']}-{identifier}"}]},
        "diskSize": wanted.get("diskSize"),
        "health": {"issues": []},
        "updateConfig": wanted.get("updateConfig", {"maxUnavailable": 1}),
        "nodeRepairConfig": wanted.get("nodeRepairConfig"),
        "launchTemplate": template,
        "tags": wanted.get("tags", {}),
    }
    if template is None:
        # both can be in the template, and are not told then
        group["instanceTypes"] = group["instanceTypes"] or ["t3.medium"]
        group["diskSize"] = group["diskSize"] or 20
    return group


@answers("eks:DescribeNodegroup")
def describe_node_group(cloud: Cloud, request: Request) -> dict[str, Any]:
    return {"nodegroup": find_group(find_cluster(cloud, request), request)}


@answers("eks:ListNodegroups")
def list_node_groups(cloud: Cloud, request: Request) -> dict[str, Any]:
    return page(request, list(find_cluster(cloud, request).node_groups), "nodegroups")


@answers("eks:DeleteNodegroup")
def delete_node_group(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_cluster(cloud, request)
    group = find_idle_group(cluster, request)
    group["status"] = "DELETING"

    def finish() -> None:
        cluster.node_groups.pop(group["nodegroupName"], None)
        network.remove_nodes(cloud, cluster, group["nodegroupName"])
        dismiss_nodes(cluster, group["nodeRole"])

    cloud.waiting.then("deleting", "node-group", finish)
    return {"nodegroup": group}
