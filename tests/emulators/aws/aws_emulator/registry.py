"""Which function answers, guards or completes which operation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

# (cloud, request) -> what the operation returns, in the shape of AWS's model
Handler = Callable[[Any, Any], dict[str, Any] | None]
Guard = Callable[[Any, Any], None]
# what the operation returns instead, when moto's answer was written too early
Completion = Callable[[Any, Any], "dict[str, Any] | None"]

_handlers: dict[str, Handler] = {}
_before: dict[str, list[Guard]] = defaultdict(list)
_after: dict[str, list[Completion]] = defaultdict(list)


def answers(operation: str) -> Callable[[Handler], Handler]:
    """The function answers the operation (`eks:CreateCluster`) instead of moto."""

    def register(function: Handler) -> Handler:
        _handlers[operation] = function
        return function

    return register


def before(*operations: str) -> Callable[[Guard], Guard]:
    """The function is called before the operation is answered, and may refuse."""

    def register(function: Guard) -> Guard:
        for operation in operations:
            _before[operation].append(function)
        return function

    return register


def after(*operations: str) -> Callable[[Completion], Completion]:
    """The function is called after moto has done it, and completes what moto leaves out."""

    def register(function: Completion) -> Completion:
        for operation in operations:
            _after[operation].append(function)
        return function

    return register


def handler_of(operation: str) -> Handler | None:
    return _handlers.get(operation)


def guards_of(operation: str) -> list[Guard]:
    return _before[operation]


def completions_of(operation: str) -> list[Completion]:
    return _after[operation]
