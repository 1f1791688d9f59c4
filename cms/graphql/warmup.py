"""Warm-up of a server, so that its first requests take no longer than later ones.

The schema is put together, and each stored document is asked for once: parsed and planned, its statements compiled, its
answer kept. What apps read once a period and wait for long is read as well (`early_facts`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import Error
from django.urls import reverse

from cms.base import release
from cms.sites.default import default_site
from cms.visibility.period import current_period
from cms.visibility.rule import Visibility, early_facts

from .cache import fingerprint
from .documents import example_variables, stored_documents
from .execution import prepared
from .schema import get_schema

logger = logging.getLogger(__name__)


def warm(application: Callable[..., Any]) -> None:
    """Prepare a WSGI application of the hub for requests.

    If the database can't be read (not migrated, not up yet), only work without it is done, and the first readers wait
    for the rest.
    """
    get_schema()
    fingerprint()
    release.fingerprint()
    for document in stored_documents().values():
        prepared(document)
    try:
        period = current_period()
        site = default_site()
        public = Visibility(site, period=period)
        for read in early_facts.values():
            read(public)
    except Error as error:
        logger.warning("Nothing could be read before the first request: %s", error)
        return
    for name in stored_documents():
        status = _ask(application, name)
        if status != 200:
            logger.warning("The stored document %s was answered with status %d before the first request.", name, status)


def _ask(application: Callable[..., Any], name: str) -> int:
    """Request a stored document as a browser would; return the status."""
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
