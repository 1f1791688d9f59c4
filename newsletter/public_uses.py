"""Key messages in public issues, for `programme.uses`: directly, or through a page in the issue that expresses them.

`newsletter.uses` tells the team of internal editions, too.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from cms.base.partial_dates import PartialDate
from cms.batches.reader import BatchReader
from cms.visibility.rule import Visibility
from newsletter.generator.proposals import page_ids
from newsletter.models import IssuePage
from programme.uses import PublicUse


def uses(reader: BatchReader, messages: set[int], known: list[PublicUse]) -> Iterable[PublicUse]:
    """Return the uses in public issues. One statement for each period of the content: all issues are read for all
    messages."""
    visibility = reader.visibility
    visibility.asked.add(IssuePage)
    key = ("pages in issues", visibility.key(IssuePage))
    issues: dict[int, list[tuple[int, datetime.date]]] = visibility.fact(key, lambda: _issues_with(visibility))
    carried = {(message, message) for message in messages} | {(use.message, use.page) for use in known}
    for message, page in carried:
        for issue, day in issues.get(page, ()):
            yield PublicUse(message, issue, IssuePage, PartialDate(day))


def _issues_with(visibility: Visibility) -> dict[int, list[tuple[int, datetime.date]]]:
    """Return, for each page that a public issue has, these issues and their days."""
    found = defaultdict(list)
    public = visibility.filter(IssuePage.objects.filter(alias_of=None).order_by())
    for pk, day, sections in public.values_list("pk", "date", "sections"):
        for page in set(page_ids(list(sections.get_prep_value()))):
            found[page].append((pk, day))
    return dict(found)
