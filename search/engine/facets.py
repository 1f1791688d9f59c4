"""Facets of an answer, with the number of pages for each value."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cms.base.local_texts import worded_label
from programme.choices import statuses_or_none

from .answers import Facet, FacetValue
from .catalogue import Catalogue
from .kinds import BY_VALUE, PAGE_TYPES
from .questions import Question

LABELS = {
    "type": "Type",
    "stream": worded_label("Work stream"),
    "topic": "Topic",
    "audience": "Audience",
    "year": "Year",
    "status": "Status",
}


class Facets:
    """The filters of a question over the matches of its words."""

    def __init__(self, question: Question, catalogue: Catalogue):
        self.catalogue = catalogue
        self.values = {name: _joined(_values(name, catalogue, question)) for name in LABELS}
        asked = question.chosen()
        chosen = {name: values or () for name, values in asked.items()}
        self.chosen = {name: [value for value in chosen[name] if value in self.values[name]] for name in LABELS}
        self.ignored = tuple(value for name in LABELS for value in chosen[name] if value not in self.values[name])
        self.masks = {name: self._mask(name) for name in LABELS if self.chosen[name] or asked[name] == ()}

    def _mask(self, name: str) -> np.ndarray:
        mask = np.zeros(self.catalogue.size, bool)
        for value in self.chosen[name]:
            mask[self.values[name][value][1]] = True
        return mask

    def apply(self, found: np.ndarray, *, but: str = "") -> np.ndarray:
        """Return which of the pages found pass all filters, or all except one facet's."""
        for name, mask in self.masks.items():
            if name != but:
                found = found & mask
        return found

    def count(self, found: np.ndarray) -> list[Facet]:
        """Return the facets with counts. Values without pages are left out, unless chosen."""
        facets = []
        for name, label in LABELS.items():
            passing = self.apply(found, but=name)
            values = [
                FacetValue(value, text, count, value in self.chosen[name])
                for value, (text, pages) in self.values[name].items()
                if (count := int(np.count_nonzero(passing[pages]))) or value in self.chosen[name]
            ]
            if values:
                facets.append(Facet(name, label, values))
        return facets


def _joined(found: Iterator[tuple[str, tuple[str, np.ndarray]]]) -> dict[str, tuple[str, np.ndarray]]:
    """Return the values by name. Where several programmes are searched, terms of one slug are one value."""
    values: dict[str, tuple[str, np.ndarray]] = {}
    for value, (label, pages) in found:
        known = values.get(value)
        values[value] = (known[0], np.union1d(known[1], pages)) if known else (label, pages)
    return values


def _values(name: str, catalogue: Catalogue, question: Question) -> Iterator[tuple[str, tuple[str, np.ndarray]]]:
    """Yield the values in display order, with labels and the pages that have them."""
    if name == "type" and question.by_page_type:
        known = [(value, label, value) for value, label in PAGE_TYPES.items()]
    elif name == "type":
        known = [(kind.value, kind.plural, kind.value) for kind in BY_VALUE.values()]
    elif name == "status":
        known = [(value, label, value) for value, label in statuses_or_none().items()]
    elif name == "year":
        years = [mark.partition(":")[2] for mark in catalogue.marks if mark.startswith("year:")]
        known = [(year, year, year) for year in sorted(years, reverse=True)]
    else:
        known = [
            (term.slug, term.name_in(question.language), key) for key, term in catalogue.vocabulary.named[name].items()
        ]
        if name in ("topic", "audience"):
            known.sort(key=lambda entry: entry[1].casefold())
    for value, label, key in known:
        pages = catalogue.marked(f"{name}:{key}")
        if len(pages):
            yield value, (label, pages)
