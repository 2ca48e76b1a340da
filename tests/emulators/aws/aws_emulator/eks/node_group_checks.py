"""What EKS looks at before it creates or changes a node group."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from ..request import Request
from .cluster import Cluster, in_use, invalid, minor, not_found


def find_group(cluster: Cluster, request: Request) -> dict[str, Any]:
    name = request.parameters["nodegroupName"]
    if name not in cluster.node_groups:
        raise not_found(f"No node group found for name: {name}.", clusterName=cluster.name, nodegroupName=name)
    return cluster.node_groups[name]


def find_idle_group(cluster: Cluster, request: Request) -> dict[str, Any]:
    group = find_group(cluster, request)
    if group["status"] in ("CREATING", "UPDATING"):
        message = f"Nodegroup cannot be changed as it is currently not in Active State, but {group['status']}"
        raise in_use(message, clusterName=cluster.name, nodegroupName=group["nodegroupName"])
    return group


def checked_version(cluster: Cluster, version: str) -> str:
    if minor(version) > minor(cluster.version):
        raise invalid(
            f"Requested version {version} of the node group is higher than the cluster's version {cluster.version}",
            clusterName=cluster.name,
        )
    return version


def check_scaling(scaling: dict[str, int]) -> None:
    if scaling["minSize"] > scaling["desiredSize"]:
        raise invalid(f"Minimum capacity {scaling['minSize']} can't be greater than desired {scaling['desiredSize']}")
    if scaling["desiredSize"] > scaling["maxSize"]:
        raise invalid(f"Desired capacity {scaling['desiredSize']} can't be greater than max size {scaling['maxSize']}")


def checked_template(cloud: Cloud, cluster: Cluster, wanted: dict[str, Any]) -> dict[str, str] | None:
    given = wanted.get("launchTemplate")
    if given is None:
        return None
    templates = cloud.ec2(cluster.region).launch_templates.values()
    template = next((one for one in templates if given.get("id") == one.id or given.get("name") == one.name), None)
    number = given.get("version", str(template.default_version_number) if template else "1")
    if template is None or (number.isdigit() and not 0 < int(number) <= len(template.versions)):
        raise invalid(f"Launch template {given} was not found")
    data = template.get_version(number).data
    if wanted.get("diskSize"):
        raise invalid("Disk size must be specified within the launch template.")
    if wanted.get("remoteAccess"):
        raise invalid("Remote access configuration cannot be specified with a launch template.")
    if wanted.get("instanceTypes") and data.get("InstanceType"):
        raise invalid("Instance type must be specified either in the launch template or in the node group, not in both")
    return {"id": template.id, "name": template.name, "version": number}
