"""The configuration of a cluster, as EKS completes it and tells it."""

from __future__ import annotations

import ipaddress
from typing import Any

from .cluster import invalid

LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
# not routed either, but EKS does not know of them
_DOCUMENTATION = [ipaddress.ip_network(cidr) for cidr in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]


def checked_endpoints(config: dict[str, Any]) -> dict[str, Any]:
    """With the networks from which the public endpoint answers."""
    if not config["endpointPublicAccess"] and not config["endpointPrivateAccess"]:
        raise invalid("Private and public endpoint access cannot be false")
    allowed = config.get("publicAccessCidrs") or ["0.0.0.0/0"]
    private = [cidr for cidr in allowed if _is_private(ipaddress.ip_network(cidr, strict=False))]
    if private:
        raise invalid(f"The following CIDRs are invalid in publicAccessCidrs: {private}")
    return {**config, "publicAccessCidrs": allowed if config["endpointPublicAccess"] else []}


def _is_private(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    return network.is_private and not any(network.overlaps(one) for one in _DOCUMENTATION)


def all_log_types(wanted: dict[str, Any] | None, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """EKS always tells of every type of log whether it is on."""
    enabled = {type_ for type_ in LOG_TYPES if before is not None and _is_enabled(before, type_)}
    for setup in (wanted or {}).get("clusterLogging", []):
        changed = set(setup.get("types", []))
        enabled = enabled | changed if setup.get("enabled") else enabled - changed
    on, off = [type_ for type_ in LOG_TYPES if type_ in enabled], [type_ for type_ in LOG_TYPES if type_ not in enabled]
    return {"clusterLogging": [{"types": types, "enabled": types is on} for types in (on, off) if types]}


def _is_enabled(logging: dict[str, Any], type_: str) -> bool:
    return any(setup["enabled"] and type_ in setup["types"] for setup in logging["clusterLogging"])
