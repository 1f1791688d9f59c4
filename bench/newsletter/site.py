"""A hub with one issue, approved, and a list with a given number of people."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402  the hub has to be set up first
from django.core.management import call_command  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from newsletter.models import MailingList, Send, Snapshot  # noqa: E402
from tests import factories as pages  # noqa: E402
from tests.newsletter.sending import factories  # noqa: E402

settings.NEWSLETTER_LIVE = True  # the only server that is handed anything is the bench's own


def build(people: int) -> None:
    """Make the hub in an empty database."""
    call_command("migrate", verbosity=0)
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    home = pages.HomeFactory(parent=Page.objects.get(depth=1))
    Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
    issue = pages.IssueFactory(parent=pages.IssueIndexFactory(parent=home), number=1)
    factories.snapshot(issue)
    factories.crowd(people, factories.mailing_list())


def new_send() -> Send:
    """Return a send of the issue, to be prepared; earlier ones of it are gone."""
    Send.objects.all().delete()
    return factories.send(Snapshot.objects.get(), MailingList.objects.get())


def tell(*rows: tuple[str, str, str]) -> None:
    """Hand figures to the bench: what was measured, the figure, the goal."""
    sys.stdout.write(json.dumps(rows) + "\n")


if __name__ == "__main__":
    build(int(sys.argv[1]))
