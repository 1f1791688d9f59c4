"""Requests straight to the WSGI application in this process: no server, no socket, no test client."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.documents import Document


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> dict[str, Any]:
        """The decoded answer. Raises ValueError when it isn't one without errors."""
        body = json.loads(self.content)
        if self.status != 200 or "errors" in body:
            raise ValueError(f"Status {self.status}: {self.content[:500]!r}")
        return body


def environ(address: str, **headers: str) -> dict[str, Any]:
    """Return the WSGI environment of a GET request. `headers` are named as in WSGI, such as HTTP_IF_NONE_MATCH."""
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT": "application/json",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **headers,
    }


def get(application: Callable, address: str, **headers: str) -> Answer:
    """Send one GET request and read its answer to the end, which also ends the request for Django."""
    started: list[Any] = []
    parts = application(environ(address, **headers), lambda status, headers, *rest: started.extend((status, headers)))
    try:
        content = b"".join(parts)
    finally:
        parts.close()
    return Answer(int(started[0].split()[0]), dict(started[1]), content)


def asker(application: Callable) -> Callable[[Document], dict[str, Any]]:
    """Return a function that answers a document from the application. It raises ValueError for an answer with errors."""
    return lambda document: get(application, document.address).body
