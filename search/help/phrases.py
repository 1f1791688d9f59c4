"""Parses editors' phrases, and finds them in a text.

A phrase is words in order, with up to three others between two. `{family}` is any word of that family, `hit/slap` one
of the two, and ` + ` joins parts that may be anywhere. `my_{kid}` allows at most one word between, `=died` is just this
form, and after `= ` the phrase must be the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from search.engine.dictionary import is_right
from search.engine.words import stem

from . import tokens
from .tokens import Speller

GAP, CLOSE, WHOLE = 3, 1, "= "
FAMILY = re.compile(r"\{([^{}]*)\}")
PARTS = re.compile(r"\s\+\s")

# An element is the names of the possible terms, and the number of other words allowed before it; a part is a sequence
# of elements.
Element = tuple[frozenset[str], int]
Part = tuple[Element, ...]


class PhraseError(Exception):
    """A phrase can't be used; the message gives the reason in one sentence."""


@dataclass(frozen=True)
class Phrase:
    """A parsed phrase, and its source."""

    written: str
    parts: tuple[Part, ...]
    whole: bool = False

    @property
    def size(self) -> int:
        """The number of its elements: of two matching phrases, the longer one counts more."""
        return sum(len(part) for part in self.parts)


@dataclass(frozen=True)
class Families:
    """Families of equivalent words for phrases, by name: each word is a sequence of stems."""

    words: Mapping[str, frozenset[tuple[str, ...]]]
    set_phrases: frozenset[tuple[str, ...]] = frozenset()

    @classmethod
    def of(cls, written: Mapping[str, Iterable[str]], hiding: Iterable[str] = ()) -> Families:
        """Return families from their written items, each a word or several; `{other}` includes all of another family.

        Items of families in `hiding` are set phrases, whose words have no other meaning there.

        Raises PhraseError for an unknown family, or one that contains itself.
        """
        written = {name.casefold(): rows for name, rows in written.items()}
        done: dict[str, frozenset[tuple[str, ...]]] = {}

        def read(name: str, above: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
            name = name.casefold()
            if name in above:
                raise PhraseError(f"The family “{name}” holds itself.")
            if name not in written:
                raise PhraseError(f"There is no family of words “{name}”.")
            if name not in done:
                found: set[tuple[str, ...]] = set()
                for line in written[name]:
                    if other := FAMILY.fullmatch(line.strip()):
                        found |= read(other[1].strip(), (*above, name))
                    elif row := tokens.keys(line):
                        found.add(row)
                done[name] = frozenset(found)
            return done[name]

        for name in written:
            read(name, ())
        # Exactly as written: “child abuse” is one, “a child is abused” isn't.
        for name in map(str.casefold, hiding):
            done[name] = frozenset(tuple(f"={word}" for word in tokens.tokens(line)) for line in written[name])
        return cls(done, frozenset(row for name in hiding for row in done[name.casefold()]))

    def phrase(self, written: str) -> Phrase:
        """Return the parsed phrase. Raises PhraseError if it has no word, or names an unknown family."""
        whole = written.lstrip().startswith(WHOLE)
        texts = PARTS.split(written.strip().removeprefix(WHOLE).strip())
        parts = tuple(part for text in texts if (part := tuple(self._elements(text))))
        if not parts:
            raise PhraseError(f"“{written}” has no searchable word.")
        return Phrase(written, parts, whole)

    def _elements(self, text: str) -> Iterator[Element]:
        for written in FAMILY.sub(lambda match: match[0].replace(" ", "-"), text).split():
            for place, together in enumerate(written.split("_")):
                names: set[str] = set()
                for one in together.split("/"):
                    if family := FAMILY.fullmatch(one):
                        names.add(f"{{{self._known(family[1])}}}")
                    else:
                        names |= {word for row in [tokens.keys(one)] for word in row[:1]}
                if names:
                    yield frozenset(names), CLOSE if place else GAP

    def _known(self, name: str) -> str:
        name = name.replace("-", " ").strip().casefold()
        if name not in self.words:
            raise PhraseError(f"There is no family of words “{name}”.")
        return name


class PhraseMatcher:
    """Finds many phrases in a text, in less than a millisecond."""

    def __init__(self, families: Families, phrases: Iterable[Phrase], spellings: Iterable[str] = ()):
        self.set_phrases = families.set_phrases
        self.rows: dict[str, list[tuple[tuple[str, ...], list[str]]]] = {}
        self.by_term: dict[str, list[Phrase]] = {}
        terms: dict[tuple[str, ...], set[str]] = {}
        sizes = {f"{{{name}}}": len(rows) for name, rows in families.words.items()}
        for name, rows in families.words.items():
            for row in rows:
                terms.setdefault(row, set()).add(f"{{{name}}}")
        for phrase in phrases:
            elements = [names for part in phrase.parts for names, _ in part]
            for element in elements:
                for name in element:
                    if not name.startswith("{"):
                        terms.setdefault((name,), set()).add(name)
            rarest = min(elements, key=lambda element: sum(sizes.get(name, 1) for name in element))
            for name in rarest:
                self.by_term.setdefault(name, []).append(phrase)
        for row, names in terms.items():
            self.rows.setdefault(row[0], []).append((row, sorted(names)))
        self.known = {word for row in terms for word in row}
        self.speller = Speller(set(spellings))

    def find(self, text: str) -> list[Phrase]:
        """Return the phrases in the text, each once."""
        words = self._read(text)
        places = self._places(words)
        found: dict[int, Phrase] = {}
        for name in places:
            for phrase in self.by_term.get(name, ()):
                if id(phrase) in found or (phrase.whole and not _covers(phrase, places, len(words))):
                    continue
                if all(_stands(part, places) for part in phrase.parts):
                    found[id(phrase)] = phrase
        return list(found.values())

    def _read(self, text: str) -> list[str]:
        words: list[str] = []
        for word in tokens.tokens(text):
            known = stem(word) in self.known or f"={word}" in self.known
            if known or len(word) < tokens.SHORTEST_MISSPELT or is_right(word):
                words.append(word)
            else:
                words += self.speller.read(word)
        return words

    def _places(self, words: list[str]) -> dict[str, list[tuple[int, int]]]:
        """Return the positions of each term: the first word and the one after the last."""
        places: dict[str, list[tuple[int, int]]] = {}
        keys = [(stem(word), f"={word}") for word in words]
        hidden: set[int] = set()
        for start, either in enumerate(keys):
            for key in either:
                for row, names in self.rows.get(key, ()):
                    end = start + len(row)
                    if len(row) == 1 or (end <= len(keys) and all(map(_is_key, row, keys[start:end]))):
                        if row in self.set_phrases:
                            hidden.update(range(start, end))
                        for name in names:
                            places.setdefault(name, []).append((start, end))
        if hidden:
            alone = {(place, place + 1) for place in hidden}
            places = {name: [span for span in spans if span not in alone] for name, spans in places.items()}
        return {name: spans for name, spans in places.items() if spans}


def _covers(phrase: Phrase, places: Mapping[str, list[tuple[int, int]]], length: int) -> bool:
    """Say whether every word of the text is named by the phrase."""
    names = {name for part in phrase.parts for element, _ in part for name in element}
    return len({place for name in names for span in places.get(name, ()) for place in range(*span)}) == length


def _is_key(key: str, either: tuple[str, str]) -> bool:
    return key in either


def _stands(part: Part, places: Mapping[str, list[tuple[int, int]]]) -> bool:
    """Say whether the elements of a part are in order, and no further apart than allowed."""
    ends: set[int] | None = None
    for names, gap in part:
        spans = [span for name in names for span in places.get(name, ())]
        if ends is None:
            ends = {end for _, end in spans}
        else:
            ends = {end for start, end in spans if any(before <= start <= before + gap for before in ends)}
        if not ends:
            return False
    return True
