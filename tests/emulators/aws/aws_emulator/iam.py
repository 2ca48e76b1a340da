"""IAM. Roles that hold policies, and second providers of the same address, moto refuses by itself."""

from __future__ import annotations

from hashlib import sha1

from .cloud import Cloud
from .errors import AwsError
from .registry import after, answers, before
from .request import Request


@before("iam:DeletePolicy")
def keep_attached_policy(cloud: Cloud, request: Request) -> None:
    policy = cloud.moto("iam", "aws").managed_policies.get(request.parameters["PolicyArn"])
    if policy is not None and policy.attachment_count > 0:
        raise AwsError("DeleteConflict", "Cannot delete a policy attached to entities.")


@answers("iam:UpdateRole")
def update_role(cloud: Cloud, request: Request) -> None:
    """moto takes away what is not said."""
    role = cloud.moto("iam", "aws").get_role(request.parameters["RoleName"])
    role.description = request.parameters.get("Description", role.description)
    role.max_session_duration = request.parameters.get("MaxSessionDuration", role.max_session_duration)


@after("iam:CreateOpenIDConnectProvider")
def fetch_thumbprint(cloud: Cloud, request: Request) -> None:
    """IAM looks up the certificate by itself when it is not told its thumbprint."""
    address = request.parameters["Url"].partition("://")[2]
    for provider in cloud.moto("iam", "aws").open_id_providers.values():
        if provider.url == address and not provider.thumbprint_list:
            provider.thumbprint_list = [sha1(address.encode()).hexdigest()]


@answers("iam:AddClientIDToOpenIDConnectProvider")
def add_client(cloud: Cloud, request: Request) -> None:
    clients = _clients(cloud, request)
    if request.parameters["ClientID"] not in clients:
        clients.append(request.parameters["ClientID"])


@answers("iam:RemoveClientIDFromOpenIDConnectProvider")
def remove_client(cloud: Cloud, request: Request) -> None:
    clients = _clients(cloud, request)
    if request.parameters["ClientID"] in clients:
        clients.remove(request.parameters["ClientID"])


def _clients(cloud: Cloud, request: Request) -> list[str]:
    arn = request.parameters["OpenIDConnectProviderArn"]
    provider = cloud.moto("iam", "aws").open_id_providers.get(arn)
    if provider is None:
        raise AwsError("NoSuchEntity", f"OpenIDConnect Provider not found for arn {arn}")
    return provider.client_id_list
