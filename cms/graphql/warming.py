"""What a server does before its first request, so that this takes no longer than those that follow.

The schema is put together, and each stored document is asked for once: parsed and planned, its statements compiled, its
answer kept. The connection over which that was done goes to the thread that answers first: to open one takes longer than most
answers, because SQLite reads the whole schema with its triggers then.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.signals import request_started
from django.db import Error, connections
from django.urls import reverse

from cms.visibility.period import current_period

from .cache import fingerprint
from .documents import example_variables, stored_documents
from .execution import prepared
from .schema import get_schema

logger = logging.getLogger(__name__)


def warm(application: Callable) -> None:
    """Make a WSGI application of the hub ready to answer.

    Where no database can be read (not migrated, not up yet), what needs none is done and the rest left to the first readers.
    """
    get_schema()
    fingerprint()
    for document in stored_documents().values():
        prepared(document)
    try:
        current_period()
    except Error as error:
        logger.warning("Nothing could be read before the first request: %s", error)
        return
    for name in stored_documents():
        status = _ask(application, name)
        if status != 200:
            logger.warning("The stored document %s was answered with status %d before the first request.", name, status)


def hand_over_connections() -> None:
    """Leave this thread's connections to the thread that gets the first request. They are closed if the process forks before.

    A connection may change its thread as long as only one uses it; a child process may not use its parent's
    (https://www.sqlite.org/howtocorrupt.html, section 2.6).
    """
    left = {alias: connections[alias] for alias in connections if connections[alias].connection is not None}
    for alias, connection in left.items():
        connection.inc_thread_sharing()
        del connections[alias]

    def adopt(**kwargs: Any) -> None:
        request_started.disconnect(adopt)
        while left:
            alias, connection = left.popitem()  # no two threads get the same
            connections[alias] = connection

    def close() -> None:
        while left:
            left.popitem()[1].close()

    request_started.connect(adopt, weak=False)
    os.register_at_fork(before=close)


def _ask(application: Callable, name: str) -> int:
    """Ask for a stored document as a reader's browser would; return the status."""
    parameters = {"document": name}
    if variables := example_variables(name):
        parameters["variables"] = json.dumps(variables)
    base = urlsplit(settings.BASE_URL)
    environ: dict[str, Any] = {
        "HTTP_HOST": base.netloc,
        "PATH_INFO": reverse("graphql"),
        "QUERY_STRING": urlencode(parameters),
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": base.hostname,
        "wsgi.url_scheme": base.scheme,
    }
    setup_testing_defaults(environ)
    statuses = []
    response = application(environ, lambda status, headers: statuses.append(int(status.split()[0])))
    response.close()
    return statuses[0]
