"""The programme's content and a given number of news items with many different words, indexed. Prints how long indexing took."""

from __future__ import annotations

import io
import json
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402  the hub has to be set up first

from bench.search.texts import Language  # noqa: E402
from bench.site import add_news  # noqa: E402
from cms.visibility.indexes import update_statistics  # noqa: E402
from programme.models import NewsPage  # noqa: E402
from search.index.rebuilds import Rebuild, pages_to_index  # noqa: E402


def build(pages: int) -> None:
    """Make the site in an empty database, unless it is there."""
    call_command("migrate", verbosity=0)
    call_command("load_programme", stdout=io.StringIO())
    if NewsPage.objects.count() < pages:
        add_news(pages, quiet=not sys.stderr.isatty(), writer=Language())


def main() -> None:
    build(int(sys.argv[1]))
    start = time.perf_counter()
    for done in Rebuild():
        sys.stderr.write(f"\r  {done} pages indexed" if sys.stderr.isatty() else "")
    rebuilt = time.perf_counter() - start
    update_statistics()
    page = NewsPage.objects.order_by("-pk").first()
    times = []
    for number in range(9):
        page.summary = f"{page.summary[:200]} {number}"
        start = time.perf_counter()
        page.save()
        times.append(time.perf_counter() - start)
    rows = [
        (
            "the whole index anew",
            f"{rebuilt / 60:.1f} min, {pages_to_index().count() / rebuilt:.0f} pages a second",
            "",
        ),
        ("save a page and index it", f"{sorted(times)[4] * 1000:.0f} ms", ""),
    ]
    sys.stdout.write(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
