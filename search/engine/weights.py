"""How strongly a text is about a word: what an entry's postings hold.

A word counts more the higher the field stands that it is in and the shorter that field is, and a second time less than
the first (BM25 over weighted fields). The lengths that count as ordinary are fixed, so that a page's postings don't
depend on what else there is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from . import words
from .postings import MARK, STRONGEST, TITLE

# By field: weight, ordinary length in words, how much the length matters (0 to 1).
FIELDS = {
    "title": (10.0, 5, 0.6),
    "aliases": (7.0, 6, 0.3),
    "labels": (4.0, 15, 0.3),
    "summary": (3.0, 22, 0.4),
    "body": (1.2, 250, 0.5),
}
SATURATION = 4.0
# A document is found after the page that offers it.
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
