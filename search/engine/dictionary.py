"""Words within an edit distance of another; and English words, whether or not any page has them, to recognise correct
spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker


class NearWords:
    """Words by length: those that are much longer or shorter needn't be compared."""

    def __init__(self, words: Iterable[str]):
        self._by_length: dict[int, list[str]] = {}
        for word in words:
            self._by_length.setdefault(len(word), []).append(word)

    def near(self, token: str, most: int, limit: int) -> dict[str, int]:
        """Return the `limit` nearest words within a distance of `most` letters, nearest first, with their distances.

        The distance is that of optimal string alignment: two letters that are swapped count once.
        """
        found: list[tuple[str, int, int]] = []
        for length in range(len(token) - most, len(token) + most + 1):
            same_length = self._by_length.get(length, [])
            found += process.extract(token, same_length, scorer=OSA.distance, score_cutoff=most, limit=limit)
        return {word: distance for word, distance, _ in sorted(found, key=itemgetter(1))[:limit]}


# Frequencies of words in the texts behind the dictionary.
COMMON, FREQUENT, RIGHT = 5_000, 1_000, 100
SHORTEST = 4
# The dictionary has American spelling.
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
    """Say whether the word is common: a reader who types “voice”, which the site lacks, doesn't mean “vice”."""
    return _often(word) >= COMMON


def is_right(word: str) -> bool:
    """Say whether the word is spelt correctly in British or American English."""
    return _often(word) >= RIGHT or any(_often(british.sub(other, word)) >= RIGHT for british, other in BRITISH)


def _often(word: str) -> int:
    return _dictionary().get(word, 0)


@lru_cache
def frequent() -> NearWords:
    """Return the frequent words, for comparison."""
    return NearWords(word for word, often in _dictionary().items() if often >= FREQUENT and len(word) >= SHORTEST)


@lru_cache
def _dictionary() -> dict[str, int]:
    """Return the frequency of each word. Read once, in half a second; rare words are left out."""
    found = SpellChecker().word_frequency.items()
    return {word: often for word, often in found if often >= RIGHT and word.isalpha()}
