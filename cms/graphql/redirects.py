"""Redirects: one at an address, and the list of all, which is read whole and paged in memory."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import graphene
from wagtail.contrib.redirects.models import Redirect as RedirectRecord
from wagtail.models import Page

from cms.pages.redirects import RedirectTarget, public_redirects

from .connections import Connection, Edge, Slice
from .context import Context, Info
from .cursors import decode_cursor
from .interfaces import PageInterface
from .orders import keys_of, mark_of

ORDER = ("old_path",)


class Redirect(graphene.ObjectType):
    """A redirect to another address."""

    from_path = graphene.String(
        required=True,
        description="The redirected path, without the last slash; with a query string if it is redirected only with that.",
    )
    path = graphene.String(description="The target's path on the site; null if it is on another site.")
    url = graphene.String(required=True, description="The full target address.")
    page = graphene.Field(lambda: PageInterface, description="The page to which it leads; null if it leads elsewhere.")
    status = graphene.Int(required=True, description="The HTTP status: 301 if permanent, otherwise 302.")

    def resolve_page(root: RedirectTarget, info: Info) -> Page | None:
        return info.context.get(Page, root.page_id) if root.page_id else None


class RedirectList(Connection):
    """The public redirects, by path. Every path has only one."""

    def __init__(self, part: Slice, context: Context):
        super().__init__(part)
        self.context = context
        self.mark = mark_of(RedirectRecord, ORDER)
        # Reported whichever fields are requested.
        self.after = self._place(part.after)
        self.before = self._place(part.before)

    def _place(self, cursor: str | None) -> str | None:
        return decode_cursor(cursor, self.mark, keys_of(RedirectRecord, ORDER))[0] if cursor else None

    @property
    def total_count(self) -> int:
        return len(self._all)

    @cached_property
    def found(self) -> list[Edge]:
        between = [
            one
            for one in self._all
            if (self.after is None or one.from_path > self.after)
            and (self.before is None or one.from_path < self.before)
        ]
        found = (between[::-1] if self.part.backward else between)[: self.part.size + 1]
        self.context.expect(Page, {one.page_id for one in found if one.page_id})
        return [Edge(one, [one.from_path], self.mark) for one in found]

    @cached_property
    def _all(self) -> list[RedirectTarget]:
        return public_redirects(self.context)


def resolve_redirects(root: None, info: Info, **arguments: Any) -> RedirectList:
    """Return the redirects as a connection. Raises ApiError for invalid arguments."""
    part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
    return RedirectList(part, info.context)
