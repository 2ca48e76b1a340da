"""Changes of clusters."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from ..registry import answers
from ..request import Request
from . import network
from .cluster import find_active_cluster, invalid, minor
from .configuration import all_log_types, checked_endpoints
from .updates import begin_update

_MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"]

# what can be changed, one at a time, and how EKS calls the change
_UPDATE_TYPES = {
    "resourcesVpcConfig": "EndpointAccessUpdate",
    "logging": "LoggingUpdate",
    "accessConfig": "AccessConfigUpdate",
    "upgradePolicy": "UpgradePolicyUpdate",
    "zonalShiftConfig": "ZonalShiftConfigUpdate",
    "deletionProtection": "DeletionProtectionUpdate",
}


@answers("eks:UpdateClusterConfig")
def update_cluster_config(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_active_cluster(cloud, request)
    wanted = {name: request.parameters[name] for name in _UPDATE_TYPES if name in request.parameters}
    if len(wanted) != 1:
        raise invalid("Only one type of update can be allowed.", clusterName=cluster.name)
    name, value = next(iter(wanted.items()))
    before = cluster.description[name] or {}
    if name == "logging":
        value = all_log_types(value, before)
    elif name == "resourcesVpcConfig":
        value = checked_endpoints({**before, **value})
    elif isinstance(value, dict):
        value = {**before, **value}
    if value == before:
        raise invalid(
            f"Cluster is already at the desired configuration with {name}: {request.parameters[name]}",
            clusterName=cluster.name,
        )
    if name == "accessConfig":
        _check_mode(before["authenticationMode"], value["authenticationMode"])
    update = begin_update(cloud, cluster, "cluster", cluster.description, _UPDATE_TYPES[name], {name: value})
    if name == "logging":
        network.ensure_log_group(cloud, cluster)
    return update


@answers("eks:UpdateClusterVersion")
def update_cluster_version(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_active_cluster(cloud, request)
    version = request.parameters["version"]
    if minor(version) != minor(cluster.version) + 1:
        raise invalid(
            f"Unsupported Kubernetes minor version update from {cluster.version} to {version}", clusterName=cluster.name
        )
    # a kubelet may be three versions behind
    late = [name for name, group in cluster.node_groups.items() if minor(group["version"]) < minor(version) - 3]
    if late:
        message = f"Nodegroups {late} must be updated to match cluster version {cluster.version} before updating it"
        raise invalid(message, clusterName=cluster.name)
    return begin_update(cloud, cluster, "cluster", cluster.description, "VersionUpdate", {"version": version})


@answers("eks:AssociateEncryptionConfig")
def associate_encryption_config(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_active_cluster(cloud, request)
    if cluster.description["encryptionConfig"]:
        raise invalid("Encryption is already enabled on the cluster and cannot be changed", clusterName=cluster.name)
    values = {"encryptionConfig": request.parameters["encryptionConfig"]}
    return begin_update(cloud, cluster, "cluster", cluster.description, "AssociateEncryptionConfig", values)


def _check_mode(before: str, wanted: str) -> None:
    if _MODES.index(wanted) < _MODES.index(before):
        raise invalid(f"Unsupported authentication mode update from {before} to {wanted}")
