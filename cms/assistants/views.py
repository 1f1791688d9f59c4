"""The endpoint for assistants: the Model Context Protocol over streamable HTTP, one JSON answer for each request by POST.

Standard: https://modelcontextprotocol.io/specification. There are no sessions and no streams, so GET and DELETE are
refused, as it allows. Cookies never count: a request has an access token.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from cms.tokens.authentication import TokenRefusedError

from .graphql.api import Hub

ENDPOINT = "/mcp/"
# As JSON-RPC has them for what isn't about a method.
INVALID_REQUEST = -32600
AT_HOME = (".localhost", "127.0.0.1", "[::1]")


@csrf_exempt
def mcp(request: HttpRequest) -> HttpResponse:
    """Answer a message of an assistant's client."""
    if request.method != "POST":
        return refused(405, "Send messages by POST.", Allow="POST")
    try:
        request.get_host()
    except DisallowedHost:
        return refused(400, "The hub has another host name.")
    if not is_known_origin(request.headers.get("Origin")):
        return refused(403, "Requests from pages of other websites aren't answered.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.GRAPHQL_MAX_REQUEST_BYTES:
        return refused(413, f"A request has {settings.GRAPHQL_MAX_REQUEST_BYTES} bytes at most.")
    try:
        hub = Hub(request)
    except TokenRefusedError as refusal:
        return refused(refusal.status, refusal.message, **refusal.headers)
    status, headers, body = _exchanged()(lambda: nullcontext(hub), scope_of(request), request.body)
    kinds = {name.decode().lower(): value.decode() for name, value in headers}
    return _answer(status, body, kinds.get("content-type", "application/json"))


@cache
def _exchanged() -> Any:
    # On the first request: see there.
    return import_string("cms.assistants.server.exchanged")


def is_known_origin(origin: str | None) -> bool:
    """Say whether a request comes from no web page, or from one at a host of the hub (the specification asks for it, against
    DNS rebinding)."""
    if origin is None:
        return True
    hosts = settings.ALLOWED_HOSTS or (AT_HOME if settings.DEBUG else ())
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return validate_host(split_domain_port(host)[0], hosts)


def scope_of(request: HttpRequest) -> dict[str, Any]:
    """Return the request as ASGI describes it, without its cookies and its token."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    kept = {name: value for name, value in headers.items() if name not in ("cookie", "authorization")}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": request.path,
        "raw_path": request.path.encode(),
        "query_string": b"",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in kept.items()],
    }


def refused(status: int, message: str, **headers: str) -> HttpResponse:
    """Return an error before any message is read, in the form of JSON-RPC."""
    error = {"jsonrpc": "2.0", "id": None, "error": {"code": INVALID_REQUEST, "message": message}}
    response = _answer(status, json.dumps(error).encode(), "application/json")
    for name, value in headers.items():
        response[name] = value
    return response


def _answer(status: int, body: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type=content_type)
    response["Content-Length"] = str(len(body))
    response["Cache-Control"] = "private, no-store"
    return response
