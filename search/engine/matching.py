"""Which pages a query finds, and how good each is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import postings, server
from .catalogue import Catalogue
from .parsing import Alternative, Concept, Query
from .postings import Postings
from .terms import Phrase

# Pages that lack words of the query are shown only if they have this much of what it is about.
ENOUGH = 0.4
# What a word is worth that people put a question with, where a page has it: “about the programme”.
BESIDE = 0.5
# If a query of several words has few complete answers, others that cover enough of it follow them.
FEW, SEVERAL = 2, 3
# The share of its score that a page keeps if its name was typed but it lacks other words; and from how many answers on only
# longer names count.
NAMED, ANSWERS_ENOUGH = 0.9, 10
# A strength above the first means a word of a title, another name or a label; above the second, of a title.
OF_NAME, OF_TITLE = 0.5, 0.6
# A word that more than this share of pages have tells none from another: “child”, “programme”.
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
    _strengths: dict[Concept, np.ndarray] = field(default_factory=dict)

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
        parts = [self.strengths(concept) for concept in query.concepts]
        weights = [self.weight(concept) for concept in query.concepts]
        total: Any = sum(weight * part for weight, part in zip(weights, parts, strict=True))
        total = total + sum(BESIDE * self.rarity(self.frequency(stem)) * self.pages(stem) for stem in query.beside)
        # Words that nobody looks for are looked for in titles.
        least = 0 if query.telling else OF_TITLE
        complete = np.logical_and.reduce([part > least for part in parts])
        total = total * self.catalogue.worth
        best, number = np.where(complete, total, 0), np.count_nonzero(complete)
        query.rest = self._told_apart_by(query.typed)
        if len(parts) == 1 or not query.telling:
            return Matches(best)
        names = self._names(query)
        if number > ANSWERS_ENOUGH:
            # Only names of several words, or of all that was typed but for what most pages have.
            names = {query.rest, *(name for name in names if len(name) > 1)}
        named = np.where(self.called(names) & ~complete, NAMED * total, 0)
        if number > FEW or (number and sum(len(concept.typed) for concept in query.concepts) < SEVERAL):
            return Matches(np.maximum(best, named))
        covered = sum(weight * (part > 0) for weight, part in zip(weights, parts, strict=True)) / sum(weights)
        others = np.where((covered >= ENOUGH) & ~complete, total * covered**2, 0)
        if not number:
            return Matches(np.maximum(others, named), relaxed=True)
        return Matches(np.maximum(others, np.where(best + named, best + named + others.max(), 0)))

    def _told_apart_by(self, stems: Phrase) -> Phrase:
        """Return those of the stems that few pages have; all if none has."""
        most = FEW_HAVE * self.catalogue.size
        return tuple(stem for stem in stems if stem not in self.known or self.frequency(stem) <= most) or stems

    def _names(self, query: Query) -> set[Phrase]:
        """Return what may be names: words that stand together, and what means the same."""
        places = range(len(query.typed) + 1)
        together = {query.typed[start:end] for start in places for end in places[start + 1 :]}
        return together | {alternative.stems for concept in query.concepts for alternative in concept.alternatives}

    def named(self, query: Query) -> np.ndarray:
        """Say of each page whether its name, or one that means the same, was typed."""
        return self.called(self._names(query))

    def called(self, names: set[Phrase]) -> np.ndarray:
        """Say of each page whether it has one of the names."""
        called = self.catalogue.vocabulary.called
        return np.isin(self.catalogue.keys, [key for name in names if name in called for key in called[name]])

    def any_of(self, query: Query) -> np.ndarray:
        """Return the scores of pages that have anything of the query."""
        self.read(query.stems)
        parts = [(concept, self.strengths(concept)) for concept in query.concepts]
        return sum(self.weight(concept) * part for concept, part in parts) * self.catalogue.worth

    def together(self, concepts: list[Concept], stems: list[str]) -> bool:
        """Say whether some page has all the concepts and all the stems, whose postings are read."""
        parts = [*map(self.strengths, concepts), *map(self.pages, stems)]
        return bool(np.logical_and.reduce([part > 0 for part in parts]).any())

    def tells(self, concept: Concept) -> bool:
        """Say whether the concept, whose postings are read, is in the names of only a few pages, and so tells which are meant."""
        part = self.strengths(concept)
        return bool(part.max(initial=0) > OF_NAME and np.count_nonzero(part) <= FEW_HAVE * self.catalogue.size)

    def unknown(self, query: Query) -> list[Concept]:
        """Return what no public page has."""
        self.read(query.stems)
        return [concept for concept in query.concepts if not self.strengths(concept).any()]

    def strengths(self, concept: Concept) -> np.ndarray:
        """Return how strongly each page is about the concept, whose postings are read."""
        if concept not in self._strengths:
            # Most synonyms of a word are on no page.
            held = [one for one in concept.alternatives[1:] if all(map(self._is_held, one.stems))]
            parts = [self._alternative(alternative) for alternative in (concept.alternatives[0], *held)]
            self._strengths[concept] = np.maximum.reduce(parts) if len(parts) > 1 else parts[0]
        return self._strengths[concept]

    def _is_held(self, stem: str) -> bool:
        return bool(len(self.known[stem].entries)) or stem in self.catalogue.vocabulary.lenders

    def _alternative(self, alternative: Alternative) -> np.ndarray:
        parts = [self.pages(stem) for stem in alternative.stems]
        if not parts:
            return np.zeros(self.catalogue.size, np.float32)
        if len(parts) == 1:
            return alternative.worth * parts[0]
        weights = [self.rarity(int(np.count_nonzero(part))) for part in parts]
        together = sum(weight * part for weight, part in zip(weights, parts, strict=True)) / sum(weights)
        return alternative.worth * together * np.logical_and.reduce([part > 0 for part in parts])

    def weight(self, concept: Concept) -> float:
        """Return how much the concept says: more if it is rare as it was typed, and if it is of several words."""
        typed = concept.alternatives[0]
        pages = np.count_nonzero(self._alternative(typed)) or np.count_nonzero(self.strengths(concept))
        return self.rarity(int(pages)) * max(1, len(typed.stems)) ** 0.5
