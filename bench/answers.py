"""Answer the five documents once, in a process of its own, and tell what each took: a child of the bench and of its test.

A process can hold one GraphQL schema only, so ours and stock grapple's each get one. The site must be built.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Taken:
    """One document, answered once."""

    name: str
    address: str
    body: dict[str, Any]
    bytes: int
    statements: int
    headers: dict[str, str]


def answer(stock: bool) -> list[Taken]:
    """Answer the documents by the application that the settings name. Raises ValueError for an answer with errors."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils.module_loading import import_string

    from bench import direct, documents

    application = import_string(settings.WSGI_APPLICATION)
    taken = []
    for document in documents.stock() if stock else documents.ours(direct.asker(application)):
        direct.get(application, document.address)  # what is read once a process, such as content types
        with CaptureQueriesContext(connection) as captured:
            got = direct.get(application, document.address)
        taken.append(Taken(document.name, document.address, got.body, len(got.content), len(captured), got.headers))
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.answers")
    parser.add_argument("--stock", action="store_true", help="answer by stock grapple")
    arguments = parser.parse_args()
    import django

    django.setup()
    json.dump([asdict(taken) for taken in answer(arguments.stock)], sys.stdout)


if __name__ == "__main__":
    main()
