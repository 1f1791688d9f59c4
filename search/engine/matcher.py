"""Finds the pages for a query, with scores."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import postings
from .catalogue import Catalogue
from .parser import Alternative, Concept, Query
from .postings import Postings
from .terms import Phrase

# Pages that lack words of the query are shown only if they have this share of its weight.
ENOUGH = 0.4
# The weight of question words, such as in “about the programme”, on pages that have them.
BESIDE = 0.5
# The share of the score that a page keeps if its name was typed but it lacks other words; and the number of answers
# from which only longer names count.
NAMED, ANSWERS_ENOUGH = 0.9, 10
# A strength above the first means a word of a title, other name or label; above the second, a word of a title.
OF_NAME, OF_TITLE = 0.5, 0.6
# Words on more than this share of pages distinguish nothing: “child”, “programme”.
FEW_HAVE = 0.4
# The synonyms whose pages are kept in a period: more than a site has, fewer than the words that robots can type.
MOST_SYNONYMS = 20_000


@dataclass
class Matches:
    """The score of each page by number; 0 for those that don't match."""

    scores: np.ndarray
    relaxed: bool = False
    others: np.ndarray | float = 0.0  # for pages that lack some of the words, but have enough

    @property
    def found(self) -> np.ndarray:
        return self.scores > 0


@dataclass
class Matcher:
    """Matches queries with a catalogue. Keeps the postings read so far."""

    catalogue: Catalogue
    known: dict[str, Postings] = field(default_factory=dict)
    _pages: dict[str, np.ndarray] = field(default_factory=dict)
    _frequencies: dict[str, int] = field(default_factory=dict)
    _alternatives: dict[Alternative, np.ndarray] = field(default_factory=dict)
    _strengths: dict[Concept, np.ndarray] = field(default_factory=dict)

    def read(self, stems: set[str]) -> None:
        """Read missing postings of stems. At most one statement."""
        missing = stems - self.known.keys()
        self.known |= dict.fromkeys(missing, postings.NONE) | postings.read(missing, self.catalogue.tables)

    def pages(self, stem: str) -> np.ndarray:
        """Return the strength of the stem for each page, from 0 to 1."""
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
        """Return the number of public pages with the stem."""
        if stem not in self._frequencies:
            self._frequencies[stem] = int(np.count_nonzero(self.pages(stem)))
        return self._frequencies[stem]

    def rarity(self, pages: int) -> float:
        """Return the significance of a word found on this number of pages."""
        return float(np.log1p((self.catalogue.size - pages + 0.5) / (pages + 0.5)))

    def match(self, query: Query) -> Matches:
        """Return the pages with everything or, if there are none, those with most of it."""
        self.read(query.stems | {*query.beside})
        parts = [self.strengths(concept) for concept in query.concepts]
        weights = [self.weight(concept) for concept in query.concepts]
        total: Any = sum(weight * part for weight, part in zip(weights, parts, strict=True))
        total = total + sum(BESIDE * self.rarity(self.frequency(stem)) * self.pages(stem) for stem in query.beside)
        # Filler words are only searched in titles.
        least = 0 if query.telling else OF_TITLE
        complete = np.logical_and.reduce([part > least for part in parts])
        total = total * self.catalogue.worth
        best, number = np.where(complete, total, 0), np.count_nonzero(complete)
        query.rest = self._told_apart_by(query.typed)
        if len(parts) == 1 or not query.telling:
            return Matches(best)
        names = self._names(query)
        if number > ANSWERS_ENOUGH:
            # Only names of several words, or of the whole query except for very common words.
            names = {query.rest, *(name for name in names if len(name) > 1)}
        named = np.where(self.called(names) & ~complete, NAMED * total, 0)
        covered = sum(weight * (part > 0) for weight, part in zip(weights, parts, strict=True)) / sum(weights)
        others = np.where((covered >= ENOUGH) & ~complete, total * covered**2, 0)
        if not number:
            return Matches(np.maximum(others, named), relaxed=True)
        return Matches(np.maximum(best, named), others=others)

    def _told_apart_by(self, stems: Phrase) -> Phrase:
        """Return the stems that few pages have; all if there are none."""
        most = FEW_HAVE * self.catalogue.size
        return tuple(stem for stem in stems if stem not in self.known or self.frequency(stem) <= most) or stems

    def _names(self, query: Query) -> set[Phrase]:
        """Return possible names: adjacent words, and synonyms."""
        places = range(len(query.typed) + 1)
        together = {query.typed[start:end] for start in places for end in places[start + 1 :]}
        return together | {alternative.stems for concept in query.concepts for alternative in concept.alternatives}

    def called(self, names: set[Phrase]) -> np.ndarray:
        """Say for each page whether it has one of the names."""
        called = self.catalogue.vocabulary.called
        keys = np.array([key for name in names if name in called for key in called[name]], np.int64)
        places = np.searchsorted(self.catalogue.keys, keys)
        there = places < self.catalogue.size
        there[there] = self.catalogue.keys[places[there]] == keys[there]
        found = np.zeros(self.catalogue.size, bool)
        found[places[there]] = True
        return found

    def any_of(self, query: Query) -> np.ndarray:
        """Return the scores of pages with any part of the query."""
        self.read(query.stems)
        parts = [(concept, self.strengths(concept)) for concept in query.concepts]
        return sum(self.weight(concept) * part for concept, part in parts) * self.catalogue.worth

    def together(self, concepts: list[Concept], stems: list[str]) -> bool:
        """Say whether some page has all the concepts and all the stems, whose postings are read."""
        parts = [*map(self.strengths, concepts), *map(self.pages, stems)]
        return bool(np.logical_and.reduce([part > 0 for part in parts]).any())

    def tells(self, concept: Concept) -> bool:
        """Say whether the concept, whose postings are read, is in the names of only a few pages, and so identifies
        them."""
        part = self.strengths(concept)
        return bool(part.max(initial=0) > OF_NAME and np.count_nonzero(part) <= FEW_HAVE * self.catalogue.size)

    def unknown(self, query: Query) -> list[Concept]:
        """Return the concepts that no public page has."""
        self.read(query.stems)
        return [concept for concept in query.concepts if not self.strengths(concept).any()]

    def strengths(self, concept: Concept) -> np.ndarray:
        """Return the strength of the concept, whose postings are read, for each page."""
        if concept not in self._strengths:
            typed, *others = concept.alternatives
            strengths = self._alternative(typed)
            strengths = strengths.copy() if others else strengths
            for one in others:
                if all(map(self._is_held, one.stems)):  # most synonyms of a word are not on any page
                    numbers, theirs = self._synonym(one)
                    strengths[numbers] = np.maximum(strengths[numbers], one.worth * theirs)
            self._strengths[concept] = strengths
        return self._strengths[concept]

    def _is_held(self, stem: str) -> bool:
        return bool(len(self.known[stem].entries)) or stem in self.catalogue.vocabulary.lenders

    def _alternative(self, alternative: Alternative) -> np.ndarray:
        if alternative not in self._alternatives:
            self._alternatives[alternative] = self._strengths_of(alternative)
        return self._alternatives[alternative]

    def _strengths_of(self, alternative: Alternative) -> np.ndarray:
        if not alternative.stems:
            return np.zeros(self.catalogue.size, np.float32)
        if len(alternative.stems) == 1:
            return alternative.worth * self.pages(alternative.stems[0])
        parts = [self.pages(stem) for stem in alternative.stems]
        weights = [self.rarity(self.frequency(stem)) for stem in alternative.stems]
        together = sum(weight * part for weight, part in zip(weights, parts, strict=True)) / sum(weights)
        return alternative.worth * together * np.logical_and.reduce([part > 0 for part in parts])

    def _synonym(self, alternative: Alternative) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers of the pages with a synonym, and its strengths there: worked out once per period."""
        kept = self.catalogue.synonyms
        found = kept.get(alternative.stems)
        if found is None:
            strengths = self._strengths_of(Alternative(alternative.stems))
            numbers = np.flatnonzero(strengths)
            found = numbers, strengths[numbers]
            if len(kept) < MOST_SYNONYMS:
                kept[alternative.stems] = found
        return found

    def weight(self, concept: Concept) -> float:
        """Return the weight of the concept: higher if it is rare as typed, and if it has several words."""
        typed = concept.alternatives[0]
        pages = np.count_nonzero(self._alternative(typed)) or np.count_nonzero(self.strengths(concept))
        return self.rarity(int(pages)) * max(1, len(typed.stems)) ** 0.5
