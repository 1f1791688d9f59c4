"""A hub with the programme's content, editors, and a send that begins with the first worker. Prints the editors' pages."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  the hub has to be set up first
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402

from bench.load.editors import ACCOUNTS, PASSWORD, account  # noqa: E402
from newsletter.choices import SendState  # noqa: E402
from newsletter.models import IssueIndexPage  # noqa: E402
from programme.models import NewsIndexPage  # noqa: E402
from tests import factories as pages  # noqa: E402
from tests.newsletter.sending import factories  # noqa: E402


def build(number: int) -> None:
    """Make the hub in an empty database, with a page for each of a number of editors."""
    call_command("migrate", verbosity=0)
    call_command("search", "update", verbosity=0)
    call_command("load_programme", verbosity=0)
    hashed = make_password(PASSWORD)
    get_user_model().objects.bulk_create(
        get_user_model()(username=account(editor, n), password=hashed, is_superuser=True, is_staff=True)
        for editor in range(number)
        for n in range(ACCOUNTS)
    )
    news = NewsIndexPage.objects.get()
    made = [pages.NewsFactory(parent=news, title=f"Work of editor {n}", body=[]) for n in range(number)]
    for page in made:
        page.save_revision().publish()
    sys.stdout.write(json.dumps({page.pk: page.url for page in made}) + "\n")


def begin_send(people: int, per_minute: int) -> None:
    """Make a send to a number of people that is due."""
    # A draft: the archive would show it from data that its snapshot doesn't have.
    issue = pages.IssueFactory(parent=IssueIndexPage.objects.get(), number=900, live=False)
    mailing_list = factories.mailing_list("load")
    factories.crowd(people, mailing_list)
    factories.send(factories.snapshot(issue), mailing_list, state=SendState.SCHEDULED, per_minute=per_minute)


if __name__ == "__main__":
    editors, people, per_minute = map(int, sys.argv[1:])
    build(editors)
    begin_send(people, per_minute)
