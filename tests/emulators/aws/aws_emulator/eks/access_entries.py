"""Access entries: which principals of IAM may do what in the cluster."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from ..cloud import Cloud
from ..errors import AwsError
from ..registry import answers
from ..request import Request
from .cluster import Cluster, find_running_cluster, in_use, not_found, page

_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


@answers("eks:CreateAccessEntry")
def create_access_entry(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = _find_cluster(cloud, request)
    wanted = request.parameters
    if wanted["principalArn"] in cluster.access_entries:
        raise in_use("The specified access entry resource is already in use on this cluster.", clusterName=cluster.name)
    # whether the principal exists is not looked at: people and their roles are made outside of a stack
    entry = _add_entry(cluster, wanted["principalArn"], wanted.get("type", "STANDARD"))
    entry |= {name: wanted[name] for name in ("kubernetesGroups", "username", "tags") if name in wanted}
    return {"accessEntry": entry}


def admit_creator(cluster: Cluster) -> None:
    """Whoever creates a cluster administers it, unless that is switched off."""
    creator = f"arn:aws:iam::{cluster.account}:root"
    _add_entry(cluster, creator, "STANDARD")
    _associate(cluster, creator, _ADMIN, {"type": "cluster", "namespaces": []})


def admit_nodes(cluster: Cluster, role: str) -> None:
    """EKS lets the nodes of its own groups in."""
    if cluster.description["accessConfig"]["authenticationMode"] != "CONFIG_MAP" and role not in cluster.access_entries:
        _add_entry(cluster, role, "EC2_LINUX")


def dismiss_nodes(cluster: Cluster, role: str) -> None:
    entry = cluster.access_entries.get(role)
    others = any(group["nodeRole"] == role for group in cluster.node_groups.values())
    if entry is not None and entry["type"] == "EC2_LINUX" and not others:
        _remove_entry(cluster, role)


@answers("eks:DescribeAccessEntry")
def describe_access_entry(cloud: Cloud, request: Request) -> dict[str, Any]:
    return {"accessEntry": _find_entry(_find_cluster(cloud, request), request)}


@answers("eks:ListAccessEntries")
def list_access_entries(cloud: Cloud, request: Request) -> dict[str, Any]:
    return page(request, list(_find_cluster(cloud, request).access_entries), "accessEntries")


@answers("eks:UpdateAccessEntry")
def update_access_entry(cloud: Cloud, request: Request) -> dict[str, Any]:
    entry = _find_entry(_find_cluster(cloud, request), request)
    entry |= {name: request.parameters[name] for name in ("kubernetesGroups", "username") if name in request.parameters}
    entry["modifiedAt"] = datetime.now(timezone.utc)
    return {"accessEntry": entry}


@answers("eks:DeleteAccessEntry")
def delete_access_entry(cloud: Cloud, request: Request) -> None:
    cluster = _find_cluster(cloud, request)
    _remove_entry(cluster, _find_entry(cluster, request)["principalArn"])


@answers("eks:AssociateAccessPolicy")
def associate_access_policy(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = _find_cluster(cloud, request)
    principal = _find_entry(cluster, request)["principalArn"]
    policy, scope = request.parameters["policyArn"], request.parameters["accessScope"]
    association = _associate(cluster, principal, policy, {"namespaces": [], **scope})
    return {"clusterName": cluster.name, "principalArn": principal, "associatedAccessPolicy": association}


@answers("eks:ListAssociatedAccessPolicies")
def list_associated_access_policies(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = _find_cluster(cloud, request)
    principal = _find_entry(cluster, request)["principalArn"]
    policies = list(cluster.access_policies[principal].values())
    return {"clusterName": cluster.name, "principalArn": principal, "associatedAccessPolicies": policies}


@answers("eks:DisassociateAccessPolicy")
def disassociate_access_policy(cloud: Cloud, request: Request) -> None:
    cluster = _find_cluster(cloud, request)
    policies = cluster.access_policies[_find_entry(cluster, request)["principalArn"]]
    if policies.pop(request.parameters["policyArn"], None) is None:
        raise not_found(f"The access policy is not associated: {request.parameters['policyArn']}")


def _find_cluster(cloud: Cloud, request: Request) -> Cluster:
    cluster = find_running_cluster(cloud, request)
    if cluster.description["accessConfig"]["authenticationMode"] == "CONFIG_MAP":
        raise AwsError(
            "InvalidRequestException",
            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this "
            "operation.",
            clusterName=cluster.name,
        )
    return cluster


def _find_entry(cluster: Cluster, request: Request) -> dict[str, Any]:
    principal = request.parameters["principalArn"]
    if principal not in cluster.access_entries:
        raise not_found(f"The specified principalArn could not be found: {principal}", clusterName=cluster.name)
    return cluster.access_entries[principal]


def _add_entry(cluster: Cluster, principal: str, type_: str) -> dict[str, Any]:
    now = datetime.now(timezone.utc)
    kind, _, name = principal.rpartition(":")[2].partition("/")
    entry = {
        "clusterName": cluster.name,
        "principalArn": principal,
        "kubernetesGroups": ["system:nodes"] if type_ == "EC2_LINUX" else [],
        "accessEntryArn": cluster.arn("access-entry", kind, cluster.account, name.split("/")[-1], str(uuid4())),
        "createdAt": now,
        "modifiedAt": now,
        "tags": {},
        "username": _user_name(principal, type_),
        "type": type_,
    }
    cluster.access_entries[principal] = entry
    cluster.access_policies[principal] = {}
    return entry


def _user_name(principal: str, type_: str) -> str:
    if type_ == "EC2_LINUX":
        return "system:node:{{EC2PrivateDNSName}}"
    if ":role/" in principal:
        return f"{principal.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/{{{{SessionName}}}}"
    return principal


def _remove_entry(cluster: Cluster, principal: str) -> None:
    cluster.access_entries.pop(principal)
    cluster.access_policies.pop(principal)


def _associate(cluster: Cluster, principal: str, policy: str, scope: dict[str, Any]) -> dict[str, Any]:
    now = datetime.now(timezone.utc)
    association = {"policyArn": policy, "accessScope": scope, "associatedAt": now, "modifiedAt": now}
    cluster.access_policies[principal][policy] = association
    return association
