"""How long an issue of sixty items takes to build, and how many statements that needs. Goal: a second at most."""

from __future__ import annotations

import datetime
import statistics
import time

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from newsletter.choices import Audience
from newsletter.generator.checks import size_of
from newsletter.generator.rendering import editions_of
from newsletter.models import IssueIndexPage, IssuePage
from programme.models import NewsIndexPage, NewsPage

FEW, MANY = 6, 60
RUNS = 9
SENTENCE = "What was decided, who decided it and what it means for the people whose work it changes. "


def measure(runs: int = RUNS) -> dict[str, float]:
    """Return median seconds for both editions of an issue of 60 items, the first run's, statements and the HTML's bytes.

    Works in the database of the settings and leaves it as it was. Without content the programme's own is loaded first.
    """
    with transaction.atomic():
        issues = _issues()
        many = issues[MANY]
        first = _seconds(many)
        times = [_seconds(many) for _ in range(runs)]
        statements = {}
        for number, page in issues.items():
            with CaptureQueriesContext(connection) as asked:
                built = editions_of(page)
            statements[number] = len(asked)
        transaction.set_rollback(True)
    return {
        "items": MANY,
        "seconds": statistics.median(times),
        "seconds_first": first,
        "statements_few": statements[FEW],
        "statements_many": statements[MANY],
        "bytes": size_of(built[Audience.EXTERNAL].html),
    }


def _seconds(page: IssuePage) -> float:
    start = time.perf_counter()
    editions_of(page)
    return time.perf_counter() - start


def _issues() -> dict[int, IssuePage]:
    """Make news and two issues that tell of it, one of a few items and one of many."""
    if not (NewsIndexPage.objects.exists() and IssueIndexPage.objects.exists()):
        call_command("load_programme", verbosity=0)
    news, updates = NewsIndexPage.objects.first(), IssueIndexPage.objects.first()
    pages = [
        news.add_child(
            instance=NewsPage(
                title=f"News for the bench {number}", date=datetime.date(2018, 2, 1), summary=(SENTENCE * 2).strip()
            )
        )
        for number in range(MANY)
    ]
    issues = {}
    for number in (FEW, MANY):
        issue = IssuePage(title=f"Issue of {number}", number=30_000 + number, subject="For the bench")
        issue.introduction = f"<p>{SENTENCE}</p>"
        issue.sections = [
            {
                "type": "section",
                "value": {
                    "heading": f"Part {start}",
                    "items": [{"page": page.pk} for page in pages[start : start + 6]],
                },
            }
            for start in range(0, number, 6)
        ]
        # Read anew, as whoever builds it does.
        issues[number] = IssuePage.objects.get(pk=updates.add_child(instance=issue).pk)
    return issues
