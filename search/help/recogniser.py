"""Recognises speaker and trouble in a text, from editors' kinds of trouble, voices, word families and examples."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from search.models.help import HelpPlace, Speaker, Urgency

from .examples import Examples
from .phrases import FAMILY, WHOLE, Families, Phrase, PhraseError, PhraseMatcher

logger = logging.getLogger(__name__)

SEPARATOR = re.compile(r"[,\n]")
# The likeness to examples of people in trouble that brings help first: with a phrase as well, without one, and against
# the voice of nobody or of a profession.
DOUBTFUL, SURE, CERTAIN = -1.0, 2.5, 3.0


class FamilyRow(NamedTuple):
    """A family of words as written by editors."""

    name: str
    words: str
    set_phrases: bool


class TroubleRow(NamedTuple):
    """A kind of trouble as written by editors."""

    topic: str
    urgency: str
    sentence_young: str
    sentence_parent: str
    sentence_adult: str
    phrases: str
    urgent_phrases: str
    subjects: str

    def sentence(self, speaker: Speaker) -> str:
        """Return the sentence for the speaker."""
        return {Speaker.YOUNG: self.sentence_young, Speaker.PARENT: self.sentence_parent}.get(
            speaker, self.sentence_adult
        )


class VoiceRow(NamedTuple):
    """A voice as written by editors."""

    speaker: str
    phrases: str


@dataclass(frozen=True)
class Recognised:
    """The presumed speaker and trouble, the urgency, and whether help comes first or is one line."""

    trouble: TroubleRow
    speaker: Speaker
    urgency: Urgency
    place: HelpPlace
    phrases: tuple[
        str, ...
    ]  # as written by editors: those of the trouble, then those of the voice; empty if recognised by examples

    @property
    def sentence(self) -> str:
        """The sentence for this person."""
        return self.trouble.sentence(self.speaker)


@dataclass(frozen=True)
class _Meaning:
    """The meaning of a phrase."""

    place: int  # of the kind of trouble, in the editors' order
    is_urgent: bool = False
    is_subject: bool = False


def lines(text: str) -> list[str]:
    """Return the phrases of a field, one on each line, without empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def items(text: str) -> list[str]:
    """Return the words of a family, separated by commas or lines."""
    return [item.strip() for item in SEPARATOR.split(text) if item.strip()]


def families_of(rows: Iterable[FamilyRow]) -> Families:
    """Return the families by the names used in phrases; `{other}` is left out if there is no such family."""
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
    """Compiled kinds of trouble and voices, both in the editors' order, and counted examples."""

    def __init__(
        self,
        families: Sequence[FamilyRow],
        troubles: Sequence[TroubleRow],
        voices: Sequence[VoiceRow],
        examples: Examples | None = None,
    ):
        self.troubles, self.voices = troubles, voices
        self.examples = examples or Examples(())
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
                # It was valid when saved, but a family has been deleted since. All other phrases still work.
                logger.error("A phrase of help is left out: %s", error)
                continue
            into[id(phrase)] = meaning  # `phrases` keeps it alive: nothing else gets its id
            self.phrases.append(phrase)

    def recognise(self, text: str) -> Recognised | None:
        """Return the recognised trouble of the writer; None for an ordinary question.

        A phrase of trouble counts unless the question is like ordinary ones; without a phrase the question must be
        clearly like those of people in trouble. Against a voice of nobody or of a profession the examples must be
        certain.
        """
        found = self.matcher.find(text)
        voice = min((self.voice_of[id(phrase)] for phrase in found if id(phrase) in self.voice_of), default=None)
        speaker = Speaker.YOUNG if voice is None else Speaker(self.voices[voice].speaker)
        likeness = self.examples.weigh(text)
        is_certain = likeness is not None and likeness > CERTAIN
        if speaker == Speaker.NOBODY and not is_certain:
            return None
        spoken = tuple(one.written for one in found if voice is not None and self.voice_of.get(id(one)) == voice)
        recognised = self._by_phrases(found, speaker, spoken)
        if likeness is None:
            return recognised
        if recognised is not None and recognised.place == HelpPlace.FIRST:
            believed = likeness > DOUBTFUL or any(phrase.startswith(WHOLE) for phrase in recognised.phrases)
            if not believed:
                return replace(recognised, place=HelpPlace.LINE)
            return self._with_examples(recognised, text, None if voice is None else speaker)
        is_sure = is_certain or (likeness > SURE and speaker != Speaker.TRADE)
        return self._by_examples(text) if is_sure else recognised

    def _by_phrases(self, found: list[Phrase], speaker: Speaker, spoken: tuple[str, ...]) -> Recognised | None:
        troubles = [(phrase, self.meanings[id(phrase)]) for phrase in found if id(phrase) in self.meanings]
        if not troubles:
            return None
        telling = [one for one in troubles if not one[1].is_subject]
        # If this is the whole text it is meant so, whichever profession also uses the words.
        is_all = any(phrase.whole for phrase, _ in telling)
        # Danger counts more than a longer phrase, and that more than the editors' order.
        phrase, meaning = max(telling or troubles, key=lambda one: (one[1].is_urgent, one[0].size, -one[1].place))
        trouble = self.troubles[meaning.place]
        return Recognised(
            trouble,
            speaker,
            Urgency.NOW if meaning.is_urgent else Urgency(trouble.urgency),
            HelpPlace.FIRST if is_all or (telling and speaker != Speaker.TRADE) else HelpPlace.LINE,
            (phrase.written, *spoken),
        )

    def _with_examples(self, recognised: Recognised, text: str, said: Speaker | None) -> Recognised:
        """Return the same with the speaker and topic of the examples; the topic of danger now and the urgency are kept."""
        speaker = self.examples.speaker(text, said)
        trouble = self._trouble(self.examples.topic(text))
        if trouble is None or recognised.urgency == Urgency.NOW:
            return replace(recognised, speaker=speaker)
        urgency = Urgency.SOON if recognised.urgency == Urgency.SOON else _without_danger(trouble)
        return replace(recognised, speaker=speaker, trouble=trouble, urgency=urgency)

    def _by_examples(self, text: str) -> Recognised | None:
        trouble = self._trouble(self.examples.topic(text))
        if trouble is None:
            return None
        return Recognised(trouble, self.examples.speaker(text), _without_danger(trouble), HelpPlace.FIRST, ())

    def _trouble(self, topic: str) -> TroubleRow | None:
        return next((trouble for trouble in self.troubles if trouble.topic == topic), None)


def _without_danger(trouble: TroubleRow) -> Urgency:
    """Return the trouble's urgency without danger now, which only a phrase can establish."""
    return Urgency.SOON if trouble.urgency == Urgency.NOW else Urgency(trouble.urgency)
