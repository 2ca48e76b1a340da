"""Everything that exists now and that AWS would bill, or that nobody would find again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.kms.utils import RESERVED_ALIASES

from .cloud import Cloud


def leftovers(cloud: Cloud) -> dict[str, list[str]]:
    """Ids or names by kind. What a new account has, and what is deleted or about to be, does not count."""
    found: dict[str, list[str]] = {}
    for kind, name in [*_network(cloud), *_services(cloud), *_iam(cloud)]:
        found.setdefault(kind, []).append(name)
    return {kind: sorted(names) for kind, names in sorted(found.items())}


def _network(cloud: Cloud) -> Iterator[tuple[str, str]]:
    for region in cloud.regions("ec2"):
        ec2 = cloud.ec2(region)
        default = {vpc.id for vpc in ec2.vpcs.values() if vpc.is_default}
        yield from (("vpcs", vpc) for vpc in ec2.vpcs if vpc not in default)
        subnets = [subnet for zone in ec2.subnets.values() for subnet in zone.values()]
        yield from (("subnets", subnet.id) for subnet in subnets if subnet.vpc_id not in default)
        groups = [group for groups in ec2.groups.values() for group in groups.values()]
        yield from (("securityGroups", group.id) for group in groups if group.name != "default")
        tables = [table for table in ec2.route_tables.values() if not table.main_association_id]
        yield from (("routeTables", table.id) for table in tables)
        yield from (("internetGateways", gateway) for gateway in ec2.internet_gateways)
        yield from (("natGateways", one.id) for one in ec2.nat_gateways.values() if one.state == "available")
        yield from (("addresses", address.public_ip) for address in ec2.addresses)
        yield from (("vpcEndpoints", one.id) for one in ec2.vpc_end_points.values() if one.state != "deleted")
        yield from (("networkInterfaces", interface) for interface in ec2.enis)
        yield from (("flowLogs", log) for log in ec2.flow_logs)
        yield from (("launchTemplates", template.name) for template in ec2.launch_templates.values())
        yield from (("volumes", volume) for volume in ec2.volumes)
        instances = [instance for reservation in ec2.reservations.values() for instance in reservation.instances]
        yield from (("instances", one.id) for one in instances if one._state.name != "terminated")


def _services(cloud: Cloud) -> Iterator[tuple[str, str]]:
    for clusters in cloud.clusters.values():
        for cluster in clusters.values():
            yield "clusters", cluster.name
            yield from (("nodeGroups", f"{cluster.name}/{group}") for group in cluster.node_groups)
    for _, rds in _backends(cloud, "rds"):
        yield from (("databases", name) for name in rds.databases)
        # the automated ones go with their database
        manual = [name for name, snapshot in rds.database_snapshots.items() if snapshot.snapshot_type == "manual"]
        yield from (("databaseSnapshots", name) for name in manual)
        yield from (("databaseSubnetGroups", name) for name in rds.subnet_groups)
        own = [name for name in rds.db_parameter_groups if not name.startswith("default.")]
        yield from (("databaseParameterGroups", name) for name in own)
    for _, logs in _backends(cloud, "logs"):
        yield from (("logGroups", name) for name in logs.groups)
    for _, ecr in _backends(cloud, "ecr"):
        yield from (("repositories", name) for name in ecr.repositories)
    for _, kms in _backends(cloud, "kms"):
        # those that AWS makes for its services cost nothing, and cannot be deleted
        own_keys = [key for key in kms.keys.values() if not any(alias in RESERVED_ALIASES for alias in key.aliases)]
        yield from (("keys", key.id) for key in own_keys if key.key_state != "PendingDeletion")
        yield from (("keysPendingDeletion", key.id) for key in own_keys if key.key_state == "PendingDeletion")
    for _, manager in _backends(cloud, "secretsmanager"):
        secrets = [secret for secret in manager.secrets.values() if secret]
        yield from (("secrets", secret.name) for secret in secrets if not secret.is_deleted())
        yield from (("secretsPendingDeletion", secret.name) for secret in secrets if secret.is_deleted())
    for _, balancing in _backends(cloud, "elbv2"):
        yield from (("loadBalancers", balancer.name) for balancer in balancing.load_balancers.values())
        yield from (("targetGroups", group.name) for group in balancing.target_groups.values())
    for _, s3 in _backends(cloud, "s3"):
        yield from (("buckets", name) for name in s3.buckets)


def _iam(cloud: Cloud) -> Iterator[tuple[str, str]]:
    for _, iam in _backends(cloud, "iam"):
        yield from (("roles", role.name) for role in iam.roles.values())
        own = [policy for arn, policy in iam.managed_policies.items() if ":aws:policy/" not in arn]
        yield from (("policies", policy.name) for policy in own)
        yield from (("oidcProviders", arn) for arn in iam.open_id_providers)
        yield from (("instanceProfiles", profile.name) for profile in iam.instance_profiles.values())


def _backends(cloud: Cloud, service: str) -> list[tuple[str, Any]]:
    return [(region, cloud.moto(service, region)) for region in cloud.regions(service)]
