"""The HTTP server, for this machine only."""

from __future__ import annotations

import os
import socket
import struct
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request as HttpRequest
from werkzeug.wrappers import Response

from .cloud import Cloud
from .control import Control
from .emulator import ConnectionReset, Emulator
from .faults import Faults
from .request_log import RequestLog


class Application:
    """The emulator, and beside it the routes by which a test looks into it."""

    def __init__(self, cloud: Cloud):
        faults, log = Faults(), RequestLog()
        self._emulator = Emulator(cloud, faults, log)
        self._control = Control(cloud, faults, log)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        http = HttpRequest(environ)
        # all of it: the rest would be taken for the next request of the connection
        http.get_data()
        try:
            if http.path.startswith("/_emulator/"):
                with self._emulator.lock:
                    answer = self._control.answer(http)
            else:
                answer = self._emulator.answer(http)
        except ConnectionReset:
            _reset(environ["werkzeug.socket"])
        return Response(answer.body, answer.status, answer.headers)(environ, start_response)


def _reset(connection: socket.socket) -> None:
    # without lingering, closing tells the other side at once that the connection is gone
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())
    # which the server takes for the other side's doing
    raise ConnectionResetError


class _QuietHandler(WSGIRequestHandler):
    """There is a log of requests to read; the console belongs to whoever started this."""

    def log(self, type: str, message: str, *args: Any) -> None:
        pass


def create_server(cloud: Cloud, port: int) -> BaseWSGIServer:
    return make_server("127.0.0.1", port, Application(cloud), threaded=True, request_handler=_QuietHandler)
