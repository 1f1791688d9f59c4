"""Filters of a list, by its address: what can be chosen, what is chosen, and how to take it away again.

A filter is a parameter of the address with one value, such as `?stream=neglect&year=2018`. What an address asks for and
the list doesn't know is left out, and a sentence says so: an old link still shows something.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page, Site

from cms.visibility.objects import compiled, read_together
from cms.visibility.rule import Visibility
from cms.years import EARLIEST, LATEST
from programme.models import Topic, WorkStreamPage

# So much of an unknown value is said back to the reader.
SAID_BACK = 60


@dataclass(frozen=True)
class Option:
    """A value to choose."""

    value: str
    label: str


@dataclass(frozen=True)
class Choice:
    """Something to filter by: the parameter's name, its label, and what can be chosen.

    `lookup` is the ORM lookup that a chosen value fills; empty where the caller filters by itself.
    """

    name: str
    label: str
    nothing: str
    options: Sequence[Option]
    lookup: str = ""


@dataclass(frozen=True)
class Field:
    """A choice as a form shows it."""

    choice: Choice
    chosen: str

    @property
    def rows(self) -> list[tuple[str, str, bool]]:
        """Value, words and whether it is chosen."""
        return [(option.value, option.label, option.value == self.chosen) for option in self.choice.options]


@dataclass(frozen=True)
class Active:
    """A filter that is in use: what it is about, the value in words, and the address without it."""

    label: str
    value: str
    without: str

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


@dataclass
class Filters:
    """The filters of a list as one address sets them. `beside` holds what else the address must keep."""

    path: str
    choices: Sequence[Choice]
    chosen: dict[str, str]
    ignored: list[str]
    beside: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request, choices: Sequence[Choice], beside: dict[str, str] | None = None) -> Filters:
        """Return what the request's address asks for."""
        chosen, ignored = {}, []
        for choice in choices:
            value = request.GET.get(choice.name, "")
            if value in {option.value for option in choice.options}:
                chosen[choice.name] = value
            elif value.strip():
                ignored.append(
                    f"There is no {choice.label.lower()} “{printable(value)}” to filter by, so we ignored it."
                )
        return cls(request.path, choices, chosen, ignored, beside or {})

    @cached_property
    def fields(self) -> list[Field]:
        return [Field(choice, self.chosen.get(choice.name, "")) for choice in self.choices]

    @property
    def active(self) -> list[Active]:
        """The filters in use, in the order of the form."""
        return [
            Active(choice.label, self.label(choice), self.address({**self.chosen, choice.name: ""}))
            for choice in self.choices
            if choice.name in self.chosen
        ]

    def label(self, choice: Choice) -> str:
        return next(option.label for option in choice.options if option.value == self.chosen[choice.name])

    @property
    def names(self) -> str:
        """What can be filtered by, for a sentence: “work stream, topic, kind or year”."""
        *others, last = [choice.label.lower() for choice in self.choices]
        return f"{', '.join(others)} or {last}" if others else last

    @property
    def query(self) -> str:
        """The address's parameters without those that say nothing: `stream=neglect&year=2018`."""
        return _query({**self.beside, **self.chosen})

    @property
    def kept(self) -> str:
        """The same, to be followed by another parameter."""
        return f"{self.query}&" if self.query else ""

    @property
    def without_all(self) -> str:
        return self.address({})

    def address(self, chosen: dict[str, str]) -> str:
        """Return the list's address with these choices and what stands beside them."""
        return address(self.path, {**self.beside, **chosen})

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What was chosen, as pairs of lookup and value. Each lookup finds a row once at the most."""
        return [
            (choice.lookup, self.chosen[choice.name])
            for choice in self.choices
            if choice.lookup and choice.name in self.chosen
        ]


def address(path: str, parameters: dict[str, str]) -> str:
    """Return the path with the parameters that say something."""
    query = _query(parameters)
    return f"{path}?{query}" if query else path


def _query(parameters: dict[str, str]) -> str:
    return urlencode({name: value for name, value in parameters.items() if value})


def printable(text: str) -> str:
    """Return what can be shown of a text that somebody wrote into an address."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: SAID_BACK + 1]).strip()
    return f"{shown[:SAID_BACK]}…" if len(text) > SAID_BACK else shown


# What lists are filtered by


def of_list(model: type[Page], visibility: Visibility, *, dated: str, topics: bool = True) -> tuple[Choice, ...]:
    """Return what a list of pages can be filtered by: work stream, and of topics, kinds and years those that something has.

    `dated` is the name of the pages' date. Read once a period. Nothing is counted: that would take longer the more there is.
    """
    key = ("filters", model._meta.label, visibility.site_key)
    return visibility.fact(key, lambda: _read(model, visibility, dated, topics))


def _read(model: type[Page], visibility: Visibility, dated: str, topics: bool) -> tuple[Choice, ...]:
    kinds, site = model._meta.get_field("kind").choices, visibility.site_key
    streams, terms, ((first, last, *of_kind),) = read_together(
        _streams(visibility), _topics(visibility, model, topics), _ends_and_kinds(visibility, model, dated, site=site)
    )
    # Of a date that slipped past all checks no more than the years that can be meant.
    years = tuple(range(min(_year(last), LATEST), max(_year(first), EARLIEST) - 1, -1)) if first else ()
    (of_year,) = _in_years(visibility, model, dated, years, site=site) if years else ((),)
    found = (
        Choice("stream", "Work stream", "All work streams", _options(streams), "work_streams__slug"),
        Choice("topic", "Topic", "All topics", _options(terms), "topics__slug"),
        Choice("kind", "Kind", "All kinds", _options(compress(kinds, of_kind)), "kind"),
        Choice(
            "year",
            "Year",
            "All years",
            _options((str(year), str(year)) for year in compress(years, of_year)),
            f"{dated}__year",
        ),
    )
    return tuple(choice for choice in found if choice.options)


@compiled
def _streams(visibility: Visibility) -> QuerySet:
    return visibility.filter(WorkStreamPage.objects.order_by("path")).values_list("slug", "title")


@compiled
def _topics(visibility: Visibility, model: type[Page], topics: bool) -> QuerySet:
    """Return the topics that some page of the model has; none if its pages have no topics."""
    used = Exists(visibility.filter(model.objects.filter(topics=OuterRef("pk")))) if topics else Q(pk__in=[])
    return visibility.filter(Topic.objects.filter(used)).order_by("name").values_list("slug", "name")


# Only what an index finds at once is asked. Each is one row, for which the site's own gives the occasion.


@compiled
def _ends_and_kinds(visibility: Visibility, model: type[Page], dated: str, site: int) -> QuerySet:
    """Return the first and the last date, and of each kind whether there is any."""
    items = visibility.filter(model.objects.order_by())
    ends = [Subquery(items.order_by(order).values(dated)[:1]) for order in (dated, f"-{dated}")]
    kinds = [Exists(items.filter(kind=value)) for value, _ in model._meta.get_field("kind").choices]
    return Site.objects.order_by().filter(pk=site).values_list(*ends, *kinds)


@compiled
def _in_years(visibility: Visibility, model: type[Page], dated: str, years: tuple[int, ...], site: int) -> QuerySet:
    """Return of each year whether there is anything of it."""
    items = visibility.filter(model.objects.order_by())
    found = [Exists(items.filter(**{f"{dated}__year": year})) for year in years]
    return Site.objects.order_by().filter(pk=site).values_list(*found)


def _options(rows: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in rows)


def _year(date: datetime.date) -> int:
    return (timezone.localtime(date) if isinstance(date, datetime.datetime) else date).year
