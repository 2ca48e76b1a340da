"""Secrets Manager."""

from __future__ import annotations

from .cloud import Cloud
from .errors import AwsError
from .registry import before
from .request import Request


@before("secretsmanager:CreateSecret")
def keep_name_of_deleted_secret(cloud: Cloud, request: Request) -> None:
    """moto says that there is such a secret; a client that would wait for its end looks for this instead."""
    for secret in cloud.moto("secretsmanager", request.region).secrets.values():
        if secret.name == request.parameters["Name"] and secret.is_deleted():
            raise AwsError(
                "InvalidRequestException",
                "You can't create this secret because a secret with this name is already scheduled for deletion.",
            )
