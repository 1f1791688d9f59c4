"""The question in the address of the search page, and addresses with other filters or pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from programme.site.filters import Active
from search.engine.answers import Answer, FacetValue
from search.engine.parser import LONGEST, tidy
from search.engine.questions import Order, Question
from search.help.offers import Help

SIZES = (10, 20, 50)
# The maximum of values read for one filter; only bots send more.
MOST_VALUES = 50
# The last page. Nobody reads that far, and a more exact query finds later results.
LAST_PAGE = 1000
YEAR = re.compile(r"[1-9][0-9]{3}")

# The filters by their names in addresses and facets, in display order.
FILTERS = ("type", "stream", "topic", "audience", "year", "status")


@dataclass(frozen=True)
class SearchRequest:
    """A request to the search page.

    `chosen` has the values of each filter, `ignored` the invalid ones. `exact` searches for just these words, without
    correction: the address repeats them, so that it no longer applies to other words.
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
    def of(cls, query: QueryDict) -> SearchRequest:
        """Return the request of an address. No input is an error: invalid parts are ignored."""
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

    def ignoring(self, values: Iterable[str]) -> SearchRequest:
        """Return the same request without unknown filter values."""
        gone = set(values)
        chosen = {name: tuple(value for value in kept if value not in gone) for name, kept in self.chosen.items()}
        return replace(self, chosen=chosen, ignored=tuple(dict.fromkeys((*self.ignored, *values))))

    @cached_property
    def question(self) -> Question:
        """The question for the engine."""
        return Question(
            words=self.words,
            types=self.chosen["type"] or None,
            streams=self.chosen["stream"] or None,
            topics=self.chosen["topic"] or None,
            audiences=self.chosen["audience"] or None,
            years=tuple(map(int, self.chosen["year"])) or None,
            statuses=self.chosen["status"] or None,
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
        """Whether it has only words, or nothing: no filters, and the first page."""
        return self.address() == self.address(plain=True)

    def without(self, name: str, value: str) -> str:
        """Return the address without one filter value, on the first page."""
        kept = tuple(other for other in self.chosen[name] if other != value)
        return self.address(chosen=self.chosen | {name: kept}, page=1)

    @property
    def unfiltered(self) -> str:
        """The address without any filters."""
        return self.address(chosen={}, page=1)

    @property
    def kept(self) -> str:
        """The query string without the page, for `includes/pagination.html`."""
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
        """Return the address with the given changes; with `plain`, only the words."""
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
    """Return a parameter as a whole number; 0 if it isn't one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _values(given: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(tidy, given[:MOST_VALUES]))))


# Open initially, like filters in use; the others open on demand.
OPEN_FROM_THE_START = "type"


@dataclass(frozen=True)
class Filter:
    """The values of one facet. `chosen` is the number in use."""

    name: str
    label: str
    values: list[FacetValue]
    chosen: int

    @property
    def open(self) -> bool:
        """Whether its values are visible initially."""
        return bool(self.chosen) or self.name == OPEN_FROM_THE_START


def filters(asked: SearchRequest, found: Answer) -> list[Filter]:
    """Return the filters that could change the results, in display order.

    Filters in use are always included, so that they can be removed, even without facets.
    """
    facets = {facet.name: facet for facet in found.facets}
    shown = []
    for name in FILTERS:
        facet, chosen = facets.get(name), asked.chosen[name]
        values = list(facet.values) if facet else [FacetValue(value, value, 0, True) for value in chosen]
        if values:
            shown.append(Filter(name, facet.label if facet else name.capitalize(), values, len(chosen)))
    return shown


def active(asked: SearchRequest, shown: list[Filter]) -> list[Active]:
    """Return the filters in use, in display order."""
    return [
        Active(one.label, value.label, asked.without(one.name, value.value))
        for one in shown
        for value in one.values
        if value.chosen
    ]


def heading(found: Answer) -> str:
    """Return the number of results in words, for title and heading; the question of somebody in trouble isn't quoted."""
    if found.is_confidential:
        return "Pages on this site" if found.total else "Help"
    number = found.total
    none = "No other results" if found.promoted else "No results"
    things = f"{number:,} {'result' if number == 1 else 'results'}" if number else none
    return f"{things} for “{found.searched}”" if found.useful else things


def pointer(offered: Help) -> dict[str, str]:
    """Return help as the first suggestion: the services, and the path on the help page."""
    reached = [f"{one.name} {one.telephone or one.text_number}".strip() for one in offered.signposts[:1]]
    return {
        "text": ": ".join(["Get help", *reached]),
        "kind": "Help",
        "url": f"{reverse('help')}#{offered.section}",
    }
