"""Filters of a list, set in its address: the choices, the active filters, and the addresses that remove them.

A filter is a query parameter with one value, such as `?stream=heating&year=2018`. Unknown values are ignored with a
notice, so that an old link still shows something.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _
from wagtail.models import Page, Site

from cms.base.local_texts import LocalText, hub_text, worded_label
from cms.base.years import EARLIEST, LATEST
from cms.delivery import frame
from cms.pages.kinds import has_field
from cms.pages.languages import in_language, in_own_language, top_page
from cms.visibility.rule import Visibility
from cms.visibility.statements import related
from programme.models import Phase, WorkStreamPage

from .related import PHASES

# Characters of an unknown value that the notice repeats.
SAID_BACK = 60


@dataclass(frozen=True)
class Option:
    """A value to choose."""

    value: str
    label: str


@dataclass(frozen=True)
class Choice:
    """A filter: the parameter's name, its label and its options.

    `lookup` is the ORM lookup for the chosen value; empty if the caller applies the filter.
    """

    name: str
    label: str
    nothing: str
    options: Sequence[Option]
    lookup: str = ""


@dataclass(frozen=True)
class Field:
    """A choice as a form field."""

    choice: Choice
    chosen: str

    @property
    def rows(self) -> list[tuple[str, str, bool]]:
        """Value, label and whether it is chosen, for each option."""
        return [(option.value, option.label, option.value == self.chosen) for option in self.choice.options]


@dataclass(frozen=True)
class Active:
    """An active filter: its label, the value in words, and the address without it."""

    label: str
    value: str
    without: str

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


@dataclass
class Filters:
    """The filters of a list, as set by an address. `beside` has the other parameters to keep."""

    path: str
    choices: Sequence[Choice]
    chosen: dict[str, str]
    ignored: list[str]
    beside: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request, choices: Sequence[Choice], beside: dict[str, str] | None = None) -> Filters:
        """Return the filters set by the request's address."""
        chosen: dict[str, str] = {}
        ignored: list[str] = []
        for choice in choices:
            value = request.GET.get(choice.name, "")
            if value in {option.value for option in choice.options}:
                chosen[choice.name] = value
            elif value.strip():
                words = _("There is no %(filter)s “%(value)s” to filter by, so we ignored it.")
                ignored.append(hub_text(words, filter=choice.label.lower(), value=printable(value)))
        return cls(request.path, choices, chosen, ignored, beside or {})

    @cached_property
    def fields(self) -> list[Field]:
        return [Field(choice, self.chosen.get(choice.name, "")) for choice in self.choices]

    @property
    def active(self) -> list[Active]:
        """The active filters, in the order of the form."""
        return [
            Active(choice.label, self.label(choice), self.address({**self.chosen, choice.name: ""}))
            for choice in self.choices
            if choice.name in self.chosen
        ]

    def label(self, choice: Choice) -> str:
        return next(option.label for option in choice.options if option.value == self.chosen[choice.name])

    @property
    def names(self) -> str:
        """The names of the filters for a sentence: “work stream, topic, kind or year”."""
        *others, last = [choice.label.lower() for choice in self.choices]
        return f"{', '.join(others)} or {last}" if others else last

    @property
    def query(self) -> str:
        """The query string without empty parameters: `stream=heating&year=2018`."""
        return _query({**self.beside, **self.chosen})

    @property
    def kept(self) -> str:
        """The same, to be followed by another parameter."""
        return f"{self.query}&" if self.query else ""

    @property
    def without_all(self) -> str:
        return self.address({})

    def address(self, chosen: dict[str, str]) -> str:
        """Return the list's address with these choices and the other parameters."""
        return address(self.path, {**self.beside, **chosen})

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """The chosen values as pairs of lookup and value. No lookup may return a row twice."""
        return [
            (choice.lookup, self.chosen[choice.name])
            for choice in self.choices
            if choice.lookup and choice.name in self.chosen
        ]


def address(path: str, parameters: dict[str, str]) -> str:
    """Return the path with the parameters that aren't empty."""
    query = _query(parameters)
    return f"{path}?{query}" if query else path


def _query(parameters: dict[str, str]) -> str:
    return urlencode({name: value for name, value in parameters.items() if value})


def printable(text: str) -> str:
    """Return a text from an address in a form that is safe to show."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: SAID_BACK + 1]).strip()
    return f"{shown[:SAID_BACK]}…" if len(text) > SAID_BACK else shown


# The filters of lists


def of_list(model: type[Page], visibility: Visibility, *, dated: str, topics: bool = True) -> tuple[Choice, ...]:
    """Return the filters of a list of pages: work streams, and those topics, phases, kinds and years that have pages.

    `dated` is the name of the date field. Read once per period. Nothing is counted: that would slow down as content
    grows.
    """
    key = (
        "filters",
        model._meta.label,
        visibility.site_key,
        visibility.roots and top_page(visibility).pk,
        get_language(),
    )
    return visibility.fact(key, lambda: _read(model, visibility, dated, topics))


def _read(model: type[Page], visibility: Visibility, dated: str, topics: bool) -> tuple[Choice, ...]:
    kinds = model._meta.get_field("kind").choices
    first, last, for_somebody, *of_kind = _ends_and_kinds(visibility, model, dated).get()
    # Limited to plausible years, in case a wrong date passed all checks.
    years = tuple(range(min(_year(last), LATEST), max(_year(first), EARLIEST) - 1, -1)) if first else ()
    of_year = _in_years(visibility, model, dated, years).get() if years else ()
    found = (
        Choice(
            "stream",
            worded_label("Work stream"),
            worded_label("All work streams"),
            stream_options(visibility),
            "work_streams__slug",
        ),
        Choice(
            "topic",
            "Topic",
            "All topics",
            options(_terms(visibility, model, "topics")) if topics else (),
            "topics__slug",
        ),
        Choice(
            "audience",
            "Audience",
            "All audiences",
            options(_terms(visibility, model, "audiences")) if for_somebody else (),
            "audiences__slug",
        ),
        Choice("phase", "Phase", "All phases", options(_phases(visibility, model)), "phases__slug"),
        Choice(
            "kind",
            "Kind",
            "All kinds",
            options((value, hub_text(label)) for value, label in compress(kinds, of_kind)),
            "kind",
        ),
        Choice(
            "year",
            "Year",
            "All years",
            options((str(year), str(year)) for year in compress(years, of_year)),
            f"{dated}__year",
        ),
    )
    return tuple(choice for choice in found if choice.options)


def streams(visibility: Visibility) -> QuerySet:
    """Return the slugs and titles of the work streams, in the site's own language: other pages, and their translations,
    refer to those."""
    streams = WorkStreamPage.objects.order_by("path").values_list("slug", "title")
    return in_own_language(visibility.filter(streams), visibility)


def stream_options(visibility: Visibility) -> tuple[Option, ...]:
    """Return the work streams as options."""
    return options((slug, LocalText(title, settings.LANGUAGE_CODE)) for slug, title in streams(visibility))


def _terms(visibility: Visibility, model: type[Page], relation: str) -> Iterator[tuple[str, LocalText]]:
    """Yield the slugs and names of the topics or audiences that pages of the model have; `relation` is its field."""
    terms = visibility.filter(related(model, relation)._default_manager.order_by("name"))
    for term in _used(visibility, terms, model, relation):
        yield term.slug, term.text_in("name", get_language())


def _phases(visibility: Visibility, model: type[Page]) -> Iterator[tuple[str, str]]:
    """Yield the slugs and names of the phases with pages of the model. No query if there are no phases."""
    phases = frame.part(visibility, PHASES) if has_field(model, "phases") else []
    if phases:
        known = Phase.objects.filter(pk__in=[phase.pk for phase in phases])
        found = {phase.pk for phase in _used(visibility, known, model, "phases")}
        yield from ((phase.slug, phase.name) for phase in phases if phase.pk in found and phase.slug)


def _used(visibility: Visibility, terms: QuerySet, model: type[Page], relation: str) -> Iterator[Any]:
    """Yield those of the terms that pages of the model have in the field `relation`."""
    pages = in_language(visibility.filter(model.objects.filter(**{relation: OuterRef("pk")})), visibility)
    # A column, not a condition: PostgreSQL would turn that into a join, and read all pages of each term.
    return (term for term in terms.annotate(is_used=Exists(pages)) if term.is_used)


# Each question is answered by one row of an index; the row of the site carries the subqueries.


def _ends_and_kinds(visibility: Visibility, model: type[Page], dated: str) -> QuerySet:
    """Return the first and last date, whether any page has an audience, and for each kind whether it has pages."""
    items = in_language(visibility.filter(model.objects.order_by()), visibility)
    ends = [Subquery(items.order_by(order).values(dated)[:1]) for order in (dated, f"-{dated}")]
    kinds = [Exists(items.filter(kind=value)) for value, _ in model._meta.get_field("kind").choices]
    for_somebody: Exists | Value = Value(value=False)
    if has_field(model, "audiences"):
        for_somebody = Exists(model._meta.get_field("audiences").remote_field.through._default_manager.all())
    return Site.objects.order_by().filter(pk=visibility.site_key).values_list(*ends, for_somebody, *kinds)


def _in_years(visibility: Visibility, model: type[Page], dated: str, years: tuple[int, ...]) -> QuerySet:
    """Return for each year whether it has pages."""
    items = in_language(visibility.filter(model.objects.order_by()), visibility)
    found = [Exists(items.filter(**{f"{dated}__year": year})) for year in years]
    return Site.objects.order_by().filter(pk=visibility.site_key).values_list(*found)


def options(rows: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    """Return values and labels as options, each value once: two programmes may have a term with one slug."""
    found: dict[str, Option] = {}
    for value, label in rows:
        found.setdefault(value, Option(value, label))
    return tuple(found.values())


def _year(date: datetime.date) -> int:
    return (timezone.localtime(date) if isinstance(date, datetime.datetime) else date).year
