"""The short way to the endpoint for assistants."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from .views import mcp

ENDPOINT = "/mcp/"


class AssistantsMiddleware:
    """Serve assistants before sessions and sign-in are processed: no cookie is read or set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return mcp(request) if request.path_info == ENDPOINT else self.get_response(request)
