"""What the address of the search page asks, and the addresses that ask a little more or a little less."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from cms.graphql.visibility import Visibility
from programme.choices import ProgressStatus
from programme.models import Topic, WorkStreamPage
from search.engine.asking import Order, Question
from search.engine.kinds import KINDS

# Longer than any question; what a robot sends beyond it is not read.
MAX_LENGTH = 200
SIZES = (10, 20, 50)
# So many values of one filter are read; a robot sends more.
MOST_VALUES = 50
# Nobody reads that far. What lies deeper is found by asking more exactly.
LAST_PAGE = 1000
YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)

# The filters, as addresses and facets name them, in the order in which the page shows them.
FILTERS = ("type", "stream", "topic", "year", "status")


@dataclass(frozen=True)
class Active:
    """A filter that is in use: what it says, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Asked:
    """One question to the search page.

    `chosen` holds the known values of each filter with their labels, `ignored` what names nothing. `exact` asks for just
    these words, without correction: the address says for which words, so that it ends when somebody writes others.
    """

    words: str
    shortened: bool
    chosen: dict[str, dict[str, str]]
    ignored: tuple[str, ...]
    order: Order
    size: int
    page: int
    exact: bool

    @classmethod
    def of(cls, query: QueryDict, visibility: Visibility) -> Asked:
        """Return what an address asks. No input is an error: what makes no sense is left out."""
        typed = query.get("query", "") or query.get("q", "")
        words = tidy(typed)
        chosen, ignored = {}, []
        for name in FILTERS:
            values = list(dict.fromkeys(query.getlist(name)))[:MOST_VALUES]
            known = known_values(name, values, visibility)
            chosen[name] = {value: known[value] for value in values if value in known}
            ignored += [tidy(value) for value in values if value and value not in known]
        return cls(
            words,
            len(typed) > MAX_LENGTH,
            chosen,
            tuple(value for value in ignored if value),
            Order.DATE if query.get("sort") == Order.DATE.value else Order.RELEVANCE,
            size if (size := number(query.get("size"))) in SIZES else SIZES[0],
            min(max(number(query.get("page")), 1), LAST_PAGE),
            bool(words) and tidy(query.get("exact", "")) == words,
        )

    @cached_property
    def question(self) -> Question:
        """The question for the engine."""
        return Question(
            words=self.words,
            types=tuple(self.chosen["type"]),
            streams=tuple(self.chosen["stream"]),
            topics=tuple(self.chosen["topic"]),
            years=tuple(map(int, self.chosen["year"])),
            statuses=tuple(self.chosen["status"]),
            order=self.order,
            offset=(self.page - 1) * self.size,
            size=self.size,
            exact=self.exact,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is in use."""
        return any(self.chosen.values())

    @property
    def is_plain(self) -> bool:
        """Whether it is just words: then somebody has asked, and isn't turning pages or narrowing what was found."""
        return bool(self.words) and self.address() == self.address(words=self.words, plain=True)

    @property
    def active(self) -> list[Active]:
        """The filters in use, each with the address without it."""
        return [
            Active(label, self.without(name, value))
            for name, values in self.chosen.items()
            for value, label in values.items()
        ]

    def without(self, name: str, value: str) -> str:
        """Return the address of the same without one value of a filter, from the first page on."""
        return self.address(chosen=self.chosen | {name: {v: v for v in self.chosen[name] if v != value}}, page=1)

    @property
    def unfiltered(self) -> str:
        """The address of the same without any filter."""
        return self.address(chosen={}, page=1)

    @property
    def kept(self) -> str:
        """The address without its page, to add one to: as `includes/pagination.html` takes it."""
        return f"{self.address(page=1).partition('?')[2]}&"

    def address(
        self,
        *,
        words: str | None = None,
        chosen: dict[str, dict[str, str]] | None = None,
        page: int | None = None,
        exact: bool | None = None,
        plain: bool = False,
    ) -> str:
        """Return the address that asks the same but for what is given; with `plain` nothing but the words."""
        words = self.words if words is None else words
        pairs: list[tuple[str, str | int]] = [("query", words)]
        if self.exact if exact is None else exact:
            pairs.append(("exact", words))
        if not plain:
            for name, values in (self.chosen if chosen is None else chosen).items():
                pairs += [(name, value) for value in values]
            pairs += [("sort", self.order.value)] if self.order != Order.RELEVANCE else []
            pairs += [("size", self.size)] if self.size != SIZES[0] else []
            page = self.page if page is None else page
            pairs += [("page", page)] if page > 1 else []
        return f"{reverse('search')}?{urlencode(pairs)}"


def tidy(text: str) -> str:
    """Return a text as it is searched for and shown: of a length that somebody types, without control signs.

    A database takes no NUL in a text.
    """
    return "".join(sign if sign.isprintable() else " " for sign in text[:MAX_LENGTH]).strip()


def number(text: str | None) -> int:
    """Return the whole number that a parameter says; 0 if it says none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def known_values(name: str, values: Iterable[str], visibility: Visibility) -> dict[str, str]:
    """Return which values a filter knows, with their labels; of the years, those among `values`."""
    if name == "type":
        return {kind.value: kind.plural for kind in KINDS}
    if name == "status":
        return dict(ProgressStatus.choices)
    if name == "year":
        return {value: value for value in values if YEAR.fullmatch(value)}
    return visibility.fact(("search", name, visibility.key(_model(name))), lambda: _names(name, visibility))


def _model(name: str) -> type[WorkStreamPage] | type[Topic]:
    return WorkStreamPage if name == "stream" else Topic


def _names(name: str, visibility: Visibility) -> dict[str, str]:
    """Return the names of all public streams or topics by slug."""
    label = "title" if name == "stream" else "name"
    return dict(visibility.filter(_model(name).objects.order_by(label)).values_list("slug", label))
