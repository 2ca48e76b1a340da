"""Pod identities: which service accounts take on which roles of IAM."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from ..cloud import Cloud
from ..registry import answers
from ..request import Request
from .cluster import Cluster, find_cluster, find_running_cluster, in_use, invalid, not_found

_CHANGEABLE = ("roleArn", "disableSessionTags", "targetRoleArn", "policy")


@answers("eks:CreatePodIdentityAssociation")
def create_pod_identity(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_running_cluster(cloud, request)
    wanted = request.parameters
    subject = (wanted["namespace"], wanted["serviceAccount"])
    for existing in cluster.pod_identities.values():
        if (existing["namespace"], existing["serviceAccount"]) == subject:
            raise in_use(f"Association already exists: {existing['associationId']}", clusterName=cluster.name)
    _require_role(cloud, wanted["roleArn"])
    identifier = f"a-{uuid4().hex[:17]}"
    now = datetime.now(timezone.utc)
    association = {
        "clusterName": cluster.name,
        "namespace": wanted["namespace"],
        "serviceAccount": wanted["serviceAccount"],
        "associationArn": cluster.arn("podidentityassociation", identifier),
        "associationId": identifier,
        "tags": wanted.get("tags", {}),
        "createdAt": now,
        "modifiedAt": now,
        "disableSessionTags": False,
        **{name: wanted[name] for name in _CHANGEABLE if name in wanted},
    }
    cluster.pod_identities[identifier] = association
    return {"association": association}


@answers("eks:DescribePodIdentityAssociation")
def describe_pod_identity(cloud: Cloud, request: Request) -> dict[str, Any]:
    return {"association": _find_association(find_cluster(cloud, request), request)}


@answers("eks:ListPodIdentityAssociations")
def list_pod_identities(cloud: Cloud, request: Request) -> dict[str, Any]:
    associations = find_cluster(cloud, request).pod_identities.values()
    wanted = {name: request.parameters[name] for name in ("namespace", "serviceAccount") if name in request.parameters}
    return {"associations": [one for one in associations if all(one[name] == value for name, value in wanted.items())]}


@answers("eks:UpdatePodIdentityAssociation")
def update_pod_identity(cloud: Cloud, request: Request) -> dict[str, Any]:
    association = _find_association(find_running_cluster(cloud, request), request)
    values = {name: request.parameters[name] for name in _CHANGEABLE if name in request.parameters}
    if "roleArn" in values:
        _require_role(cloud, values["roleArn"])
    association |= {**values, "modifiedAt": datetime.now(timezone.utc)}
    return {"association": association}


@answers("eks:DeletePodIdentityAssociation")
def delete_pod_identity(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_cluster(cloud, request)
    return {"association": cluster.pod_identities.pop(_find_association(cluster, request)["associationId"])}


def _find_association(cluster: Cluster, request: Request) -> dict[str, Any]:
    identifier = request.parameters["associationId"]
    if identifier not in cluster.pod_identities:
        raise not_found(f"Unable to find the association ID: {identifier}")
    return cluster.pod_identities[identifier]


def _require_role(cloud: Cloud, arn: str) -> None:
    if cloud.role(arn) is None:
        raise invalid(f"Role provided in the request does not exist: {arn}")
