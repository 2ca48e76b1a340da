"""ECR."""

from __future__ import annotations

from typing import Any

from .cloud import Cloud
from .registry import after
from .request import Request


@after("ecr:PutImageScanningConfiguration")
def switch_scanning(cloud: Cloud, request: Request) -> dict[str, Any]:
    """A client says that images are no longer scanned by saying nothing, which moto does not hear."""
    name = request.parameters["repositoryName"]
    repository = cloud.moto("ecr", request.region).repositories[name]
    scans = request.parameters["imageScanningConfiguration"].get("scanOnPush", False)
    repository.image_scanning_configuration = {"scanOnPush": scans}
    return {
        "registryId": repository.registry_id,
        "repositoryName": name,
        "imageScanningConfiguration": repository.image_scanning_configuration,
    }
