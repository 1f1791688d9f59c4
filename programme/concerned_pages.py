"""Which pages a change of a page concerns: what belongs to a work stream, a group or an audience concerns its page.

The newsletter's letters to followers and webhooks for single pages have this rule in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from cms.pages import kinds
from programme.models import MeetingPage, NewsPage


def concerned(changed: Collection[int]) -> dict[int, set[int]]:
    """Return the pages that a change of each of the pages concerns, by the changed page's key.

    A page concerns itself; anything for an audience or of a work stream, its page; a meeting, its group; news about a
    commitment, the commitment. A query for each kind, whatever the number of pages.
    """
    found: dict[int, set[int]] = defaultdict(set)
    for key in changed:
        found[key].add(key)
    for model in kinds.page_types.values():
        kind = model.page_kind
        if kind.streams:
            _add(found, model, changed, kind.streams)
        if kind.audiences:
            _add(found, model, changed, f"{kind.audiences}__pages")
    _add(found, MeetingPage, changed, "group")
    _add(found, NewsPage, changed, "commitments")
    return found


def _add(found: dict[int, set[int]], model: type[Any], changed: Collection[int], lookup: str) -> None:
    for key, page in model._default_manager.filter(pk__in=changed).order_by().values_list("pk", lookup):
        if page is not None:
            found[key].add(page)
