"""The same request once more, because its answer was lost: AWS knows it by its token and does nothing twice."""

from __future__ import annotations

from collections import OrderedDict

from .errors import Answer
from .request import Request

_TOKENS = ("ClientToken", "ClientRequestToken", "clientRequestToken", "clientToken")
_KEPT = 2_000


class Idempotency:
    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, ...], Answer] = OrderedDict()

    def answer_before(self, request: Request) -> Answer | None:
        return self._answers.get(_key(request) or ())

    def remember(self, request: Request, answer: Answer) -> None:
        key = _key(request)
        if key is None or answer.status >= 400:
            return
        self._answers[key] = answer
        if len(self._answers) > _KEPT:
            self._answers.popitem(last=False)


def _key(request: Request) -> tuple[str, ...] | None:
    if not any(request.parameters.get(name) for name in _TOKENS):
        return None
    return request.name, request.region, repr(request.parameters)
