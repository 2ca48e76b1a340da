"""How long things take: AWS answers at once that it has begun, and is done later."""

from __future__ import annotations

import time
from collections.abc import Callable

from .errors import AwsError

KINDS = ("cluster", "node-group", "add-on", "instance")
PHASES = ("creating", "updating", "deleting")


class Waiting:
    """Seconds for each kind of thing and each phase, and what is still to be done when they are over."""

    def __init__(self) -> None:
        self._seconds: dict[str, dict[str, float]] = {phase: dict.fromkeys(KINDS, 0.0) for phase in PHASES}
        self._pending: list[tuple[float, Callable[[], object]]] = []

    def set(self, phase: str, kind: str, seconds: float) -> None:
        if phase not in PHASES or kind not in KINDS:
            raise AwsError("ValidationException", f"no {phase} {kind}: {', '.join(PHASES)} of {', '.join(KINDS)}")
        self._seconds[phase][kind] = float(seconds)

    def show(self) -> dict[str, dict[str, float]]:
        return self._seconds

    def then(self, phase: str, kind: str, finish: Callable[[], object]) -> None:
        """Finishes now, or later when it is to take time."""
        seconds = self._seconds[phase][kind]
        if seconds <= 0:
            finish()
        else:
            self._pending.append((time.monotonic() + seconds, finish))

    def takes_time(self, phase: str, kind: str) -> bool:
        return self._seconds[phase][kind] > 0

    def settle(self) -> None:
        """Finishes what is due; called before each answer, so that no timer runs beside the requests."""
        now = time.monotonic()
        due = [finish for at, finish in self._pending if at <= now]
        self._pending = [(at, finish) for at, finish in self._pending if at > now]
        for finish in due:
            finish()
