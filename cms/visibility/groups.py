"""The view of people who belong to groups: what the public sees, and what is restricted to these groups or to people with
an account. Pages behind a password stay hidden: nobody has typed it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable
from typing import Any

from wagtail.models import PageViewRestriction, Site

from .period import Period
from .rule import Visibility


class GroupVisibility(Visibility):
    """A view of one site that also has the pages restricted to certain groups.

    It shares facts only with views of the same groups.
    """

    def __init__(
        self,
        site: Site | None,
        groups: frozenset[int],
        now: datetime.datetime | None = None,
        period: Period | None = None,
    ):
        super().__init__(site, now, period)
        self.groups = groups

    def fact(self, key: Hashable, read: Callable[[], Any]) -> Any:
        return super().fact(("groups", self.groups, key), read)

    def _closed(self, restricted: set[str]) -> set[str]:
        if not restricted:
            return restricted
        rows = PageViewRestriction.objects.order_by().values_list("pk", "page__path", "restriction_type", "groups")
        open_ones = {
            pk
            for pk, _, kind, group in rows
            if kind == PageViewRestriction.LOGIN or (kind == PageViewRestriction.GROUPS and group in self.groups)
        }
        # Each restriction of a page must let them in.
        return {path for pk, path, _, _ in rows if pk not in open_ones}
