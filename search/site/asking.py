"""What the address of the search page asks, and the addresses that ask a little more or a little less."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from search.engine.asking import Order, Question
from search.engine.parsing import LONGEST, tidy

SIZES = (10, 20, 50)
# So many values of one filter are read; a robot sends more.
MOST_VALUES = 50
# Nobody reads that far. What lies deeper is found by asking more exactly.
LAST_PAGE = 1000
YEAR = re.compile(r"[1-9][0-9]{3}")

# The filters, as addresses and facets name them, in the order in which the page shows them.
FILTERS = ("type", "stream", "topic", "year", "status")


@dataclass(frozen=True)
class Asked:
    """One question to the search page.

    `chosen` holds the values of each filter, `ignored` what can't be one. `exact` asks for just these words, without
    correction: the address says for which words, so that it ends when somebody writes others.
    """

    words: str
    shortened: bool
    chosen: dict[str, tuple[str, ...]]
    ignored: tuple[str, ...]
    order: Order
    size: int
    page: int
    exact: bool

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """Return what an address asks. No input is an error: what makes no sense is left out."""
        typed = query.get("query", "") or query.get("q", "")
        words = tidy(typed)
        chosen = {name: _values(query.getlist(name)) for name in FILTERS}
        ignored = tuple(year for year in chosen["year"] if not YEAR.fullmatch(year))
        return cls(
            words,
            len(typed) > LONGEST,
            chosen,
            ignored,
            Order.DATE if query.get("sort") == Order.DATE.value else Order.RELEVANCE,
            size if (size := number(query.get("size"))) in SIZES else SIZES[0],
            min(max(number(query.get("page")), 1), LAST_PAGE),
            bool(words) and tidy(query.get("exact", "")) == words,
        ).ignoring(ignored)

    def ignoring(self, values: Iterable[str]) -> Asked:
        """Return the same without values of filters that name nothing."""
        gone = set(values)
        chosen = {name: tuple(value for value in kept if value not in gone) for name, kept in self.chosen.items()}
        return replace(self, chosen=chosen, ignored=tuple(dict.fromkeys((*self.ignored, *values))))

    @cached_property
    def question(self) -> Question:
        """The question for the engine."""
        return Question(
            words=self.words,
            types=self.chosen["type"],
            streams=self.chosen["stream"],
            topics=self.chosen["topic"],
            years=tuple(map(int, self.chosen["year"])),
            statuses=self.chosen["status"],
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
        """Whether it is just words, or nothing: nobody is turning pages or narrowing what was found."""
        return self.address() == self.address(plain=True)

    def without(self, name: str, value: str) -> str:
        """Return the address of the same without one value of a filter, from the first page on."""
        kept = tuple(other for other in self.chosen[name] if other != value)
        return self.address(chosen=self.chosen | {name: kept}, page=1)

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
        chosen: dict[str, tuple[str, ...]] | None = None,
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


def number(text: str | None) -> int:
    """Return the whole number that a parameter says; 0 if it says none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _values(given: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(tidy, given[:MOST_VALUES]))))
