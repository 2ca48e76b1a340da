"""Rules of security groups."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from ..errors import AwsError
from ..registry import after, answers
from ..request import Request


class _GroupPair(dict[str, Any]):
    """A referenced security group. It is the same one whatever is written beside it."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and self.get("GroupId") == other.get("GroupId")

    def __ne__(self, other: object) -> bool:
        return not self == other

    # like any other dictionary
    __hash__ = None  # type: ignore[assignment]


@after("ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress")
def describe_references(cloud: Cloud, request: Request) -> None:
    """moto shows the description of a rule only when the rule is about addresses."""
    group = cloud.ec2(request.region).get_security_group_from_id(request.parameters.get("GroupId"))
    for rule in [*group.ingress_rules, *group.egress_rules] if group else []:
        if rule.source_group and not isinstance(rule.source_group, _GroupPair):
            _describe(rule, rule.source_group.get("Description"))


@answers("ec2:ModifySecurityGroupRules")
def modify_rules(cloud: Cloud, request: Request) -> dict[str, Any]:
    group = cloud.ec2(request.region).get_security_group_from_id(request.parameters["GroupId"])
    if group is None:
        message = f"The security group '{request.parameters['GroupId']}' does not exist"
        raise AwsError("InvalidGroup.NotFound", message)
    for update in request.parameters["SecurityGroupRules"]:
        rule = group.get_rule(update["SecurityGroupRuleId"])
        if rule is None:
            message = f"The security group rule ID '{update['SecurityGroupRuleId']}' does not exist"
            raise AwsError("InvalidSecurityGroupRuleId.NotFound", message)
        wanted = update["SecurityGroupRule"]
        rule.ip_protocol = wanted["IpProtocol"]
        everything = rule.ip_protocol == "-1"
        rule.from_port, rule.to_port = (None, None) if everything else (wanted.get("FromPort"), wanted.get("ToPort"))
        addresses = {"CidrIp": wanted.get("CidrIpv4"), "CidrIpv6": wanted.get("CidrIpv6")}
        rule.ip_range = {name: value for name, value in addresses.items() if value}
        rule.prefix_list_id = wanted.get("PrefixListId")
        referenced = wanted.get("ReferencedGroupId")
        rule.source_group = {"GroupId": referenced, "UserId": cloud.settings.account} if referenced else {}
        _describe(rule, wanted.get("Description"))
    return {"Return": True}


def _describe(rule: Any, description: str | None) -> None:
    written = {} if description is None else {"Description": description}
    # where moto looks for it
    rule.ip_range = {**rule.ip_range, **written}
    if rule.source_group:
        rule.source_group = _GroupPair({**rule.source_group, **written})
