"""Words of English, whether any page has them or not: what people mean to type."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

# How often a word stands in the texts that the dictionary was counted from.
COMMON, FREQUENT, RIGHT = 5_000, 1_000, 100
SHORTEST = 4
# The dictionary spells as Americans do.
BRITISH = (
    (re.compile(r"our(?=(s|ed|ing|ite|ites|al|hood|hoods|able)?$)"), "or"),
    (re.compile(r"is(?=(e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"ys(?=(e|ed|es|ing)$)"), "yz"),
    (re.compile(r"ll(?=(ed|ing|er|ers|or|ors)$)"), "l"),
    (re.compile(r"tre(?=s?$)"), "ter"),
    (re.compile("(ae|oe)"), "e"),
    (re.compile(r"(?<=m)me(?=s?$)"), ""),
    (re.compile(r"ence(?=s?$)"), "ense"),
)


def is_common(word: str) -> bool:
    """Say whether the word is a common one: who types “voice”, which the site lacks, means it and not “vice”."""
    return _often(word) >= COMMON


def is_right(word: str) -> bool:
    """Say whether the word is spelt right, as the British or as the Americans do."""
    return _often(word) >= RIGHT or any(_often(british.sub(other, word)) >= RIGHT for british, other in BRITISH)


def near(token: str, most: int, limit: int) -> list[tuple[str, int]]:
    """Return words that are written often and no more than so many letters away, nearest first, each with how many."""
    found = process.extract(token, _frequent(), scorer=OSA.distance, score_cutoff=most, limit=limit)
    return [(word, int(letters)) for word, letters, _ in found]


def _often(word: str) -> int:
    return _dictionary().get(word, 0)


@lru_cache
def _frequent() -> tuple[str, ...]:
    return tuple(word for word, often in _dictionary().items() if often >= FREQUENT and len(word) >= SHORTEST)


@lru_cache
def _dictionary() -> dict[str, int]:
    """Return how often each word is written. Read once, in half a second; rare words are left out."""
    found = SpellChecker().word_frequency.items()
    return {word: often for word, often in found if often >= RIGHT and word.isalpha()}
