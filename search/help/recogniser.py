"""Recognises who is in which trouble, from a text and the editors' records: kinds of trouble, voices and word families."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .choices import HelpPlace, Speaker, Urgency
from .phrases import FAMILY, Families, Phrase, PhraseError, PhraseMatcher

logger = logging.getLogger(__name__)

SEPARATOR = re.compile(r"[,\n]")


class FamilyRow(NamedTuple):
    """A family of words as editors wrote it."""

    name: str
    words: str
    set_phrases: bool


class TroubleRow(NamedTuple):
    """A kind of trouble as editors wrote it."""

    topic: str
    urgency: str
    sentence_young: str
    sentence_parent: str
    sentence_adult: str
    phrases: str
    urgent_phrases: str
    subjects: str

    def sentence(self, speaker: Speaker) -> str:
        """Return the sentence to somebody."""
        return {Speaker.YOUNG: self.sentence_young, Speaker.PARENT: self.sentence_parent}.get(
            speaker, self.sentence_adult
        )


class VoiceRow(NamedTuple):
    """A voice as editors wrote it."""

    speaker: str
    phrases: str


@dataclass(frozen=True)
class Recognised:
    """Who seems to be in which trouble, how soon help is needed, and whether it comes first or is one line."""

    trouble: TroubleRow
    speaker: Speaker
    urgency: Urgency
    place: HelpPlace
    phrases: tuple[str, ...]  # as editors wrote them: those of the trouble, then those of the voice

    @property
    def sentence(self) -> str:
        """The sentence to the person."""
        return self.trouble.sentence(self.speaker)


@dataclass(frozen=True)
class _Meaning:
    """The meaning of a phrase."""

    place: int  # of the kind of trouble, in the editors' order
    is_urgent: bool = False
    is_subject: bool = False


def lines(text: str) -> list[str]:
    """Return the phrases of a field, one a line, without empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def items(text: str) -> list[str]:
    """Return the words of a family, which commas and lines part."""
    return [item.strip() for item in SEPARATOR.split(text) if item.strip()]


def families_of(rows: Iterable[FamilyRow]) -> Families:
    """Return families as phrases name them; `{other}` is left out where there is no such family."""
    rows = list(rows)
    names = {row.name.casefold() for row in rows}

    def known(item: str) -> bool:
        other = FAMILY.fullmatch(item)
        return other is None or other[1].strip().casefold() in names

    written = {row.name: filter(known, items(row.words)) for row in rows}
    return Families.of(
        {name: list(found) for name, found in written.items()}, [row.name for row in rows if row.set_phrases]
    )


class Recogniser:
    """Kinds of trouble and voices, compiled; both in their editors' order."""

    def __init__(self, families: Sequence[FamilyRow], troubles: Sequence[TroubleRow], voices: Sequence[VoiceRow]):
        self.troubles, self.voices = troubles, voices
        self.meanings: dict[int, _Meaning] = {}
        self.voice_of: dict[int, int] = {}
        self.phrases: list[Phrase] = []
        known = families_of(families)
        for place, trouble in enumerate(troubles):
            for text, meaning in (
                (trouble.phrases, _Meaning(place)),
                (trouble.urgent_phrases, _Meaning(place, is_urgent=True)),
                (trouble.subjects, _Meaning(place, is_subject=True)),
            ):
                self._learn(known, text, self.meanings, meaning)
        for place, voice in enumerate(voices):
            self._learn(known, voice.phrases, self.voice_of, place)
        spellings = (word for family in families for item in items(family.words) for word in item.split())
        self.matcher = PhraseMatcher(known, self.phrases, spellings)

    def _learn(self, families: Families, text: str, into: dict, meaning: _Meaning | int) -> None:
        for line in lines(text):
            try:
                phrase = families.phrase(line)
            except PhraseError as error:
                # It was checked when it was saved; since then a family has gone. All other phrases still help.
                logger.error("A phrase of help is left out: %s", error)
                continue
            into[id(phrase)] = meaning  # `phrases` keeps it alive: nothing else gets its id
            self.phrases.append(phrase)

    def recognise(self, text: str) -> Recognised | None:
        """Return which help fits somebody who writes this; None for an ordinary question."""
        found = self.matcher.find(text)
        troubles = [(phrase, self.meanings[id(phrase)]) for phrase in found if id(phrase) in self.meanings]
        if not troubles:
            return None
        voices = [self.voice_of[id(phrase)] for phrase in found if id(phrase) in self.voice_of]
        voice = min(voices, default=None)
        speaker = Speaker.YOUNG if voice is None else Speaker(self.voices[voice].speaker)
        if speaker == Speaker.NOBODY:
            return None
        telling = [one for one in troubles if not one[1].is_subject]
        # A phrase that is all of the question is meant, even if professionals use the same words.
        is_all = any(phrase.whole for phrase, _ in telling)
        # Danger counts for more than a longer phrase, and that for more than the editors' order.
        phrase, meaning = max(telling or troubles, key=lambda one: (one[1].is_urgent, one[0].size, -one[1].place))
        trouble = self.troubles[meaning.place]
        spoken = [one.written for one in found if voice is not None and self.voice_of.get(id(one)) == voice]
        return Recognised(
            trouble,
            speaker,
            Urgency.NOW if meaning.is_urgent else Urgency(trouble.urgency),
            HelpPlace.FIRST if is_all or (telling and speaker != Speaker.TRADE) else HelpPlace.LINE,
            (phrase.written, *spoken),
        )
