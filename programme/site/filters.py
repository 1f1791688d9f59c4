"""Filters of a list, by its address: what can be chosen, what is chosen, and how to take it away again.

A filter is a parameter of the address with one value, such as `?stream=neglect&year=2018`. What an address asks for and
the list doesn't know is left out, and a sentence says so: an old link still shows something.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractYear

from cms.graphql.visibility import Visibility
from programme.models import Topic, WorkStreamPage

# So much of an unknown value is said back to the reader.
SAID_BACK = 60


@dataclass(frozen=True)
class Option:
    """A value to choose, and how many things of the unfiltered list have it."""

    value: str
    label: str
    number: int | None = None


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
    numbers_hold: bool

    @property
    def rows(self) -> list[tuple[str, str, bool]]:
        """Value, words and whether it is chosen. A number is shown only while nothing is filtered: else it'd be wrong."""
        return [(option.value, self._words(option), option.value == self.chosen) for option in self.choice.options]

    def _words(self, option: Option) -> str:
        return f"{option.label} ({option.number})" if self.numbers_hold and option.number is not None else option.label


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
                    f"There is no {choice.label.lower()} “{printable(value)}” to choose here, so it was left out."
                )
        return cls(request.path, choices, chosen, ignored, beside or {})

    @cached_property
    def fields(self) -> list[Field]:
        return [Field(choice, self.chosen.get(choice.name, ""), not self.chosen) for choice in self.choices]

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

    def apply(self, queryset: QuerySet) -> QuerySet:
        """Return the queryset with what was chosen. Each lookup finds a row once at the most."""
        return queryset.filter(
            **{
                choice.lookup: self.chosen[choice.name]
                for choice in self.choices
                if choice.lookup and choice.name in self.chosen
            }
        )


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


def of_list(items: QuerySet, visibility: Visibility, *, dated: str, topics: bool = True) -> tuple[Choice, ...]:
    """Return what a list of pages can be filtered by: work stream, topic, kind and year, each with its numbers.

    `items` are the list's public pages, `dated` the name of their date. Read once a period.
    """
    model = items.model
    key = ("filters", model._meta.label, visibility.site.pk)
    # Orders and the moment of this request have no place in what is kept.
    return visibility.fact(key, lambda: _read(items.order_by(), visibility, dated, topics))


def _read(items: QuerySet, visibility: Visibility, dated: str, topics: bool) -> tuple[Choice, ...]:
    numbers = _counter(items)
    streams = visibility.filter(WorkStreamPage.objects.order_by("path")).values_list("pk", "slug", "title")
    by_stream, by_kind = numbers(F("work_streams")), numbers(F("kind"))
    by_year = numbers(ExtractYear(dated))
    choices = [
        Choice(
            "stream",
            "Work stream",
            "All work streams",
            tuple(Option(slug, title, by_stream.get(pk, 0)) for pk, slug, title in streams),
            "work_streams__slug",
        )
    ]
    if topics:
        by_topic = numbers(F("topics"))
        terms = visibility.filter(Topic.objects.filter(pk__in=[pk for pk in by_topic if pk])).order_by("name")
        options = tuple(Option(term.slug, term.name, by_topic[term.pk]) for term in terms)
        choices.append(Choice("topic", "Topic", "All topics", options, "topics__slug"))
    kinds = items.model._meta.get_field("kind").choices
    choices += [
        Choice(
            "kind",
            "Kind",
            "All kinds",
            tuple(Option(value, label, by_kind[value]) for value, label in kinds if value in by_kind),
            "kind",
        ),
        Choice(
            "year",
            "Year",
            "All years",
            tuple(Option(str(year), str(year), by_year[year]) for year in sorted(by_year, reverse=True)),
            f"{dated}__year",
        ),
    ]
    return tuple(choice for choice in choices if choice.options)


def _counter(items: QuerySet) -> Callable[[F], dict]:
    """Return a function that counts the items by the value of an expression."""

    def numbers(value) -> dict:
        counted = items.annotate(counted=value).values("counted").annotate(number=Count("pk"))
        return dict(counted.values_list("counted", "number"))

    return numbers
