"""Write all that a hub's public sees into a file: every page, and the answers to a few documents.

It runs as a program of its own, on the hub of its environment: `python -m tests.transfer.everything FILE`.
"""

import json
import sys
from pathlib import Path

import django

DOCUMENTS = ("Home", "Navigation", "NewsList", "Team", "Progress")


def main(to: Path) -> None:
    django.setup()
    from django.conf import settings
    from django.test import Client
    from wagtail.models import Page

    settings.ALLOWED_HOSTS = ["*"]
    host = settings.BASE_URL.rpartition("/")[2]
    client = Client(headers={"host": host})
    paths = [page.url for page in Page.objects.live().order_by("path").specific() if page.url]
    found = {}
    for path in [*paths, *(f"/graphql/?document={name}" for name in DOCUMENTS), "/search/?q=children", "/sitemap.xml"]:
        answer = client.get(path)
        found[path] = [answer.status_code, answer.content.decode()]
    to.write_text(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
