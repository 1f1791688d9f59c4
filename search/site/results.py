"""The answer as shown on the search page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from programme.site.filters import Active
from search.engine.answers import Answer, FacetValue
from search.help.offers import Help

from .requests import FILTERS, SearchRequest

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
