"""Changes of node groups."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from ..registry import answers
from ..request import Request
from . import network
from .cluster import find_cluster, invalid, minor
from .node_group_checks import check_scaling, checked_template, checked_version, find_idle_group
from .updates import begin_update


@answers("eks:UpdateNodegroupConfig")
def update_node_group_config(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_cluster(cloud, request)
    group = find_idle_group(cluster, request)
    wanted = request.parameters
    values: dict[str, Any] = {name: wanted[name] for name in ("updateConfig", "nodeRepairConfig") if name in wanted}
    if "scalingConfig" in wanted:
        values["scalingConfig"] = {**group["scalingConfig"], **wanted["scalingConfig"]}
        check_scaling(values["scalingConfig"])
    if "labels" in wanted:
        removed = wanted["labels"].get("removeLabels", [])
        kept = {key: value for key, value in group["labels"].items() if key not in removed}
        values["labels"] = kept | wanted["labels"].get("addOrUpdateLabels", {})
    if "taints" in wanted:
        changed = [*wanted["taints"].get("removeTaints", []), *wanted["taints"].get("addOrUpdateTaints", [])]
        keys = [(taint["key"], taint["effect"]) for taint in changed]
        kept_taints = [taint for taint in group["taints"] if (taint["key"], taint["effect"]) not in keys]
        values["taints"] = kept_taints + wanted["taints"].get("addOrUpdateTaints", [])
    update = begin_update(cloud, cluster, "node-group", group, "ConfigUpdate", values)
    network.place_nodes(cloud, cluster, {**group, **values})
    return update


@answers("eks:UpdateNodegroupVersion")
def update_node_group_version(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_cluster(cloud, request)
    group = find_idle_group(cluster, request)
    wanted = request.parameters
    version = checked_version(cluster, wanted.get("version", cluster.version))
    if minor(version) < minor(group["version"]):
        raise invalid(f"Requested version {version} is lower than the node group's version {group['version']}")
    values = {"version": version, "releaseVersion": wanted.get("releaseVersion", f"{version}.0-20251101")}
    if "launchTemplate" in wanted:
        template = checked_template(cloud, cluster, wanted)
        if template is None or (group["launchTemplate"] or {}).get("id") != template["id"]:
            raise invalid("Launch template of a node group cannot be changed; only its version can")
        values["launchTemplate"] = template
    return begin_update(cloud, cluster, "node-group", group, "VersionUpdate", values)
