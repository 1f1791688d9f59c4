"""Results that editors put on top for certain queries."""

from __future__ import annotations

from dataclasses import dataclass

from cms.visibility.rule import Visibility
from search.models import PromotedResult

from . import words
from .parser import Phrase


@dataclass(frozen=True)
class Promotion:
    """A promoted page and its text."""

    page: int
    text: str


def promotions(typed: str, visibility: Visibility) -> list[Promotion]:
    """Return the promotions for the words, in the editors' order. One statement per period. The pages may be hidden."""
    visibility.asked.add(PromotedResult)
    known = visibility.fact(("search", "promoted"), lambda: _read(visibility))
    return known.get(key_of(typed), [])


def key_of(text: str) -> Phrase:
    """Return the key of equivalent queries: stems without stop words, in any order."""
    folded = words.folded(text)
    useful = [word for word in folded if word not in words.WEAK_WORDS] or folded
    return tuple(sorted(words.stem(word) for word in useful))


def _read(visibility: Visibility) -> dict[Phrase, list[Promotion]]:
    found: dict[Phrase, list[Promotion]] = {}
    for row in visibility.filter(PromotedResult.objects.order_by("order", "pk")):
        for key in {key_of(query) for query in row.query_list}:
            found.setdefault(key, []).append(Promotion(row.page_id, row.text))
    return found
