"""Network interfaces: nearly everything that lives in a network has one, and is found by it when the network goes."""

from __future__ import annotations

from typing import Any


def create_interface(ec2: Any, subnet: str, groups: list[str], description: str) -> str:
    """An interface that AWS makes for somebody, attaches and manages."""
    address = ec2.get_subnet(subnet).get_available_subnet_ip(None)
    interface = ec2.create_network_interface(subnet, address, group_ids=groups, description=description)
    manage(interface, description)
    return interface.id


def manage(interface: Any, description: str) -> None:
    """Makes an interface one that only AWS can delete."""
    interface.status = "in-use"
    interface.requester_managed = True
    interface.description = description


def delete_interfaces(ec2: Any, ids: list[str]) -> None:
    for interface in ids:
        if interface in ec2.enis:
            ec2.enis[interface].delete()


def interfaces_in(ec2: Any, *, subnet: str | None = None, vpc: str | None = None) -> list[Any]:
    return [one for one in ec2.enis.values() if subnet in (None, one.subnet.id) and vpc in (None, one.subnet.vpc_id)]


def group_in_use(ec2: Any, group: str) -> bool:
    """Whether an interface has the security group, or a rule of another group refers to it."""
    if any(group in [own.id for own in interface.group_set] for interface in ec2.enis.values()):
        return True
    return any(
        rule.source_group.get("GroupId") == group
        for groups in ec2.groups.values()
        for other in groups.values()
        if other.id != group
        for rule in [*other.ingress_rules, *other.egress_rules]
    )
