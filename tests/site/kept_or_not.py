"""Shared parts of the tests of kept pages."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.delivery import kept_pages as pages

# Public addresses without a page.
OTHERS = ("/help/", "/feeds/")


def is_kept(path: str, client=None, **headers) -> bool:
    """Say whether the answer is kept: a second request then costs one small read."""
    client = client or Client()
    pages.pages.forget()
    client.get(path, headers=headers)
    with CaptureQueriesContext(connection) as asked:
        client.get(path, headers=headers)
    return len(asked) == 1 and bool(pages.pages._own._kept or pages.pages._strangers._kept)
