"""Typed words for comparison: folded and stemmed, with emoji, and with run-together words split."""

from __future__ import annotations

import re
from collections.abc import Iterable

from search.engine.words import clean, fold, stem

# Contractions with a second word: I'm, he'll, they're, we've, she'd.
CONTRACTED = re.compile(r"(?<=\w)['’ʼ＇`´](?:m|ll|re|ve|d)\b", re.IGNORECASE)
TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ＇`´][^\W\d_]+)*|[\u2600-\u27bf\U0001f100-\U0001faff]")
FACES = ((re.compile(r":['’]?-?\(+"), " 🙁 "), (re.compile(r"</3"), " 💔 "))
EXACT = re.compile(r"=([^\W\d_]+)")
DRAWN_OUT = re.compile(r"(.)\1{2,}")
# Words with little meaning, which are often left out, and ignored in phrases and questions.
SILENT = frozenset("a an the to of is are was were am be been and that this so really just very".split())  # noqa: SIM905
SHORTEST_MISSPELT, SHORTEST_JOINED, SURELY_JOINED, MOST_JOINED = 5, 6, 9, 25
OWN = frozenset(("i", "im", "me", "my", "myself"))


def tokens(text: str) -> list[str]:
    """Return the folded words and the emoji of a text in order, without those of little meaning."""
    text = CONTRACTED.sub("", clean(text))
    for face, emoji in FACES:
        text = face.sub(emoji, text)
    return [word for word in map(fold, TOKEN.findall(text)) if word not in SILENT]


def keys(text: str) -> tuple[str, ...]:
    """Return the keys of the words of a phrase: their stems, or the word itself after `=`."""
    exact = {fold(word) for word in EXACT.findall(text)}
    return tuple(f"={word}" if word in exact else stem(word) for word in tokens(text))


class Speller:
    """Corrects words that differ slightly from known ones."""

    def __init__(self, words: Iterable[str]):
        self.words = frozenset(words)
        self.long = frozenset(word for word in self.words if len(word) >= SHORTEST_MISSPELT)
        self.lacking: dict[str, str] = {}
        for word in sorted(self.long):
            for lack in _lacking(word):
                self.lacking.setdefault(lack, word)

    def read(self, word: str) -> list[str]:
        """Return the known words meant by an unknown word; the word itself if there are none."""
        short = DRAWN_OUT.sub(r"\1", word)
        for other in (short, DRAWN_OUT.sub(r"\1\1", word)):
            if other in self.words:
                return [other]
        if len(word) >= SHORTEST_MISSPELT and (near := self._near(short)):
            return [near]
        return (self._apart(word) if SHORTEST_JOINED <= len(word) <= MOST_JOINED else None) or [word]

    def _near(self, word: str) -> str | None:
        """Return a known word at an edit distance of one: a letter added, missing, wrong or swapped."""
        if word in self.lacking:
            return self.lacking[word]
        for lack in _lacking(word):
            if lack in self.long:
                return lack
            if (other := self.lacking.get(lack)) and abs(len(other) - len(word)) <= 1 and other[0] == word[0]:
                return other
        return None

    def _apart(self, word: str) -> list[str] | None:
        """Return the known words that were written as one, as few as possible."""
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(end):
                part, before = word[start:end], best[start]
                if (
                    before is None
                    or not (part in self.words or part in SILENT)
                    or (len(part) == 1 and part not in "ia")
                ):
                    continue
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = [*before, part]
        found = best[-1]
        # A surname may consist of two words by chance, unless one of them is “I” or “my”.
        if not found or len(found) < 2 or (len(word) < SURELY_JOINED and OWN.isdisjoint(found)):
            return None
        return [part for part in found if part not in SILENT]


def _lacking(word: str) -> set[str]:
    """Return the variants of the word without one of its letters, except the first."""
    return {word[:place] + word[place + 1 :] for place in range(1, len(word))}
