"""Publishes a news item again and again, with the triggers of the history and without. Prints one JSON object: for each
of both the milliseconds of every publication, and those of the processors of this process and the database.

python -m bench.history.publishing 20
"""

from __future__ import annotations

import json
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402  the hub has to be set up first

from bench.history.processor import processor  # noqa: E402
from cms.history import triggers  # noqa: E402
from programme.models import NewsPage  # noqa: E402

# Publications in a row with the triggers, or without, and those before them that aren't counted.
ROW, WARM_UP = 10, 3


def main() -> None:
    pages = list(NewsPage.objects.filter(live=True).order_by("-date")[:ROW])
    found: dict[str, dict[str, list[float]]] = {way: {"ms": [], "cpu": []} for way in ("with", "without")}
    for number in range(int(sys.argv[1])):
        # The one that is first changes, so that neither gains by it.
        for way in ("with", "without") if number % 2 else ("without", "with"):
            (triggers.install if way == "with" else triggers.remove)(connection.alias)
            for page in pages[:WARM_UP]:
                publish(page, f"Warm {number}")
            for page in pages:
                begun, worked = time.perf_counter(), processor()
                publish(page, f"Published {number} {way}")
                found[way]["cpu"].append(processor() - worked)
                found[way]["ms"].append(1000 * (time.perf_counter() - begun))
    triggers.install(connection.alias)
    sys.stdout.write(json.dumps(found) + "\n")


def publish(page: NewsPage, title: str) -> None:
    """Change a page's title and publish it."""
    page.title = title
    page.save_revision().publish()


if __name__ == "__main__":
    main()
