"""The hub as a reader without an account gets it: requests go through all of its middleware, without a network."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Site

from cms.delivery.programmes import ProgrammeMiddleware
from cms.visibility.rule import Visibility


@dataclass(frozen=True)
class HubAnswer:
    """What the hub answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The type of the body without its parameters, such as `text/html`."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_found(self) -> bool:
        return self.status == HTTPStatus.OK

    @property
    def redirects_to(self) -> str:
        """The address to which the answer leads; empty for one that isn't a redirect."""
        return self.headers.get("location", "") if 300 <= self.status < 400 else ""


class PublicReader:
    """Asks for addresses of a site, as anybody could."""

    def __init__(self, site: Site):
        self.beginning = Visibility(site).beginning
        self._handler = WSGIHandler()

    def get(self, path: str) -> HubAnswer:
        """Return the answer to GET for a path at the host, with its query string."""
        status: list[int] = []
        headers: dict[str, str] = {}

        def start(said: str, found: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
            status.append(int(said.split(" ", 1)[0]))
            headers.update((name.lower(), value) for name, value in found)
            return bytes  # a server's `write`, which Django doesn't call

        answer = self._handler(self._environment(path), start)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        return HubAnswer(status[0], headers, body)

    def page(self, template: str, context: dict[str, Any]) -> str:
        """Return a page that isn't the hub's, in the frame of the site: header, footer and look."""

        def view(request: HttpRequest) -> HttpResponse:
            return render(request, template, context)

        home = f"{urlsplit(self.beginning).path}/"
        return ProgrammeMiddleware(view)(WSGIRequest(self._environment(home))).content.decode()

    def _environment(self, path: str) -> dict[str, Any]:
        """Return the request as a server hands it over (PEP 3333)."""
        home, asked = urlsplit(self.beginning), urlsplit(path)
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(asked.path).decode("latin-1"),
            "QUERY_STRING": asked.query,
            "HTTP_HOST": home.netloc,
            "SERVER_NAME": home.hostname or "localhost",
            "SERVER_PORT": str(home.port or (443 if home.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": home.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": True,
        }
