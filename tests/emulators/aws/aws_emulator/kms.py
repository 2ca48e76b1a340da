"""KMS."""

from __future__ import annotations

from typing import Any

from .cloud import Cloud
from .registry import after
from .request import Request


@after("kms:EnableKeyRotation")
def keep_rotation_period(cloud: Cloud, request: Request) -> None:
    """moto remembers that a key is rotated, but not how often."""
    _key(cloud, request).rotation_period = request.parameters.get("RotationPeriodInDays", 365)


@after("kms:GetKeyRotationStatus")
def tell_rotation_period(cloud: Cloud, request: Request) -> dict[str, Any]:
    key = _key(cloud, request)
    if not key.key_rotation_status:
        return {"KeyId": key.id, "KeyRotationEnabled": False}
    return {"KeyId": key.id, "KeyRotationEnabled": True, "RotationPeriodInDays": key.rotation_period}


def _key(cloud: Cloud, request: Request) -> Any:
    return cloud.moto("kms", request.region).describe_key(request.parameters["KeyId"])
