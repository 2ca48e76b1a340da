"""Clusters: creation, changes and deletion, by the rules of EKS."""

from __future__ import annotations

import base64
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from ..cloud import Cloud
from ..errors import AwsError
from ..registry import answers
from ..request import Request
from . import network
from .access_entries import admit_creator
from .cluster import Cluster, find_cluster, in_use, page
from .configuration import all_log_types, checked_endpoints
from .roles import require_role

_LATEST_VERSION = "1.35"


@answers("eks:CreateCluster")
def create_cluster(cloud: Cloud, request: Request) -> dict[str, Any]:
    wanted = request.parameters
    if wanted["name"] in cloud.clusters[request.region]:
        raise in_use(f"Cluster already exists with name: {wanted['name']}", clusterName=wanted["name"])
    require_role(cloud, wanted["roleArn"], "eks.amazonaws.com")
    cluster = _new_cluster(cloud, request)
    network.place_control_plane(cloud, cluster)
    cloud.clusters[request.region][cluster.name] = cluster
    network.ensure_log_group(cloud, cluster)
    if cluster.description["accessConfig"]["bootstrapClusterCreatorAdminPermissions"]:
        admit_creator(cluster)
    cloud.waiting.then("creating", "cluster", lambda: _activate(cloud, cluster))
    return {"cluster": cluster.description}


def _new_cluster(cloud: Cloud, request: Request) -> Cluster:
    wanted = request.parameters
    bootstraps = wanted.get("bootstrapSelfManagedAddons", True)
    cluster = Cluster(request.region, cloud.settings.account, {"name": wanted["name"]}, bootstraps)
    cluster.description |= {
        "arn": cluster.arn("cluster"),
        "createdAt": datetime.now(timezone.utc),
        "version": wanted.get("version", _LATEST_VERSION),
        "roleArn": wanted["roleArn"],
        "resourcesVpcConfig": checked_endpoints(
            {
                "securityGroupIds": [],
                "endpointPublicAccess": True,
                "endpointPrivateAccess": False,
                **wanted["resourcesVpcConfig"],
            }
        ),
        "kubernetesNetworkConfig": {
            "serviceIpv4Cidr": "172.20.0.0/16",
            "ipFamily": "ipv4",
            "elasticLoadBalancing": {"enabled": False},
            **wanted.get("kubernetesNetworkConfig", {}),
        },
        "logging": all_log_types(wanted.get("logging")),
        "status": "CREATING",
        "certificateAuthority": {},
        "platformVersion": "eks.1",
        "tags": wanted.get("tags", {}),
        "encryptionConfig": wanted.get("encryptionConfig"),
        "health": {"issues": []},
        "accessConfig": {
            "authenticationMode": "CONFIG_MAP",
            "bootstrapClusterCreatorAdminPermissions": True,
            **wanted.get("accessConfig", {}),
        },
        "upgradePolicy": {"supportType": "EXTENDED", **wanted.get("upgradePolicy", {})},
        "zonalShiftConfig": wanted.get("zonalShiftConfig"),
        "deletionProtection": wanted.get("deletionProtection", False),
    }
    return cluster


def _activate(cloud: Cloud, cluster: Cluster) -> None:
    identifier = uuid4().hex.upper()
    certificate = f"-----BEGIN CERTIFICATE-----\n{identifier}\n-----END CERTIFICATE-----\n"
    cluster.description |= {
        "status": "ACTIVE",
        "endpoint": f"https://{identifier}.gr7.{cluster.region}.eks.amazonaws.com",
        "certificateAuthority": {"data": base64.b64encode(certificate.encode()).decode()},
        "identity": {"oidc": {"issuer": f"https://oidc.eks.{cluster.region}.amazonaws.com/id/{identifier}"}},
    }


@answers("eks:DescribeCluster")
def describe_cluster(cloud: Cloud, request: Request) -> dict[str, Any]:
    description = dict(find_cluster(cloud, request).description)
    settings = cloud.settings
    if settings.cluster_endpoint and "endpoint" in description:
        description["endpoint"] = settings.cluster_endpoint
    if settings.cluster_certificate_authority and "endpoint" in description:
        description["certificateAuthority"] = {"data": settings.cluster_certificate_authority}
    return {"cluster": description}


@answers("eks:ListClusters")
def list_clusters(cloud: Cloud, request: Request) -> dict[str, Any]:
    return page(request, list(cloud.clusters[request.region]), "clusters")


@answers("eks:DeleteCluster")
def delete_cluster(cloud: Cloud, request: Request) -> dict[str, Any]:
    cluster = find_cluster(cloud, request)
    if cluster.description["status"] in ("CREATING", "UPDATING"):
        raise in_use(f"Cannot delete because cluster {cluster.name} currently has an update in progress")
    if cluster.description["deletionProtection"]:
        raise AwsError(
            "InvalidRequestException",
            f"Cluster {cluster.name} cannot be deleted because deletion protection is enabled",
            clusterName=cluster.name,
        )
    if cluster.node_groups:
        names = ",".join(cluster.node_groups)
        raise in_use("Cluster has nodegroups attached", clusterName=cluster.name, nodegroupName=names)
    cluster.description["status"] = "DELETING"

    def finish() -> None:
        cloud.clusters[request.region].pop(cluster.name, None)
        network.remove_control_plane(cloud, cluster)

    cloud.waiting.then("deleting", "cluster", finish)
    return {"cluster": cluster.description}
