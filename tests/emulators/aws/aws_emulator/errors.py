"""Errors in the words of AWS, and how each of its protocols writes them down."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple
from uuid import uuid4
from xml.sax.saxutils import escape


class Answer(NamedTuple):
    """What goes back over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes


class AwsError(Exception):
    """A refusal that a client understands by its code."""

    def __init__(
        self, code: str, message: str, status: int | None = None, *, verdict: str | None = None, **fields: Any
    ):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        # why it is not AWS's rules that refuse: `invalid`, `unknown`, `fault` or `defect`
        self.verdict = verdict
        # what the shape of the error has besides the message, e.g. the name of the cluster
        self.fields = fields


def render_error(error: AwsError, protocol: str, model: Any = None) -> Answer:
    """The answer in the protocol of the service; its model knows the status of its own errors."""
    status = error.status or _status_in_model(error.code, model) or 400
    request_id = str(uuid4())
    headers = {"x-amzn-RequestId": request_id}
    if protocol in ("json", "rest-json"):
        body: dict[str, Any] = {"message": error.message, **error.fields}
        if protocol == "json":
            body["__type"] = error.code
        headers |= {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": error.code}
        return Answer(status, headers, json.dumps(body).encode())

    code, message = escape(error.code), escape(error.message)
    if protocol == "ec2":
        text = (
            f"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
            f"<RequestID>{request_id}</RequestID></Response>"
        )
    elif protocol == "rest-xml":
        text = f"<Error><Code>{code}</Code><Message>{message}</Message><RequestId>{request_id}</RequestId></Error>"
    else:
        fault = "Sender" if status < 500 else "Receiver"
        text = (
            f"<ErrorResponse><Error><Type>{fault}</Type><Code>{code}</Code><Message>{message}</Message></Error>"
            f"<RequestId>{request_id}</RequestId></ErrorResponse>"
        )
    headers["Content-Type"] = "text/xml"
    return Answer(status, headers, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode())


def error_in(answer: Answer) -> AwsError | None:
    """What moto refused."""
    if answer.status < 400:
        return None
    text = answer.body.decode("utf-8", "replace")
    code = re.search(r"<Code>(.*?)</Code>", text) or re.search(r'"__type": *"([^"]*)"', text)
    message = re.search(r"<Message>(.*?)</Message>", text, re.DOTALL) or re.search(r'"message": *"([^"]*)"', text, re.I)
    return AwsError(code[1] if code else str(answer.status), message[1] if message else "")


def _status_in_model(code: str, model: Any) -> int | None:
    if model is None:
        return None
    for shape in model.error_shapes:
        if code in (shape.name, shape.error_code):
            return shape.metadata.get("error", {}).get("httpStatusCode")
    return None
