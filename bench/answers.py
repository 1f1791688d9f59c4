"""Answer the five documents once, in a process of its own, and tell what each took: a child of the bench and of its test.

A process can hold one GraphQL schema only, so ours and stock grapple's each get one. The site must be built.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from bench.documents import Document


@dataclass(frozen=True)
class Taken:
    """One document, answered once."""

    name: str
    address: str
    body: dict[str, Any]
    bytes: int
    statements: int
    etag: str | None
    unchanged_statements: int | None

    @property
    def has_unchanged(self) -> bool:
        """Whether a client that shows the ETag hears that nothing has changed."""
        return self.unchanged_statements is not None


def answer(stock: bool) -> list[Taken]:
    """Answer the documents by the application that the settings name. Raises ValueError for an answer with errors."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from bench import direct, documents

    application = import_string(settings.WSGI_APPLICATION)
    return [
        take(application, document)
        for document in (documents.stock() if stock else documents.ours(direct.asker(application)))
    ]


def take(application: Callable, document: Document) -> Taken:
    """Answer one document, the second time in this process: what is read once a process, such as content types, is known."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.direct import get

    get(application, document.address)
    with CaptureQueriesContext(connection) as captured:
        got = get(application, document.address)
        statements = len(captured)
    etag, unchanged = got.headers.get("ETag"), None
    if etag:
        with CaptureQueriesContext(connection) as captured:
            again = get(application, document.address, HTTP_IF_NONE_MATCH=etag)
            unchanged = len(captured) if again.status == 304 else None
    return Taken(document.name, document.address, got.body, len(got.content), statements, etag, unchanged)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.answers")
    parser.add_argument("--stock", action="store_true", help="answer by stock grapple")
    arguments = parser.parse_args()
    import django

    django.setup()
    json.dump([asdict(taken) for taken in answer(arguments.stock)], sys.stdout)


if __name__ == "__main__":
    main()
