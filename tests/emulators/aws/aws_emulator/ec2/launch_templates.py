"""Launch templates."""

from __future__ import annotations

from ..cloud import Cloud
from ..registry import after, before
from ..request import Request


@after("ec2:CreateLaunchTemplate")
def keep_tags_apart(cloud: Cloud, request: Request) -> None:
    """moto takes the template's own tags for tags of what is launched by it."""
    ec2 = cloud.ec2(request.region)
    data = ec2.get_launch_template_by_name(request.parameters["LaunchTemplateName"]).versions[0].data
    kept = [tags for tags in data.get("TagSpecifications", []) if tags["ResourceType"] != "launch-template"]
    if kept:
        data["TagSpecifications"] = kept
    else:
        data.pop("TagSpecifications", None)


@before("ec2:DescribeLaunchTemplates")
def show_tags_of_today(cloud: Cloud, request: Request) -> None:
    """moto shows those that the template was made with."""
    for template in cloud.ec2(request.region).launch_templates.values():
        template.tags = template.get_tags()
