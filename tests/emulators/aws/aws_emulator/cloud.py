"""Everything that exists: what moto keeps, and what this emulator adds to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from moto.backends import get_backend

from .waiting import Waiting


@dataclass
class Settings:
    account: str
    # versions of add-ons by version of Kubernetes and name; None: any version is taken
    add_on_versions: dict[str, dict[str, Any]] | None = None
    # what DescribeCluster answers instead of an address that leads nowhere
    cluster_endpoint: str | None = None
    cluster_certificate_authority: str | None = None


@dataclass
class Cloud:
    settings: Settings
    waiting: Waiting = field(default_factory=Waiting)
    # clusters of EKS by region and name
    clusters: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))

    def moto(self, service: str, region: str) -> Any:
        """What moto keeps of a service in a region."""
        regions = get_backend(service)[self.settings.account]
        return regions[region if region in regions else "aws"]

    def regions(self, service: str) -> list[str]:
        """Where moto keeps anything of a service. Asking for another region would fill it with a default network."""
        return list(get_backend(service)[self.settings.account].keys())

    def ec2(self, region: str) -> Any:
        return self.moto("ec2", region)

    def role(self, arn: str) -> Any:
        """The IAM role, or None."""
        roles = self.moto("iam", "aws").roles.values()
        return next((role for role in roles if role.arn == arn), None)
