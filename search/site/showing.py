"""What was found, as the search page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programme.site import words
from search.engine.answering import Answer, FacetValue, Hit

from .asking import FILTERS, Asked

# A filter that is in use, and the first, stand open; the others open on demand.
OPEN_FROM_THE_START = ("type",)


@dataclass(frozen=True)
class Card:
    """One result: what was found, and what sort of thing it is."""

    hit: Hit
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    """The values of one facet to choose from. `chosen` counts those in use."""

    name: str
    label: str
    values: list[FacetValue]
    chosen: int
    open: bool


def cards(hits: Iterable[Hit]) -> list[Card]:
    """Return the hits with their facts: the kind, and the day that counts for it if there is one."""
    found = []
    for hit in hits:
        facts = [("Type", hit.kind)]
        if hit.date:
            facts.append(("Date", words.day(hit.date)))
        found.append(Card(hit, facts))
    return found


def filters(asked: Asked, found: Answer) -> list[Filter]:
    """Return the filters that could narrow or widen what was found, in the page's order.

    What is in use is always there, so that it can be taken back, whether or not anything is left of it.
    """
    facets = {facet.name: facet for facet in found.facets}
    shown = []
    for name in FILTERS:
        facet, chosen = facets.get(name), asked.chosen[name]
        values = list(facet.values) if facet else []
        there = {value.value for value in values}
        values += [FacetValue(value, label, 0, True) for value, label in chosen.items() if value not in there]
        if values:
            label = facet.label if facet else name.capitalize()
            shown.append(Filter(name, label, values, len(chosen), bool(chosen) or name in OPEN_FROM_THE_START))
    return shown


def heading(asked: Asked, found: Answer) -> str:
    """Return in words what was found, the promoted results among it, as title and heading say it."""
    number = found.total
    things = f"{number:,} {'result' if number == 1 else 'results'}" if number else "No results"
    about = f" for “{found.searched}”" if asked.words else ""
    return f"{things}{about}"
