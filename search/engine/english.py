"""Words of English, whether any page has them or not: what people mean to type."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

# How often a word stands in the texts that the dictionary was counted from.
COMMON, KNOWN = 5_000, 1_000
SHORTEST = 4


def is_common(word: str) -> bool:
    """Say whether the word is a common one: who types “voice”, which the site lacks, means it and not “vice”."""
    return _often().get(word, 0) >= COMMON


def is_known(word: str) -> bool:
    """Say whether the word is spelt right."""
    return word in _often()


def near(token: str, most: int, limit: int) -> list[tuple[str, int]]:
    """Return words no more than so many letters away, nearest first, each with how many."""
    return [
        (word, int(letters))
        for word, letters, _ in process.extract(
            token, _often().keys(), scorer=OSA.distance, score_cutoff=most, limit=limit
        )
    ]


@lru_cache
def _often() -> dict[str, int]:
    """Return how often each word is written. Read once, in half a second; rare words are left out."""
    found = SpellChecker().word_frequency.items()
    return {word: often for word, often in found if often >= KNOWN and len(word) >= SHORTEST and word.isalpha()}
