"""From a request to an answer: through faults, validation, rules, and moto or functions of our own."""

from __future__ import annotations

import io
import time
import traceback
from threading import Lock
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.serialize import XFormedAttributePicker, get_serializer_class
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request as HttpRequest

from . import ec2, ecr, eks, iam, kms, load_balancers, rds, secrets_manager  # noqa: F401 - they register
from .cloud import Cloud
from .errors import Answer, AwsError, error_in, render_error
from .faults import Fault, Faults
from .idempotency import Idempotency
from .registry import completions_of, guards_of, handler_of
from .request import Request, read_request, unknown_operation
from .request_log import RequestLog
from .validation import check


class ConnectionReset(Exception):
    """Ordered by a fault: there is no answer."""


class Emulator:
    """Answers like AWS."""

    def __init__(self, cloud: Cloud, faults: Faults, log: RequestLog):
        self._cloud = cloud
        self._faults = faults
        self._log = log
        self._idempotency = Idempotency()
        self._moto = DomainDispatcherApplication(create_backend_app)
        # moto was not made for concurrent requests, of which Terraform sends ten
        self.lock = Lock()

    def answer(self, http: HttpRequest) -> Answer:
        """Raises ConnectionReset when a fault wants it so."""
        started = time.monotonic()
        request = read_request(http)
        with self.lock:
            faults = self._faults.of_call(request.service, request.operation)
        time.sleep(sum(fault.delay for fault in faults))
        if any(fault.reset == "before" for fault in faults):
            self._record(request, 0, AwsError("ConnectionReset", "nothing was done", verdict="fault"), started)
            raise ConnectionReset
        error, answer = self._settle(request, http, faults)
        if any(fault.reset == "after" for fault in faults):
            self._record(request, 0, AwsError("ConnectionReset", "all was done", verdict="fault"), started)
            raise ConnectionReset
        self._record(request, answer.status, error or error_in(answer), started)
        return answer

    def _settle(self, request: Request, http: HttpRequest, faults: list[Fault]) -> tuple[AwsError | None, Answer]:
        error: AwsError | None = None
        try:
            for fault in faults:
                fault.refuse()
            with self.lock:
                return None, self._perform(request, http)
        except AwsError as refusal:
            error = refusal
        except ServiceException as refusal:
            # what our own functions asked of moto; what a client asks, moto answers itself
            error = AwsError(refusal.code, refusal.message)
        except NotImplementedError:
            error = unknown_operation(request)
        except Exception:  # noqa: BLE001 - a client must get an answer, and the test must learn of it
            # 501, because a client would try again for minutes after 500
            error = AwsError("EmulatorDefect", traceback.format_exc(), 501, verdict="defect")
        return error, render_error(error, request.protocol, request.model)

    def _perform(self, request: Request, http: HttpRequest) -> Answer:
        self._cloud.waiting.settle()
        if request.operation is None:
            raise NotImplementedError
        # what S3 is sent has no model that would tell
        if request.service != "s3":
            check(request)
        answer = self._idempotency.answer_before(request) or self._carry_out(request, http)
        self._idempotency.remember(request, answer)
        return answer

    def _carry_out(self, request: Request, http: HttpRequest) -> Answer:
        for guard in guards_of(request.name):
            guard(self._cloud, request)
        handler = handler_of(request.name)
        if handler is not None:
            return _serialized(request, handler(self._cloud, request))
        if request.service == "eks":
            # moto has some of it, of clusters of its own
            raise NotImplementedError
        answer = self._ask_moto(http)
        if answer.status < 400:
            for complete in completions_of(request.name):
                result = complete(self._cloud, request)
                answer = answer if result is None else _serialized(request, result)
        return answer

    def _ask_moto(self, http: HttpRequest) -> Answer:
        body = http.get_data()
        environ = {**http.environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        environ.pop("werkzeug.request", None)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        chunks, status, headers = run_wsgi_app(self._moto, environ)
        kept = {name: value for name, value in headers if name.lower() != "content-length"}
        return Answer(int(status.split()[0]), kept, b"".join(chunks))

    def _record(self, request: Request, status: int, error: AwsError | None, started: float) -> None:
        self._log.record(request, status, error, (time.monotonic() - started) * 1000)


def _serialized(request: Request, result: dict[str, Any] | None) -> Answer:
    # moto's objects call things otherwise than AWS's model does
    picker = None if request.service == "eks" else XFormedAttributePicker()
    serializer_class = get_serializer_class(request.service, request.protocol)
    serializer = serializer_class(operation_model=request.operation_model, value_picker=picker)
    written = serializer.serialize(result or {})
    body = written["body"]
    return Answer(written["status_code"], dict(written["headers"]), body.encode() if isinstance(body, str) else body)
