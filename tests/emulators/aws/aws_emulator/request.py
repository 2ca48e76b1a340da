"""What a request asks for: service, operation and parameters, read by means of AWS's own service models."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from moto.backends import list_of_moto_modules
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.utils import get_service_model
from werkzeug.wrappers import Request as HttpRequest

from .errors import AwsError

# where the name in a signature is not that of the model
_MODELS = {"elasticloadbalancing": "elbv2", "monitoring": "cloudwatch", "tagging": "resourcegroupstaggingapi"}

DEFAULT_REGION = "us-east-1"


@dataclass
class Request:
    """A request, as far as it is understood."""

    service: str
    # None when no operation of the service looks like this
    operation: str | None
    region: str
    protocol: str
    model: Any = None
    parameters: dict[str, Any] = field(default_factory=dict)
    # why the parameters cannot be read, when they cannot
    malformed: str | None = None

    @property
    def name(self) -> str:
        return f"{self.service}:{self.operation or 'unknown'}"

    @property
    def operation_model(self) -> Any:
        return self.model.operation_model(self.operation)


def read_request(http: HttpRequest) -> Request:
    """Never fails: what cannot be understood says so in the result."""
    signing_name, region = _signature(http)
    service = _service(signing_name, http)
    if service is None:
        return Request(signing_name or "unknown", None, region, "rest-xml" if signing_name == "s3" else "json")
    model = _model(service)
    try:
        protocol = determine_request_protocol(model, http.content_type)
    except NotImplementedError:
        return Request(service, None, region, str(model.protocol), model)
    operation, path_parameters = _operation(model, protocol, http)
    request = Request(service, operation, region, protocol, model)
    if operation is None or service == "s3":
        # objects are no parameters; moto reads what S3 is sent
        request.parameters = path_parameters
        return request
    parser = PROTOCOL_PARSERS[protocol](request.operation_model)
    try:
        request.parameters = parser.parse(
            {
                "method": http.method,
                "values": http.values,
                "headers": http.headers,
                "body": http.get_data(),
                "url_path": http.path,
                "url_params": path_parameters,
            }
        )
    except (ValueError, TypeError, AttributeError) as problem:
        request.malformed = str(problem)
    return request


def unknown_operation(request: Request) -> AwsError:
    message = f"the emulator does not know the operation {request.name}"
    return AwsError("NotImplemented", message, 501, verdict="unknown")


def _signature(http: HttpRequest) -> tuple[str | None, str]:
    scope = re.search(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request", http.headers.get("Authorization", ""))
    return (scope[2], scope[1]) if scope else (None, DEFAULT_REGION)


def _service(signing_name: str | None, http: HttpRequest) -> str | None:
    if signing_name is None:
        # what is not signed, e.g. by a link that anybody may follow
        return None if "Action" in http.values or "X-Amz-Target" in http.headers else "s3"
    # the older load balancers share the name
    if signing_name == "elasticloadbalancing" and http.values.get("Version") == "2012-06-01":
        return "elb"
    service = _MODELS.get(signing_name, signing_name)
    return service if service in list_of_moto_modules() else None


def _operation(model: Any, protocol: str, http: HttpRequest) -> tuple[str | None, dict[str, str]]:
    if protocol in ("query", "ec2"):
        name = http.values.get("Action")
    elif protocol == "json":
        name = http.headers.get("X-Amz-Target", "").split(".")[-1]
    else:
        return _operation_of_path(model, http)
    return (name if name in model.operation_names else None), {}


# reading one takes longer than answering a request
_model = cache(get_service_model)


@cache
def _routes(service: str) -> list[tuple[str, re.Pattern[str], dict[str, str], str]]:
    """Method, path, fixed part of the query string and name of each operation; the most specific one first."""
    model = _model(service)
    routes = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        path, _, query = http["requestUri"].partition("?")
        pattern = re.sub(r"\{(\w+)(\+?)\}", lambda part: f"(?P<{part[1]}>{'.+' if part[2] else '[^/]+'})", path)
        routes.append((http["method"], re.compile(pattern.rstrip("/") + "/?"), dict(parse_qsl(query, True)), name))
    # CopyObject looks like PutObject, and is told from it by a header
    return sorted(routes, key=lambda route: (-len(route[2]), -route[1].pattern.count("/"), route[3] == "CopyObject"))


def _operation_of_path(model: Any, http: HttpRequest) -> tuple[str | None, dict[str, str]]:
    # as it was sent: a name may contain a slash, which is written as %2F
    raw_path = http.environ.get("RAW_URI", http.path).partition("?")[0]
    for method, pattern, query, name in _routes(model.service_name):
        match = pattern.fullmatch(raw_path)
        if http.method != method or match is None:
            continue
        if all(key in http.args and (value == "" or http.args[key] == value) for key, value in query.items()):
            return name, {key: unquote(value) for key, value in match.groupdict().items()}
    return None, {}
