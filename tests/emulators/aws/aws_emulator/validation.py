"""What the service models say about parameters: required ones, lengths, ranges, patterns and enumerations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from .errors import AwsError
from .request import Request


class Breach(NamedTuple):
    path: str
    value: Any
    rule: str
    missing: bool = False


# classes of characters that only Java knows, by what comes close without refusing what AWS accepts
_JAVA_CLASSES = {
    r"\p{L}": r"\w",
    r"\p{M}": r"\w",
    r"\p{N}": r"\d",
    r"\p{Z}": r"\s",
    r"\p{Graph}": "!-~",
    r"\p{ASCII}": "\x00-\x7f",
    # and a dash that stands for itself where Python wants a range
    r"\w-_": r"\w\-_",
}

# how each service calls a wrong parameter, and one that is missing; the rest says ValidationException
_CODES = {
    "ec2": ("InvalidParameterValue", "MissingParameter"),
    "rds": ("InvalidParameterValue", "MissingParameter"),
    "iam": ("ValidationError", "ValidationError"),
    "sts": ("ValidationError", "ValidationError"),
    "elbv2": ("ValidationError", "ValidationError"),
    "autoscaling": ("ValidationError", "ValidationError"),
    "eks": ("InvalidParameterException", "InvalidParameterException"),
    "ecr": ("InvalidParameterException", "InvalidParameterException"),
    "logs": ("InvalidParameterException", "InvalidParameterException"),
}


def check(request: Request) -> None:
    """Raises what the service would answer to parameters that its model does not allow."""
    wrong, missing = _CODES.get(request.service, ("ValidationException", "ValidationException"))
    if request.malformed is not None:
        message = f"the parameters of {request.operation} cannot be read: {request.malformed}"
        raise AwsError(wrong, message, verdict="invalid")
    shape = request.operation_model.input_shape
    breaches = list(_breaches(shape, request.parameters, "")) if shape is not None else []
    if not breaches:
        return
    text = "; ".join(_describe(breach) for breach in breaches)
    plural = "" if len(breaches) == 1 else "s"
    code = missing if all(breach.missing for breach in breaches) else wrong
    raise AwsError(code, f"{len(breaches)} validation error{plural} detected: {text}", verdict="invalid")


def _describe(breach: Breach) -> str:
    value = "null" if breach.missing else f"'{breach.value}'"
    return f"Value {value} at '{breach.path}' failed to satisfy constraint: Member must {breach.rule}"


def _breaches(shape: Any, value: Any, path: str) -> Iterator[Breach]:
    if shape.type_name == "structure":
        yield from _breaches_of_structure(shape, value, path)
    elif shape.type_name == "list":
        yield from _outside(shape, len(value), value, path, "have length")
        for index, item in enumerate(value):
            yield from _breaches(shape.member, item, f"{path}.{index + 1}.member")
    elif shape.type_name == "map":
        yield from _outside(shape, len(value), value, path, "have length")
        for key, item in value.items():
            yield from _breaches(shape.key, key, path)
            yield from _breaches(shape.value, item, f"{path}.{key}")
    elif shape.type_name == "string" and isinstance(value, str):
        yield from _breaches_of_text(shape, value, path)
    elif shape.type_name in ("integer", "long", "float", "double"):
        yield from _outside(shape, value, value, path, "have value")


def _breaches_of_structure(shape: Any, value: Any, path: str) -> Iterator[Breach]:
    if not isinstance(value, dict):
        return
    for name in shape.required_members:
        if name not in value:
            yield Breach(f"{path}.{name}".lstrip("."), None, "not be null", missing=True)
    for name, member in shape.members.items():
        if value.get(name) is not None:
            yield from _breaches(member, value[name], f"{path}.{name}".lstrip("."))


def _breaches_of_text(shape: Any, value: str, path: str) -> Iterator[Breach]:
    shown = "***" if shape.metadata.get("sensitive") else value
    yield from _outside(shape, len(value), shown, path, "have length")
    pattern = _compiled(shape.metadata.get("pattern", ""))
    if pattern is not None and not pattern.fullmatch(value):
        yield Breach(path, shown, f"satisfy regular expression pattern: {pattern.pattern}")
    allowed = getattr(shape, "enum", [])
    if allowed and value not in allowed:
        yield Breach(path, shown, f"satisfy enum value set: [{', '.join(allowed)}]")


def _outside(shape: Any, size: float, value: Any, path: str, what: str) -> Iterator[Breach]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield Breach(path, value, f"{what} greater than or equal to {least}")
    if most is not None and size > most:
        yield Breach(path, value, f"{what} less than or equal to {most}")


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    for java, python in _JAVA_CLASSES.items():
        pattern = pattern.replace(java, python)
    try:
        return re.compile(pattern, re.DOTALL) if pattern else None
    except re.error:
        # nothing is said rather than something wrong
        return None
