"""Checks of editors' phrases before they are saved: unusable ones, and ones found in ordinary questions, are refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from search.engine.words import WEAK_WORDS
from search.models import EntryText, Trouble, Voice, WordFamily

from . import tokens
from .phrases import FAMILY, Families, Phrase, PhraseError, PhraseMatcher
from .recogniser import FamilyRow, families_of, items, lines

# Ordinary questions, on any hub; titles of pages count as ordinary too.
ORDINARY = (
    "contact",
    "privacy",
    "news",
    "minutes of the meeting",
    "how do i subscribe",
    "who is the chair",
    "who can see what i search for",
    "what is the programme",
    "annual report 2017",
    "accessibility statement",
    "opening hours",
    "jobs",
)
MOST_TITLES = 5_000


def problems(record: Trouble | Voice | WordFamily, field: str) -> list[str]:
    """Return the problems of a field of phrases or words, as sentences; empty if it can be used."""
    unchanged = {"pk": record.pk, field: getattr(record, field)}
    if record.pk and type(record).objects.filter(**unchanged).exists():
        return []
    try:
        return list(_family(record) if isinstance(record, WordFamily) else _phrases(record, field))
    except PhraseError as error:
        return [str(error)]


def _families() -> Families:
    return _compiled(tuple(FamilyRow(*row) for row in WordFamily.objects.values_list("name", "words", "set_phrases")))


# Loading content calls it for every record.
_compiled = lru_cache(maxsize=1)(families_of)


def _family(family: WordFamily) -> Iterator[str]:
    written = items(family.words)
    if not written:
        yield "Write at least one word."
    for item in written:
        if not FAMILY.fullmatch(item) and not tokens.keys(item):
            yield f"“{item}” has no word that counts."
    if any(map(FAMILY.fullmatch, written)):
        others = dict(WordFamily.objects.exclude(pk=family.pk).values_list("name", "words"))
        named = {name: [item for item in items(words) if FAMILY.fullmatch(item)] for name, words in others.items()}
        Families.of(named | {family.name: written})


def _phrases(record: Trouble | Voice, field: str) -> Iterator[str]:
    families = _families()
    phrases: list[Phrase] = []
    for line in lines(getattr(record, field)):
        try:
            phrases.append(families.phrase(line))
        except PhraseError as error:
            yield str(error)
    if isinstance(record, Trouble) and field != "subjects":
        yield from _too_broad(phrases, families)


def _too_broad(phrases: Iterable[Phrase], families: Families) -> Iterator[str]:
    """Yield a sentence for each phrase found in ordinary questions."""
    phrases = list(phrases)
    for phrase in phrases:
        words = [name for part in phrase.parts for names, _ in part for name in names]
        if not phrase.whole and all(word.lstrip("=") in WEAK_WORDS for word in words):
            yield f"“{phrase.written}” is too broad: such words are in many questions."
    matcher = PhraseMatcher(families, phrases)
    titles = EntryText.objects.filter(entry__document=None).values_list("title", flat=True)[:MOST_TITLES]
    told: set[str] = set()
    for question in (*ORDINARY, *titles):
        for phrase in matcher.find(question):
            if phrase.written not in told:
                told.add(phrase.written)
                yield (
                    f"“{phrase.written}” is too broad: somebody who types “{question}” would be taken for somebody in trouble. "
                    "Add a word that only somebody in trouble would use."
                )
