"""What the search answers, as a Relay connection. Its order is that of relevance, so a cursor is a place in the list."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from wagtail.models import Page

from cms.graphql.connections import Connection, Edge, Slice, decode_cursor
from cms.graphql.context import Context
from cms.models import HubDocument
from search.confidence import unquoted
from search.engine.answering import answer
from search.engine.answers import Answer, Read
from search.engine.asking import Question

# No list is as long. JSON has longer numbers, and a database none.
LAST_PLACE = 10**9


class Place:
    """The one key by which the edges are told apart, as `decode_cursor` asks for it."""

    @staticmethod
    def parsed(value: Any) -> int:
        """Return the place that a cursor holds. Raises ValueError if it is none."""
        if type(value) is not int or not 0 <= value <= LAST_PLACE:
            raise ValueError(value)
        return value


class Span(NamedTuple):
    """A part of the list: where it starts, and how long it may be."""

    start: int
    size: int


class SearchConnection(Connection):
    """The results of one question. Nothing is searched for until a field is asked."""

    def __init__(self, question: Question, part: Slice, context: Context):
        super().__init__(part)
        self.question = question
        self.context = context
        self.mark = f"search by {question.order.value}"
        # Told before anything is searched for, whichever fields are asked.
        self.after = self._place(part.after)
        self.before = self._place(part.before)

    def _place(self, cursor: str | None) -> int | None:
        return decode_cursor(cursor, self.mark, (Place,))[0] if cursor else None

    @cached_property
    def span(self) -> Span:
        """What the arguments ask for, as `Slice` explains them."""
        lower = 0 if self.after is None else self.after + 1
        if not self.part.backward:
            return Span(lower, self.part.size if self.before is None else min(self.part.size, self.before - lower))
        end = self._ask(0, 0).total if self.before is None else self.before
        start = max(lower, end - self.part.size)
        return Span(start, end - start)

    @cached_property
    def answer(self) -> Answer:
        """What the engine answers."""
        return self._ask(self.span.start, max(0, self.span.size))

    def _ask(self, offset: int, size: int) -> Answer:
        visibility = self.context.visibility
        # Whatever is published or uploaded may be found, so it may change the answer.
        visibility.asked |= {Page, HubDocument}
        with unquoted():
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
    """Return how pages are read for a document: with the columns that it selects, all at once, and peers of each other."""

    def read(keys: list[int]) -> dict[int, Page]:
        context.expect(Page, keys)
        found = {key: context.get(Page, key) for key in keys}
        return {key: page for key, page in found.items() if page is not None}

    return read
