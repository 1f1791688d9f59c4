"""Highlights matches in a text, and cuts an excerpt around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from . import words
from .parser import Query
from .terms import Phrase

LENGTH, ROOM = 240, 60
# A text up to this length is shown whole.
SHORT = LENGTH + ROOM
MOST_INSIDE = 20
# The maximum of characters searched; the text of a file may be a hundred times as long.
SEARCHED = 120_000
# The beginning of a sentence: a line, or text after the end of another, with a capital, a figure or a quotation mark.
# Initials and abbreviations don't end sentences.
BEGINNING = re.compile(r"(?:\n|(?<!\b\w)(?<!\b(?:Mr|Ms|Dr|No|St))[.!?…][\"”’)]*\s)\s*(?=[\"“‘(]?[A-Z0-9])")
BETWEEN = re.compile(r"[\s\-‐‑–'’]{1,2}")


@dataclass(frozen=True)
class Span:
    """A match in a text, and the concept of the query that it answers."""

    start: int
    end: int
    concept: int


@dataclass(frozen=True)
class Wanted:
    """The terms to mark: words with these stems, and these phrases if all their words are together, with their
    concepts."""

    stems: dict[str, int]
    phrases: tuple[tuple[Phrase, int], ...] = ()

    @classmethod
    def of(cls, query: Query) -> Wanted:
        """Return the terms of a query to mark: each word typed, and whole synonyms."""
        stems, phrases = dict.fromkeys(query.beside, -1), []
        for number, concept in enumerate(query.concepts):
            typed, *others = concept.alternatives
            stems |= dict.fromkeys(
                [*typed.stems, *(other.stems[0] for other in others if len(other.stems) == 1)], number
            )
            phrases += [(other.stems, number) for other in others if len(other.stems) > 1]
        return cls(stems, tuple(phrases))

    @cached_property
    def concepts(self) -> int:
        """How many concepts a text can answer."""
        return len({*self.stems.values(), *(number for _, number in self.phrases)} - {-1})

    @cached_property
    def letters(self) -> set[str]:
        """Initial letters of possible words: stemming every word of a long text takes too long."""
        found = words.initials({*self.stems, *(phrase[0] for phrase, _ in self.phrases)})
        return found | {letter.upper() for letter in found}

    @cached_property
    def by_first(self) -> dict[str, list[tuple[Phrase, int]]]:
        """The phrases by their first stem."""
        found: dict[str, list[tuple[Phrase, int]]] = {}
        for phrase, number in self.phrases:
            found.setdefault(phrase[0], []).append((phrase, number))
        return found


def marked(text: str, wanted: Wanted) -> SafeString:
    """Return the text, escaped, with `<mark>` around matches; adjacent matches share one."""
    return _html(text, _spans(text, wanted))


def excerpt(texts: Iterable[str], wanted: Wanted) -> SafeString:
    """Return a part of the texts around matches, escaped and marked.

    The first text is shown from its beginning, unless another part answers more of the query.
    """
    texts = [text for text in texts if text]
    if not texts:
        return mark_safe("")
    beginning = best = _beginning(texts[0])
    spans = _spans(beginning, wanted)
    most = _answered(spans)
    for text in texts if len(texts[0]) > SHORT else texts[1:]:
        if most == wanted.concepts:
            break
        text = text[:SEARCHED]
        start, end, answered = _window(_spans(text, wanted))
        if answered > most:
            best, most = _cut(text, start, end), answered
    return _html(best, spans) if best is beginning else marked(best, wanted)


def _spans(text: str, wanted: Wanted) -> list[Span]:
    """Return the positions of matches."""
    found = list(words.words(text))
    spans: list[Span] = []
    for place, match in enumerate(found):
        first = text[match.start()]
        if (first.isascii() and first not in wanted.letters) or (spans and match.start() < spans[-1].end):
            continue
        stem = words.stem_of(match.group())
        ends = [
            (end, number) for phrase, number in wanted.by_first.get(stem, ()) if (end := _end_of(found, place, phrase))
        ]
        if stem in wanted.stems:
            ends.append((match.end(), wanted.stems[stem]))
        if ends:
            spans.append(Span(match.start(), *max(ends)))
    return spans


def _end_of(found: list[re.Match], place: int, phrase: Phrase) -> int:
    """Return the end of the phrase at the position, which may have stop words between its words; 0 if it isn't there."""
    left, end = list(phrase), 0
    for match in found[place : place + 2 * len(phrase)]:
        if words.stem_of(match.group()) == left[0]:
            left.pop(0)
            end = match.end()
        elif words.fold(match.group()) not in words.STOP_WORDS:
            return 0
        if not left:
            return end
    return 0


def _answered(spans: list[Span]) -> int:
    return len({span.concept for span in spans if span.concept >= 0})


def _window(spans: list[Span]) -> tuple[int, int, int]:
    """Return the first and last position of the part that answers most, and its score."""
    best = (0, 0, 0)
    for number, first in enumerate(spans):
        inside = [span for span in spans[number : number + MOST_INSIDE] if span.end - first.start < LENGTH - ROOM]
        answered = _answered(inside)
        if answered > best[2]:
            best = (first.start, inside[-1].end, answered)
    return best


def _beginning(text: str) -> str:
    return " · ".join(text.split("\n")) if len(text) <= SHORT else _cut(text, 0, 0)


def _cut(text: str, start: int, end: int) -> str:
    """Return the text around the part: from the beginning of a nearby sentence, or else of a word, to the end of a
    word.

    An ellipsis marks an excerpt that begins or ends within a sentence.
    """
    around = max(0, LENGTH - (end - start)) // 2
    first, last = max(0, start - around), min(len(text), end + around)
    amid = False
    if first:
        # The match is still in the excerpt if its sentence begins up to twice as far before it.
        sentence = _sentence_before(text, max(0, first - around), start)
        amid = sentence is None
        if sentence is not None:
            last = min(len(text), max(end, last - max(0, first - sentence)))
        item = text.rfind("\n", first, start) + 1 or text.find(" ", first, start) + 1 or start
        first = item if sentence is None else sentence
    if last < len(text):
        last = max(end, text.rfind(" ", end, last))
    part = " · ".join(" ".join(line.split()) for line in text[first:last].strip().split("\n"))
    return f"{'… ' if amid else ''}{part}{' …' if last < len(text) else ''}"


def _sentence_before(text: str, first: int, start: int) -> int | None:
    """Return the beginning of the last sentence that begins between the positions; None if there is none."""
    begun = [match.end() for match in BEGINNING.finditer(text, first, start + 1) if match.end() <= start]
    if begun:
        return begun[-1]
    return 0 if first == 0 else None


def _html(text: str, spans: list[Span]) -> SafeString:
    joined: list[tuple[int, int]] = []
    for span in spans:
        if joined and BETWEEN.fullmatch(text, joined[-1][1], span.start):
            joined[-1] = (joined[-1][0], span.end)
        else:
            joined.append((span.start, span.end))
    parts, place = [], 0
    for start, end in joined:
        parts += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    return mark_safe("".join([*parts, escape(text[place:])]))  # noqa: S308  every part is escaped above
