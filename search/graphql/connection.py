"""Search results as a Relay connection. They are ordered by relevance, so a cursor is a position in the list."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from wagtail.models import Page

from cms.graphql.connections import Connection, Edge, Slice
from cms.graphql.context import Context
from cms.graphql.cursors import decode_cursor
from cms.graphql.errors import ApiError
from cms.models import HubDocument
from search.confidence import unquoted
from search.engine.answers import Answer, Read
from search.engine.questions import Question
from search.engine.retrieval import answer

# More than any list has. JSON allows larger numbers, databases don't.
LAST_PLACE = 10**9


class Position:
    """The only sort key of the edges, for `decode_cursor`."""

    @staticmethod
    def parsed(value: Any) -> int:
        """Return the position in a cursor. Raises ValueError if it isn't one."""
        if type(value) is not int or not 0 <= value <= LAST_PLACE:
            raise ValueError(value)
        return value


class ResultRange(NamedTuple):
    """A part of the list: its start and maximum length."""

    start: int
    size: int


class ResultConnection(Connection):
    """The results of one question. Nothing is searched before a field is requested."""

    def __init__(self, question: Question, part: Slice, context: Context):
        super().__init__(part)
        self.question = question
        self.context = context
        self.mark = f"search by {question.order.value}"
        # Reported before anything is searched, whichever fields are requested.
        self.after = self._place(part.after)
        self.before = self._place(part.before)

    def _place(self, cursor: str | None) -> int | None:
        return decode_cursor(cursor, self.mark, (Position,))[0] if cursor else None

    @cached_property
    def span(self) -> ResultRange:
        """The part requested by the arguments, as explained in `Slice`."""
        lower = 0 if self.after is None else self.after + 1
        if not self.part.backward:
            return ResultRange(
                lower, self.part.size if self.before is None else min(self.part.size, self.before - lower)
            )
        end = self._ask(0, 0).total if self.before is None else self.before
        start = max(lower, end - self.part.size)
        return ResultRange(start, end - start)

    @cached_property
    def answer(self) -> Answer:
        """The engine's answer."""
        return self._ask(self.span.start, max(0, self.span.size))

    def _ask(self, offset: int, size: int) -> Answer:
        visibility = self.context.visibility
        # Any page or document may be found, so any change of one may change the answer.
        visibility.asked |= {Page, HubDocument}
        with unquoted(ApiError):
            found = answer(replace(self.question, offset=offset, size=size), visibility, reader(self.context))
        self.context.is_confidential |= found.is_confidential
        return found

    @property
    def total_count(self) -> int:
        return self.answer.total

    @cached_property
    def edges(self) -> list[Edge]:
        return [Edge(hit, [place], self.mark) for place, hit in enumerate(self.answer.hits, self.span.start)]

    @property
    def page_info(self) -> dict[str, Any]:
        return {
            "has_next_page": self.span.start + max(0, self.span.size) < self.answer.total,
            "has_previous_page": self.span.start > 0 and self.answer.total > 0,
            "start_cursor": self.edges[0].cursor if self.edges else None,
            "end_cursor": self.edges[-1].cursor if self.edges else None,
        }


def reader(context: Context) -> Read:
    """Return the function that reads pages for a GraphQL document: with the columns it selects, together, as peers."""

    def read(keys: list[int]) -> dict[int, Page]:
        context.expect(Page, keys)
        found = {key: context.get(Page, key) for key in keys}
        return {key: page for key, page in found.items() if page is not None}

    return read
