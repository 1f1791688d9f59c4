"""The strength of words in a text, for an entry's postings.

A word counts more in fields with more weight and in shorter fields, and repetitions count less (BM25 over weighted
fields). The ordinary lengths are fixed, so that a page's postings don't depend on other pages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from . import words
from .postings import MARK, STRONGEST, TITLE

# By field: weight, ordinary length in words, influence of the length (0 to 1).
FIELDS = {
    "title": (10.0, 5, 0.6),
    "aliases": (7.0, 6, 0.3),
    "labels": (4.0, 15, 0.3),
    "questions": (2.0, 60, 0.3),
    "summary": (3.0, 22, 0.4),
    "body": (1.2, 250, 0.5),
}
SATURATION = 4.0
# A document comes after the page with it.
OF_DOCUMENT = 0.7


def terms(fields: dict[str, str], marks: Iterable[str], *, document: bool = False) -> dict[str, int]:
    """Return the terms of an entry with their strength from 1 to 255."""
    weighed: defaultdict[str, float] = defaultdict(float)
    for name, (weight, ordinary, slope) in FIELDS.items():
        text = fields.get(name, "")
        if not text:
            continue
        found = words.folded(text)
        share = weight / (1 - slope + slope * len(found) / ordinary)
        for word, times in Counter([*found, *words.joined(text)]).items():
            if word not in words.STOP_WORDS:
                weighed[words.stem(word)] += share * times
    factor = OF_DOCUMENT if document else 1.0
    strengths = {term: _byte(factor * x / (SATURATION + x)) for term, x in weighed.items()}
    if not document:
        strengths |= {f"{MARK}{mark}": STRONGEST for mark in marks}
        for name, factor in (("aliases", 0.7), ("title", 1.0)):
            named = {*words.folded(fields.get(name, "")), *words.joined(fields.get(name, ""))}
            strengths |= {f"{TITLE}{word}": _byte(factor * (0.4 + 0.6 / max(1, len(named)))) for word in named}
    return strengths


def _byte(strength: float) -> int:
    return max(1, min(STRONGEST, round(strength * STRONGEST)))
