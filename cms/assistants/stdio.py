"""The same server over standard input and output, for an assistant on the hub's own machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from mcp.server.stdio import stdio_server

from cms.pages.viewer import answering

from .graphql.api import Hub
from .server import HubNow, server_for
from .views import ENDPOINT


def serve(secret: str, host: str | None = None) -> None:
    """Answer an assistant until it closes its end. `host` is that of a site; without it, that of the default site.

    Raises TokenRefusedError if the token isn't good for it now.
    """
    as_now = partial(hub_for, secret, host)
    with as_now():
        pass
    async_to_sync(_served)(as_now)


@contextmanager
def hub_for(secret: str, host: str | None) -> Iterator[Hub]:
    """Give the hub as the token sees it at the moment. Raises TokenRefusedError."""
    base = urlsplit(settings.BASE_URL)
    environ: dict[str, Any] = {
        "HTTP_AUTHORIZATION": f"Bearer {secret}",
        "HTTP_HOST": host or base.netloc,
        "PATH_INFO": ENDPOINT,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": base.hostname,
        "wsgi.url_scheme": base.scheme,
    }
    setup_testing_defaults(environ)
    request = WSGIRequest(environ)
    close_old_connections()
    try:
        with answering(request):
            yield Hub(request)
    finally:
        close_old_connections()


async def _served(as_now: HubNow) -> None:
    server = server_for(as_now)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())
