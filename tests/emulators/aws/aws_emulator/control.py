"""The routes under /_emulator/, by which a test looks behind the curtain."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request as HttpRequest

from .cloud import Cloud
from .errors import Answer, AwsError
from .faults import Faults
from .leftovers import leftovers
from .request_log import RequestLog


class Control:
    def __init__(self, cloud: Cloud, faults: Faults, log: RequestLog):
        self._cloud = cloud
        self._faults = faults
        self._log = log
        self._routes: dict[tuple[str, str], Callable[[Any], Any]] = {
            ("GET", "health"): lambda _: {"account": cloud.settings.account},
            ("GET", "faults"): lambda _: faults.show(),
            ("POST", "faults"): faults.order,
            ("DELETE", "faults"): lambda _: faults.clear(),
            ("GET", "waiting"): lambda _: cloud.waiting.show(),
            ("POST", "waiting"): self._set_waiting,
            ("GET", "requests"): lambda _: log.show(),
            ("DELETE", "requests"): lambda _: log.clear(),
            ("GET", "refused"): lambda _: log.show(("invalid", "unknown", "defect")),
            ("GET", "leftovers"): lambda _: leftovers(cloud),
            ("POST", "cluster-endpoint"): self._set_endpoint,
            ("POST", "add-on-versions"): self._set_add_on_versions,
        }

    def answer(self, http: HttpRequest) -> Answer:
        route = self._routes.get((http.method, http.path.removeprefix("/_emulator/").strip("/")))
        if route is None:
            known = ", ".join(f"{method} {path}" for method, path in self._routes)
            return _json(404, {"message": f"no route {http.method} {http.path}; there are: {known}"})
        try:
            self._cloud.waiting.settle()
            return _json(200, route(http.get_json() if http.get_data() else None))
        except (AwsError, TypeError, ValueError) as problem:
            return _json(400, {"message": str(problem)})

    def _set_waiting(self, seconds: dict[str, dict[str, float]]) -> None:
        for phase, kinds in seconds.items():
            for kind, value in kinds.items():
                self._cloud.waiting.set(phase, kind, value)

    def _set_endpoint(self, endpoint: dict[str, str | None]) -> None:
        settings = self._cloud.settings
        settings.cluster_endpoint = endpoint.get("endpoint")
        settings.cluster_certificate_authority = endpoint.get("certificateAuthority")

    def _set_add_on_versions(self, versions: dict[str, dict[str, Any]] | None) -> None:
        self._cloud.settings.add_on_versions = versions


def _json(status: int, value: Any) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps(value, default=str).encode())
