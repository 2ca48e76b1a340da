"""Roles that EKS is told to take on."""

from __future__ import annotations

import json
from urllib.parse import unquote

from ..cloud import Cloud
from .cluster import invalid


def require_role(cloud: Cloud, arn: str, service: str) -> None:
    """EKS refuses a role that does not exist or does not trust the service that is to take it on."""
    role = cloud.role(arn)
    if role is None or service not in _trusted_services(role.assume_role_policy_document):
        raise invalid(
            f"Role with arn: {arn}, could not be assumed because it does not exist or the trusted entity is not correct"
        )


def _trusted_services(document: str) -> set[str]:
    statements = json.loads(unquote(document))["Statement"]
    services: set[str] = set()
    for statement in statements if isinstance(statements, list) else [statements]:
        named = statement.get("Principal", {}).get("Service", [])
        services |= {named} if isinstance(named, str) else set(named)
    return services
