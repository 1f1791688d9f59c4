"""Which pages are measured, and what each costs in statements. Prints one JSON object: name, path, statements twice.

python -m bench.pages.addresses --pages 10000
"""

import argparse
import json
import os
import sys
import uuid

from bench.environment import Place

SETTINGS = "bench.pages.settings"
# What isn't the first page of its type. A search counts as any other page here; `make bench-search` measures it.
MORE = {"news, page 300": "/news/?page=300", "search": "/search/?query=neglect", "nothing there": "/nothing-there/"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pages.addresses")
    parser.add_argument("--pages", type=int, required=True)
    arguments = parser.parse_args()
    os.environ["PAGES_CACHE"] = "false"  # counted is what it takes to make a page
    Place.of(arguments.pages).enter(SETTINGS)
    found = [[name, path, *statements(path)] for name, path in (of_types() | MORE).items()]
    sys.stdout.write(json.dumps(found))


def of_types() -> dict[str, str]:
    """Return the path of one public page of each type; of a work stream the one about neglect, which has most."""
    from wagtail.models import Page, Site, get_page_models

    from cms.visibility.rule import Visibility

    visibility = Visibility(Site.objects.get())
    found = {}
    for model in get_page_models():
        pages = visibility.filter(model.objects.order_by("path"))
        page = pages.filter(slug="neglect").first() or pages.first()
        if model is not Page and page is not None:
            found[model.get_verbose_name().lower()] = page.get_url()
    return dict(sorted(found.items(), key=lambda item: item[1]))


def statements(path: str) -> tuple[int, int]:
    """Return how many statements the page takes: within a period, and first after a change of the content."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cms.models import ContentVersion

    client = Client(headers={"host": "localhost"})
    client.get(path)
    with CaptureQueriesContext(connection) as usual:
        client.get(path)
    ContentVersion.objects.update(token=uuid.uuid4().hex)
    with CaptureQueriesContext(connection) as first:
        client.get(path)
    return len(usual), len(first)


if __name__ == "__main__":
    main()
