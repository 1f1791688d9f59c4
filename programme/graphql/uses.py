"""Where a key message was used: a connection that is read whole, for all messages of the answer at once, and paged in
memory."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

import graphene
from wagtail.models import Page

from cms.base.choices import DatePrecision
from cms.batches.peers import group_of, peers
from cms.graphql.connection_types import connection_field
from cms.graphql.connections import Connection, Edge, Slice
from cms.graphql.context import Context, Info
from cms.graphql.cursors import decode_cursor
from cms.graphql.fields import GraphQLItem, enum_of
from cms.graphql.interfaces import PageInterface
from cms.graphql.items import ConnectionItem
from cms.graphql.keys import KindType
from cms.graphql.plans import reads
from programme.uses import PublicUse, uses_of

MARK = "uses of a key message"


class UseDay:
    """The first sort key of a use, for `decode_cursor`."""

    @staticmethod
    def parsed(value: Any) -> datetime.date:
        """Return the day in a cursor. Raises TypeError or ValueError if it isn't one."""
        return datetime.date.fromisoformat(value)


class UsePage:
    """The second sort key of a use, for `decode_cursor`."""

    @staticmethod
    def parsed(value: Any) -> int:
        """Return the key of the page in a cursor. Raises ValueError if it isn't one."""
        if type(value) is not int:
            raise ValueError(value)
        return value


class KeyMessageUse(graphene.ObjectType):
    """A public page that expresses a key message, or that brought it to readers."""

    kind = graphene.Field(KindType, required=True, description="The kind of page, such as news or an issue.")
    date = graphene.Date(
        required=True, description="When it was used; the first day of the month or year if only that is known."
    )
    date_precision = graphene.Field(enum_of(DatePrecision), required=True, description="The precision of `date`.")
    page = graphene.Field(
        lambda: PageInterface, description="The page; null if it ceased to be public while it was asked for."
    )

    def resolve_kind(root: PublicUse, info: Info) -> KindType:
        kind = root.model.page_kind
        return KindType(key=kind.name, label=str(kind.label))

    def resolve_date(root: PublicUse, info: Info) -> Any:
        return root.date.first_day

    def resolve_date_precision(root: PublicUse, info: Info) -> str:
        return root.date.precision

    def resolve_page(root: PublicUse, info: Info) -> Page | None:
        return info.context.get(Page, root.page)


class UseConnection(Connection):
    """The uses of one message, latest first. Nothing is read before a field is requested."""

    def __init__(self, root: Any, part: Slice, context: Context):
        super().__init__(part)
        self.root = root
        self.context = context
        # Reported whichever fields are requested.
        self.after, self.before = (self._place(cursor) for cursor in (part.after, part.before))

    @staticmethod
    def _place(cursor: str | None) -> tuple[datetime.date, int] | None:
        if not cursor:
            return None
        day, page = decode_cursor(cursor, MARK, (UseDay, UsePage))  # type: ignore[arg-type]  # it asks them for `parsed`
        return day, page

    @property
    def total_count(self) -> int:
        return len(self._all)

    @cached_property
    def found(self) -> list[Edge]:
        between = [
            use
            for use in self._all
            if (self.after is None or use.place < self.after) and (self.before is None or use.place > self.before)
        ]
        found = (between[::-1] if self.part.backward else between)[: self.part.size + 1]
        self.context.expect(Page, {use.page for use in found})
        return [Edge(use, list(use.place), MARK) for use in found]

    @cached_property
    def _all(self) -> list[PublicUse]:
        def read() -> dict[int, list[PublicUse]]:
            return uses_of({peer.pk for peer in peers(self.root) if peer.pk}, self.context)

        return group_of(self.root).shared(("uses", type(self.root)), read).get(self.root.pk, [])


@reads()
def resolve_uses(root: Any, info: Info, **arguments: Any) -> UseConnection:
    """Return a message's public uses as a connection. Raises ApiError for invalid arguments."""
    part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
    return UseConnection(root, part, info.context)


def uses_field() -> GraphQLItem:
    """Return `uses` for a key message's `graphql_fields`."""
    description = (
        "The public pages that express it, such as news, events and publications, and the issues that had one of them, "
        "latest first; nothing dated in the future."
    )
    return ConnectionItem(
        "uses", lambda: connection_field(lambda: KeyMessageUse, description, resolver=resolve_uses), description
    )
