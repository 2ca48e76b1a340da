"""Add-ons."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from ..cloud import Cloud
from ..registry import answers
from ..request import Request
from .cluster import Cluster, find_active_cluster, find_cluster, in_use, invalid, not_found, page
from .updates import begin_update

# these run as Deployments: without a node their pods cannot start
_NEED_NODES = ("aws-ebs-csi-driver", "aws-efs-csi-driver", "coredns", "external-dns", "metrics-server")


@answers("eks:CreateAddon")
def create_add_on(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_active_cluster(cloud, request)
    wanted = request.parameters
    name = wanted["addonName"]
    if name in cluster.add_ons:
        raise in_use("Addon already exists.", clusterName=cluster.name, addonName=name)
    now = datetime.now(timezone.utc)
    add_on = {
        "addonName": name,
        "clusterName": cluster.name,
        "status": "CREATING",
        "addonVersion": _checked_version(cloud, cluster, name, wanted.get("addonVersion")),
        "health": {"issues": []},
        "addonArn": cluster.arn("addon", name, str(uuid4())),
        "createdAt": now,
        "modifiedAt": now,
        "serviceAccountRoleArn": wanted.get("serviceAccountRoleArn"),
        "tags": wanted.get("tags", {}),
        "configurationValues": _checked_configuration(wanted.get("configurationValues")),
        "podIdentityAssociations": [],
    }
    cluster.add_ons[name] = add_on
    cloud.waiting.then("creating", "add-on", lambda: add_on.update(status="ACTIVE"))
    return {"addon": add_on}


@answers("eks:DescribeAddon")
def describe_add_on(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_cluster(cloud, request)
    add_on = _find_add_on(cluster, request)
    nodes = any(group["scalingConfig"]["desiredSize"] for group in cluster.node_groups.values())
    if add_on["addonName"] not in _NEED_NODES or nodes or add_on["status"] != "ACTIVE":
        return {"addon": add_on}
    issue = {
        "code": "InsufficientNumberOfReplicas",
        "message": "The add-on is unhealthy because it doesn't have the desired number of replicas.",
    }
    return {"addon": {**add_on, "status": "DEGRADED", "health": {"issues": [issue]}}}


@answers("eks:ListAddons")
def list_add_ons(cloud: Cloud, request: Request) -> dict[str, Any]:
    return page(request, list(find_cluster(cloud, request).add_ons), "addons")


@answers("eks:UpdateAddon")
def update_add_on(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_active_cluster(cloud, request)
    add_on = _find_add_on(cluster, request)
    if add_on["status"] in ("CREATING", "UPDATING"):
        raise in_use(f"Cannot update addon because it is currently {add_on['status']}", addonName=add_on["addonName"])
    names = ("addonVersion", "serviceAccountRoleArn", "configurationValues")
    values = {name: request.parameters[name] for name in names if name in request.parameters}
    if "addonVersion" in values:
        _checked_version(cloud, cluster, add_on["addonName"], values["addonVersion"])
    _checked_configuration(values.get("configurationValues"))
    return begin_update(cloud, cluster, "add-on", add_on, "AddonUpdate", values)


@answers("eks:DeleteAddon")
def delete_add_on(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_cluster(cloud, request)
    add_on = _find_add_on(cluster, request)
    add_on["status"] = "DELETING"
    cloud.waiting.then("deleting", "add-on", lambda: cluster.add_ons.pop(add_on["addonName"], None))
    return {"addon": add_on}


@answers("eks:DescribeAddonVersions")
def describe_add_on_versions(cloud: Cloud, request: Request) -> dict[str, Any]:
    """What the table of the settings has; nothing without one."""
    wanted_name = request.parameters.get("addonName")
    wanted_version = request.parameters.get("kubernetesVersion")
    add_ons: dict[str, list[dict[str, Any]]] = {}
    for kubernetes, versions in (cloud.settings.add_on_versions or {}).items():
        if wanted_version not in (None, kubernetes):
            continue
        for name in versions:
            if wanted_name not in (None, name):
                continue
            for version in _published(cloud, kubernetes, name):
                compatible = {"clusterVersion": kubernetes, "platformVersions": ["*"], "defaultVersion": True}
                add_ons.setdefault(name, []).append(
                    {"addonVersion": version, "architecture": ["amd64", "arm64"], "compatibilities": [compatible]}
                )
    return {"addons": [{"addonName": name, "addonVersions": versions} for name, versions in add_ons.items()]}


def _find_add_on(cluster: Cluster, request: Request) -> dict[str, Any]:
    name = request.parameters["addonName"]
    if name not in cluster.add_ons:
        raise not_found(f"No addon: {name} found in cluster: {cluster.name}", clusterName=cluster.name, addonName=name)
    return cluster.add_ons[name]


def _published(cloud: Cloud, kubernetes: str, name: str) -> list[str]:
    published = (cloud.settings.add_on_versions or {}).get(kubernetes, {}).get(name, [])
    return [published] if isinstance(published, str) else published


def _checked_version(cloud: Cloud, cluster: Cluster, name: str, version: str | None) -> str:
    if cloud.settings.add_on_versions is None:
        return version or "v1.0.0-eksbuild.1"
    published = _published(cloud, cluster.version, name)
    if not published or (version is not None and version not in published):
        raise invalid("Addon version specified is not supported", clusterName=cluster.name, addonName=name)
    return version or published[0]


def _checked_configuration(values: str | None) -> str | None:
    if values:
        try:
            json.loads(values)
        except ValueError:
            # YAML is allowed too; what is neither begins like JSON
            if values.lstrip().startswith(("{", "[")):
                raise invalid("ConfigurationValue is not in valid JSON or YAML format") from None
    return values
