"""How long an issue of sixty items takes to build, and how many statements that needs. Goal: a second at most."""

from __future__ import annotations

import statistics
import time

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.newsletter import site
from newsletter.choices import EditionAudience
from newsletter.generator.checks import size_of
from newsletter.generator.editions import editions_of
from newsletter.models import IssuePage
from tests import factories as pages

FEW, MANY = 6, 60
RUNS = 9
SENTENCE = "What was decided, who decided it and what it means for the people whose work it changes. "


def measure(runs: int = RUNS) -> dict[str, float]:
    """Return median seconds for both editions of an issue of 60 items, the first run's, statements and the HTML's bytes.

    Works in the database of the settings and leaves it as it was.
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
        "bytes": size_of(built[EditionAudience.EXTERNAL].html),
    }


def _seconds(page: IssuePage) -> float:
    start = time.perf_counter()
    editions_of(page)
    return time.perf_counter() - start


def _issues() -> dict[int, IssuePage]:
    """Make news and two issues that tell of it, one of a few items and one of many."""
    home = site.Site.objects.get(is_default_site=True).root_page
    news, updates = pages.NewsIndexFactory(parent=home), pages.IssueIndexFactory(parent=home, title="For the bench")
    told = [pages.NewsFactory(parent=news, summary=(SENTENCE * 2).strip()) for _ in range(MANY)]
    issues = {}
    for number in (FEW, MANY):
        sections = [
            {
                "type": "section",
                "value": {"heading": f"Part {start}", "items": [{"page": page.pk} for page in told[start : start + 6]]},
            }
            for start in range(0, number, 6)
        ]
        issue = pages.IssueFactory(
            parent=updates, number=30_000 + number, introduction=f"<p>{SENTENCE}</p>", sections=sections
        )
        # Read anew, as an editor's request does.
        issues[number] = IssuePage.objects.get(pk=issue.pk)
    return issues


def main() -> None:
    found = measure()
    site.tell(
        (f"build both editions of {MANY} items", f"{found['seconds'] * 1000:.0f} ms", "1 s at most"),
        (
            f"statements for {FEW} and for {MANY} items",
            f"{found['statements_few']} and {found['statements_many']}",
            "the same",
        ),
        (f"HTML of {MANY} items as it is sent", f"{found['bytes'] / 1000:.0f} kB", "under 100 kB"),
    )


if __name__ == "__main__":
    main()
