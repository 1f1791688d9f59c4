"""Words within an edit distance of another."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from rapidfuzz import process
from rapidfuzz.distance import OSA


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
