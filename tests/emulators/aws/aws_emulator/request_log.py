"""What was asked, and what became of it, for whoever writes or reads a test."""

from __future__ import annotations

import re
import time
from collections import deque
from typing import Any

from .errors import AwsError
from .request import Request

_KEPT = 20_000
_LONGEST = 200
_SECRET = re.compile(r".*password|secret(string|binary)|.*privatekey|plaintext|userdata|.*sessiontoken", re.IGNORECASE)


class RequestLog:
    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=_KEPT)

    def record(self, request: Request, status: int, error: AwsError | None, milliseconds: float) -> None:
        entry = {
            "time": round(time.time(), 3),
            "service": request.service,
            "operation": request.operation,
            "region": request.region,
            "parameters": shortened(request.parameters),
            "status": status,
            "milliseconds": round(milliseconds, 1),
        }
        if error is not None:
            entry["error"] = str(error)
        if error is not None and error.verdict is not None:
            entry["verdict"] = error.verdict
        self._entries.append(entry)

    def show(self, verdicts: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
        return [entry for entry in self._entries if verdicts is None or entry.get("verdict") in verdicts]

    def clear(self) -> None:
        self._entries.clear()


def shortened(value: Any, name: str = "") -> Any:
    """The parameters without secrets, and without what nobody wants to read to its end."""
    if isinstance(value, dict):
        return {str(key): shortened(item, str(key)) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [shortened(item, name) for item in value]
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    if _SECRET.fullmatch(name):
        return "***"
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"
