"""Asks for today after a change, for today again, for a past moment that was asked before, and for another. Prints one
JSON object: for each document and each of the four the milliseconds of the processors for every request, and its
statements.

python -m bench.history.asking 60
"""

from __future__ import annotations

import datetime
import json
import random
import re
import sys
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402  the hub has to be set up first
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import direct, documents  # noqa: E402
from bench.documents import Document  # noqa: E402
from bench.history.moments import DAY, STATES, begins  # noqa: E402
from bench.history.processor import processor  # noqa: E402
from cms.visibility.period import forget_period  # noqa: E402
from cms.wsgi import application  # noqa: E402

FOLDER = Path(__file__).resolve().parent / "documents"
BEGINNING = re.compile(r"^query (\w+)(?:\((.*)\))? \{")
SEED = 7
OWN = ("progress", "total", "route")
CHANGED, TODAY, KNOWN, NEW = "today after a change", "today", "a moment asked before", "another moment"


def main() -> None:
    chance = random.Random(SEED)  # noqa: S311  moments, not a secret
    asked = [*documents.ours(direct.asker(application)), *(documents.read(name, folder=FOLDER) for name in OWN)]
    asked = [with_moment(document) for document in asked]
    found: dict[str, dict[str, dict[str, list[float]]]] = {
        document.name: {way: {"ms": [], "statements": []} for way in (CHANGED, TODAY, KNOWN, NEW)} for document in asked
    }
    known = begins(STATES // 2) + DAY / 2
    for document in asked:
        compare(document, known)
    for number in range(1 + int(sys.argv[1])):
        # In turn, so that what else the machine does meets all of them.
        for document in asked:
            for way, taken in found[document.name].items():
                other = begins(chance.randrange(STATES)) + DAY * chance.random()
                moment = {KNOWN: known, NEW: other}.get(way)
                if way == CHANGED:
                    forget_period()
                if number == 0:
                    with CaptureQueriesContext(connection) as captured:
                        answered(document, moment)
                    taken["statements"] = [len(captured)]
                    continue
                worked = processor()
                answered(document, moment)
                taken["ms"].append(processor() - worked)
    sys.stdout.write(json.dumps(found) + "\n")


def with_moment(document: Document) -> Document:
    """Return the document with a variable for the moment."""

    def begin(match: re.Match[str]) -> str:
        return f"query {match[1]}({', '.join(filter(None, [match[2], '$at: String']))}) @asOf(at: $at) {{"

    return Document(document.name, BEGINNING.sub(begin, document.text, count=1), document.variables)


def answered(document: Document, moment: datetime.datetime | None) -> dict:
    """Return the data of a document at a moment. Raises ValueError for an answer with errors."""
    at = moment.isoformat() if moment else None
    asked = Document(document.name, document.text, {**document.variables, "at": at})
    return direct.get(application, asked.address).body["data"]


def compare(document: Document, moment: datetime.datetime) -> None:
    """Raise ValueError if the answers of today and of the moment differ: all states of a page say the same."""
    if answered(document, None) != answered(document, moment):
        raise ValueError(f"{document.name} is another at {moment}.")


if __name__ == "__main__":
    main()
