"""A cluster and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..cloud import Cloud
from ..errors import AwsError
from ..request import Request


@dataclass
class Cluster:
    region: str
    account: str
    # in the shape of AWS's model, like everything below
    description: dict[str, Any]
    # whether EKS puts the network plugin and others into it, which are no add-ons then
    bootstraps_add_ons: bool
    node_groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    add_ons: dict[str, dict[str, Any]] = field(default_factory=dict)
    access_entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    # policies of access entries by the ARN of the principal
    access_policies: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    pod_identities: dict[str, dict[str, Any]] = field(default_factory=dict)
    updates: dict[str, dict[str, Any]] = field(default_factory=dict)
    # network interfaces of the control plane, and of the nodes by the name of their group
    interfaces: list[str] = field(default_factory=list)
    node_interfaces: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.description["name"]

    @property
    def version(self) -> str:
        return self.description["version"]

    @property
    def network(self) -> dict[str, Any]:
        return self.description["resourcesVpcConfig"]

    def arn(self, kind: str, *rest: str) -> str:
        return f"arn:aws:eks:{self.region}:{self.account}:{kind}/{'/'.join((self.name, *rest))}"

    def tagged(self) -> list[tuple[str, dict[str, str]]]:
        """ARN and tags of the cluster and of everything in it."""
        kinds = (
            ("nodegroupArn", self.node_groups),
            ("addonArn", self.add_ons),
            ("accessEntryArn", self.access_entries),
            ("associationArn", self.pod_identities),
        )
        things = [(thing[arn], thing["tags"]) for arn, kind in kinds for thing in kind.values()]
        return [(self.description["arn"], self.description["tags"]), *things]


def minor(version: str) -> int:
    """35 of 1.35: there is only one major version."""
    return int(version.split(".")[1])


def find_cluster(cloud: Cloud, request: Request) -> Cluster:
    # some operations call it name, the others clusterName
    name = request.parameters.get("clusterName") or request.parameters["name"]
    cluster = cloud.clusters[request.region].get(name)
    if cluster is None:
        raise not_found(f"No cluster found for name: {name}.", clusterName=name)
    return cluster


def find_active_cluster(cloud: Cloud, request: Request) -> Cluster:
    """The cluster, when something can be put into it or changed in it."""
    cluster = find_cluster(cloud, request)
    status = cluster.description["status"]
    if status == "UPDATING":
        raise in_use(f"Cannot {request.operation} because cluster {cluster.name} currently has an update in progress")
    if status != "ACTIVE":
        raise AwsError("InvalidRequestException", f"Cluster '{cluster.name}' is not in ACTIVE status")
    return cluster


def find_running_cluster(cloud: Cloud, request: Request) -> Cluster:
    """The cluster, when it can be asked and told who may do what in it."""
    cluster = find_cluster(cloud, request)
    if cluster.description["status"] not in ("ACTIVE", "UPDATING"):
        raise AwsError("InvalidRequestException", f"Cluster '{cluster.name}' is not in ACTIVE status")
    return cluster


def not_found(message: str, **fields: Any) -> AwsError:
    return AwsError("ResourceNotFoundException", message, **fields)


def in_use(message: str, **fields: Any) -> AwsError:
    return AwsError("ResourceInUseException", message, **fields)


def invalid(message: str, **fields: Any) -> AwsError:
    return AwsError("InvalidParameterException", message, **fields)


def page(request: Request, names: list[str], result: str) -> dict[str, Any]:
    """A part of a list; the token is the name that the next part begins with."""
    names = sorted(names)
    size = request.parameters.get("maxResults") or 100
    start = names.index(request.parameters["nextToken"]) if request.parameters.get("nextToken") in names else 0
    rest = names[start + size :]
    return {result: names[start : start + size], "nextToken": rest[0] if rest else None}
