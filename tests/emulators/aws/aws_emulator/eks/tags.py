"""Tags of clusters and of what is in them."""

from __future__ import annotations

from typing import Any

from ..cloud import Cloud
from ..registry import answers
from ..request import Request
from .cluster import not_found


@answers("eks:TagResource")
def tag_resource(cloud: Cloud, request: Request) -> None:
    _tags_of(cloud, request).update(request.parameters["tags"])


@answers("eks:UntagResource")
def untag_resource(cloud: Cloud, request: Request) -> None:
    tags = _tags_of(cloud, request)
    for key in request.parameters["tagKeys"]:
        tags.pop(key, None)


@answers("eks:ListTagsForResource")
def list_tags(cloud: Cloud, request: Request) -> dict[str, Any]:
    return {"tags": _tags_of(cloud, request)}


def _tags_of(cloud: Cloud, request: Request) -> dict[str, str]:
    for cluster in cloud.clusters[request.region].values():
        for arn, tags in cluster.tagged():
            if arn == request.parameters["resourceArn"]:
                return tags
    raise not_found(f"Resource was not found: {request.parameters['resourceArn']}")
