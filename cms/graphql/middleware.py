"""The short way to the endpoint."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from .views import graphql

ENDPOINT = "/graphql/"


class EndpointMiddleware:
    """Serve the GraphQL endpoint before sessions, sign-in, messages and redirects are processed.

    It reads and sets no cookies, so it needs none of them, and each costs time. Middleware before this one also applies
    to the endpoint: HTTPS and the headers of `SecurityMiddleware`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return graphql(request) if request.path_info == ENDPOINT else self.get_response(request)
