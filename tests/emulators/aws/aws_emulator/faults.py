"""Faults that a test orders: errors, delays and lost connections, for one operation or for all."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from .errors import AwsError

# status of the errors that any service may answer
_STATUS = {
    "AccessDenied": 403,
    "AccessDeniedException": 403,
    "UnauthorizedOperation": 403,
    "ExpiredToken": 403,
    "InternalError": 500,
    "InternalFailure": 500,
    "ServerException": 500,
    "ServiceUnavailable": 503,
}


@dataclass
class Fault:
    """What goes wrong, and when. Counted are the calls of the operation since the fault was ordered."""

    # `CreateCluster`, `eks:CreateCluster`, `eks:*` or `*`
    operation: str
    # error code of AWS; None: nothing is refused
    error: str | None = None
    status: int | None = None
    message: str = "ordered by a test"
    # seconds before anything is done
    delay: float = 0
    # the connection is lost before anything is done, or when all is done and only the answer is missing
    reset: str | None = None
    # only the first calls; None: all
    first: int | None = None
    # only every nth call; 1: all
    every: int = 1
    calls: int = 0

    @staticmethod
    def ordered(order: dict[str, Any]) -> Fault:
        names = ("operation", "error", "status", "message", "delay", "reset", "first", "every")
        unknown = [name for name in order if name not in names]
        if unknown or "operation" not in order:
            raise AwsError("ValidationException", f"a fault has an operation and {', '.join(names[1:])}; got: {order}")
        fault = Fault(**order)
        if fault.reset not in (None, "before", "after"):
            raise AwsError("ValidationException", f"reset is before or after, got: {fault.reset}")
        return fault

    def concerns(self, service: str, operation: str | None) -> bool:
        wanted_service, _, wanted = self.operation.rpartition(":")
        return wanted in ("*", operation) and wanted_service in ("", service)

    def hits(self) -> bool:
        """Whether it happens in this call, which is counted."""
        self.calls += 1
        return self.calls % self.every == 0 and (self.first is None or self.calls <= self.first)

    def refuse(self) -> None:
        if self.error is not None:
            raise AwsError(self.error, self.message, self.status or _STATUS.get(self.error, 400), verdict="fault")


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def order(self, order: dict[str, Any]) -> None:
        self._faults.append(Fault.ordered(order))

    def clear(self) -> None:
        self._faults.clear()

    def show(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self._faults]

    def of_call(self, service: str, operation: str | None) -> list[Fault]:
        return [fault for fault in self._faults if fault.concerns(service, operation) and fault.hits()]
