"""The short way to the addresses that answer programs: the API's and the assistants'."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from cms.delivery.middleware import for_the_hub_alone
from cms.graphql.views import ENDPOINT, graphql

from .views import ENDPOINT as ASSISTANTS
from .views import mcp

VIEWS = {ENDPOINT: graphql, ASSISTANTS: mcp}


class ProgramsMiddleware:
    """Answer programs before sessions, sign-in, messages and redirects are processed.

    No cookie is read or set, so none of them is needed, and each costs time. Middleware before this one also applies:
    HTTPS and the headers of `SecurityMiddleware`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if view := VIEWS.get(request.path_info):
            return view(request)
        # Before kept pages.
        return self.get_response(request) if settings.PUBLIC_SITE else for_the_hub_alone(request, self.get_response)
