"""Which pages a query finds, and how good each is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from . import postings, server
from .catalogue import Catalogue
from .parsing import Alternative, Concept, Query
from .postings import Postings

# Pages that lack words of the query are shown only if they have this much of what it is about.
ENOUGH = 0.4
# What a word is worth that people put a question with, where a page has it: “about the programme”.
BESIDE = 0.5
# Few complete answers are followed by others that have enough of it.
FEW = 2
# A page whose name was typed is worth this much of its words though it lacks others, unless there are answers enough.
NAMED, ANSWERS_ENOUGH = 0.9, 10
# Above this, a word stands in a title, another name or a label.
OF_NAME = 0.5
# What more pages have than this share says nothing about which one: “child”, “programme”.
FEW_HAVE = 0.4


@dataclass
class Matches:
    """How well each page fits, by its number; 0 for those that don't."""

    scores: np.ndarray
    relaxed: bool = False

    @property
    def found(self) -> np.ndarray:
        return self.scores > 0


@dataclass
class Matcher:
    """Matches queries with a catalogue. Keeps the postings that were read."""

    catalogue: Catalogue
    known: dict[str, Postings] = field(default_factory=dict)
    _pages: dict[str, np.ndarray] = field(default_factory=dict)

    def read(self, stems: set[str]) -> None:
        """Read the postings of stems that aren't known yet. One statement, or none; or one request to a server."""
        missing = stems - self.known.keys()
        found = server.read(missing)
        self.known |= dict.fromkeys(missing, postings.NONE) | (postings.read(missing) if found is None else found)

    def pages(self, stem: str) -> np.ndarray:
        """Return how strongly each page is about the stem, from 0 to 1."""
        if stem not in self._pages:
            found = self.known[stem]
            strengths = np.zeros(self.catalogue.size, np.float32)
            numbers = self.catalogue.numbers(found.entries)
            public = numbers >= 0
            np.maximum.at(strengths, numbers[public], found.strengths[public])
            for mark, strength in self.catalogue.vocabulary.lenders.get(stem, {}).items():
                borrowers = self.catalogue.marked(mark)
                strengths[borrowers] = np.maximum(strengths[borrowers], strength)
            self._pages[stem] = strengths
        return self._pages[stem]

    def frequency(self, stem: str) -> int:
        """Return how many public pages have the stem."""
        return int(np.count_nonzero(self.pages(stem)))

    def rarity(self, pages: int) -> float:
        """Return how much a word that so many pages have says about what is meant."""
        return float(np.log1p((self.catalogue.size - pages + 0.5) / (pages + 0.5)))

    def match(self, query: Query) -> Matches:
        """Return the pages that have everything; if none has, those that have most of it."""
        self.read(query.stems | {*query.beside})
        parts = [self._concept(concept) for concept in query.concepts]
        weights = [self._weight(concept, part) for concept, part in zip(query.concepts, parts, strict=True)]
        total = sum(weight * part for weight, part in zip(weights, parts, strict=True))
        total = total + sum(BESIDE * self.rarity(self.frequency(stem)) * self.pages(stem) for stem in query.beside)
        least = 0 if query.telling else OF_NAME
        complete = np.logical_and.reduce([part > least for part in parts])
        total = total * self.catalogue.worth
        best, number = np.where(complete, total, 0), np.count_nonzero(complete)
        if len(parts) == 1 or number > ANSWERS_ENOUGH or not query.telling:
            return Matches(best)
        named = np.where(self._named(query) & ~complete, NAMED * total, 0)
        if number > FEW:
            return Matches(np.maximum(best, named))
        covered = sum(weight * (part > 0) for weight, part in zip(weights, parts, strict=True)) / sum(weights)
        others = np.where((covered >= ENOUGH) & ~complete, total * covered**2, 0)
        if not number:
            return Matches(np.maximum(others, named), relaxed=True)
        return Matches(np.maximum(others, np.where(best + named, best + named + others.max(), 0)))

    def _named(self, query: Query) -> np.ndarray:
        """Say of each page whether its name, or one that means the same, was typed."""
        called = self.catalogue.vocabulary.called
        names = {alternative.stems for concept in query.concepts for alternative in concept.alternatives}
        names |= {
            query.typed[start:end] for start in range(len(query.typed)) for end in range(start + 1, len(query.typed) + 1)
        }
        keys = {key for name in names if name in called for key in called[name]}
        return np.isin(self.catalogue.keys, list(keys))

    def any_of(self, query: Query) -> np.ndarray:
        """Return the scores of pages that have anything of the query."""
        self.read(query.stems)
        parts = [(concept, self._concept(concept)) for concept in query.concepts]
        return sum(self._weight(concept, part) * part for concept, part in parts) * self.catalogue.worth

    def together(self, concepts: list[Concept], stems: list[str]) -> bool:
        """Say whether some page has all the concepts and all the stems, whose postings are read."""
        parts = [*map(self._concept, concepts), *map(self.pages, stems)]
        return bool(np.logical_and.reduce([part > 0 for part in parts]).any())

    def tells(self, concept: Concept) -> bool:
        """Say whether the concept, whose postings are read, stands in the names of a few pages, and so tells which are meant."""
        part = self._concept(concept)
        return bool(part.max(initial=0) > OF_NAME) and np.count_nonzero(part) <= FEW_HAVE * self.catalogue.size

    def unknown(self, query: Query) -> list[Concept]:
        """Return what no public page has."""
        self.read(query.stems)
        return [concept for concept in query.concepts if not self._concept(concept).any()]

    def _concept(self, concept: Concept) -> np.ndarray:
        return np.maximum.reduce([self._alternative(alternative) for alternative in concept.alternatives])

    def _alternative(self, alternative: Alternative) -> np.ndarray:
        parts = [self.pages(stem) for stem in alternative.stems]
        if not parts:
            return np.zeros(self.catalogue.size, np.float32)
        if len(parts) == 1:
            return alternative.worth * parts[0]
        weights = [self.rarity(int(np.count_nonzero(part))) for part in parts]
        together = sum(weight * part for weight, part in zip(weights, parts, strict=True)) / sum(weights)
        return alternative.worth * together * np.logical_and.reduce([part > 0 for part in parts])

    def _weight(self, concept: Concept, part: np.ndarray) -> float:
        """Return how much the concept says: more if it is rare as it was typed, and if it is of several words."""
        typed = concept.alternatives[0]
        return (
            self.rarity(int(np.count_nonzero(self._alternative(typed))) or int(np.count_nonzero(part)))
            * max(1, len(typed.stems)) ** 0.5
        )
