"""Parses the words typed into a query."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass, field

from django.utils.dates import MONTHS, MONTHS_3

from . import words
from .terms import Phrase, Vocabulary

# Longer than any question; the rest of a bot's input is ignored.
LONGEST, MOST_WORDS = 200, 24
NAMES_OF_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBERS = {name: str(number) for names in (NAMES_OF_NUMBERS, ORDINALS) for number, name in enumerate(names, 1)}
MONTH_NAMES = {str(short).casefold(): str(MONTHS[number]).casefold() for number, short in MONTHS_3.items()}
MONTH_NAMES |= {"sept": "september"}
DATES = (
    re.compile(r"\b(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"),
)
# Years as dictated: “twenty seventeen”, “twenty twenty two”.
UNITS = NAMES_OF_NUMBERS[:9]
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
SPOKEN_YEAR = re.compile(
    rf"\b(?:20|twenty)[\s-]+(?:(?P<teen>{'|'.join(TEENS)})|(?:20|twenty)(?:[\s-]+(?P<unit>{'|'.join(UNITS)}))?)\b",
    re.IGNORECASE,
)
ORDINAL_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")
# The weight of a synonym, less than that of the word typed.
SAME, JOINED, NUMBER = 0.75, 0.9, 0.85
# Two synonyms of a third word may differ more from each other: “hungry” and “cruelty” for “neglect”.
NEARLY_SAME = 0.5
PAIR = 2
# Things numbered on the site: a number after one of these belongs to it, and pages with other numbers don't match.
COUNTED = frozenset(map(words.stem, ("recommendation", "action", "update", "issue")))
SHORT_FOR = {"rec": "recommendation", "recs": "recommendations"}
CALLED_NUMBER = ("number", "no", "nr", "num")
MOST_DIGITS = 3  # more are a year


@dataclass(frozen=True)
class Alternative:
    """Stems that must all occur, and their weight."""

    stems: Phrase
    worth: float = 1.0


@dataclass(frozen=True)
class Concept:
    """A search term: a word, or several with one meaning. Any alternative matches; the first was typed."""

    typed: tuple[str, ...]  # folded
    alternatives: tuple[Alternative, ...]

    @property
    def stems(self) -> set[str]:
        return {stem for alternative in self.alternatives for stem in alternative.stems}


@dataclass
class Query:
    """A parsed query."""

    concepts: list[Concept] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)  # stems that must be adjacent, in this order
    literal: frozenset[str] = frozenset()  # stems of single words in quotation marks, without alternatives
    typed: Phrase = ()  # the stems of all useful words, in the order typed
    same: frozenset[Phrase] = frozenset()  # synonyms of the whole query
    beside: Phrase = ()  # stems of optional words, which improve the score
    rest: Phrase = ()  # the rare ones among these, set by the matcher
    telling: bool = True  # False if there are only filler words, such as “get help”
    counted: tuple[str, ...] = ()  # a thing and its number, “recommendation” and “7”, which must be adjacent; folded
    counted_as: str = ""  # the thing and its number as typed
    counted_phrases: tuple[Phrase, ...] = ()  # their stems, also by the programme's own names for the thing

    @property
    def all_phrases(self) -> list[tuple[Phrase, ...]]:
        """The phrases that must occur, each with those that may stand for it."""
        return [*((phrase,) for phrase in self.phrases), *([self.counted_phrases] if self.counted else [])]

    @property
    def stems(self) -> set[str]:
        """All stems of the concepts."""
        return {stem for concept in self.concepts for stem in concept.stems}


def tidy(text: str) -> str:
    """Return the input on one line, normalised and shortened."""
    # One character can become several: it is shortened again, so that a second call changes nothing.
    text = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST]
    text = "".join(sign if sign.isprintable() else " " for sign in words.clean(text))
    return " ".join(text.split())


def parse(typed: str, vocabulary: Vocabulary) -> Query:
    """Return the query; without concepts if there are no search terms."""
    text = _plain_dates(typed)
    typed_tokens = words.folded(text)[:MOST_WORDS]
    tokens, counted = _counted(_as_indexed(typed_tokens, vocabulary), COUNTED | vocabulary.counted)
    quoted = [_useful(found) for found in QUOTED.findall(text)]
    query = Query(
        phrases=[phrase for phrase in quoted if len(phrase) > 1],
        literal=frozenset(stem for phrase in quoted if len(phrase) == 1 for stem in phrase),
        counted=counted,
    )
    if counted:
        said = next((own for own in _own_names(counted[0], vocabulary) if _holds(typed_tokens, own)), counted[:1])
        query.counted_as = " ".join((*said, counted[1]))
        same = (counted[:1], *_own_names(counted[0], vocabulary))
        query.counted_phrases = tuple((*map(words.stem, name), words.stem(counted[1])) for name in same)
    names = _Names(vocabulary, text)
    query.telling = any(token not in words.SOFT_WORDS for token in tokens) or names.any_in(tokens)
    dull = words.SOFT_WORDS if query.telling else words.STOP_WORDS
    place = 0
    while place < len(tokens):
        length, phrase = names.longest_from(tokens, place)
        if (stem := words.stem(tokens[place])) in query.literal:
            query.concepts.append(Concept((tokens[place],), (Alternative((stem,)),)))
            length = 1
        elif length:
            query.concepts.append(names.concept(tokens[place : place + length], phrase))
        elif tokens[place] not in dull:
            query.concepts.append(_single(tokens, place))
        place += length or 1
    query.typed = tuple(words.stem(token) for token in tokens if token not in dull)
    query.beside = tuple(words.stem(token) for token in tokens if token in dull - words.STOP_WORDS)
    if len(query.concepts) == 1:
        others = (alternative.stems for alternative in query.concepts[0].alternatives)
        query.same = frozenset(tuple(stem for stem in some if stem not in words.SOFT_WORDS) or some for some in others)
    return query


def _plain_dates(text: str) -> str:
    """Return the text with dates in figures written out as on the site: “22 june 2017”."""
    for pattern in DATES:
        text = pattern.sub(_written_out, text)
    return SPOKEN_YEAR.sub(_year, ORDINAL_DAY.sub(r"\1", text))


def _year(match: re.Match) -> str:
    if match["teen"]:
        return str(2010 + TEENS.index(match["teen"].casefold()))
    return str(2020 + (UNITS.index(match["unit"].casefold()) + 1 if match["unit"] else 0))


def _written_out(match: re.Match) -> str:
    month = int(match["month"])
    return f"{int(match['day'])} {MONTHS[month]} {match['year']}" if 1 <= month <= 12 else match.group()


def without_number(typed: str, query: Query) -> str:
    """Return the input without the number of a numbered thing."""
    number = query.counted[-1]

    def kept(match: re.Match) -> str:
        word = words.fold(match.group())
        return "" if NUMBERS.get(word, word) == number else SHORT_FOR.get(word, match.group())

    return " ".join(words.WORD.sub(kept, _plain_dates(typed)).split())


def _own_names(thing: str, vocabulary: Vocabulary) -> list[Phrase]:
    """Return the programme's own names for a numbered thing, folded."""
    stem = words.stem(thing)
    return [own for own, usual in vocabulary.numbered.items() if words.stem(usual[-1]) == stem]


def _holds(tokens: list[str], phrase: Phrase) -> bool:
    return any(tuple(tokens[at : at + len(phrase)]) == phrase for at in range(len(tokens)))


def _as_indexed(tokens: list[str], vocabulary: Vocabulary) -> list[str]:
    """Return the words with the index's names of numbered things, before a number, in place of the programme's own."""
    plain: list[str] = []
    place = 0
    while place < len(tokens):
        for own, usual in vocabulary.numbered.items():
            after = place + len(own)
            last = after if tokens[after : after + 1] and tokens[after] in CALLED_NUMBER else after - 1
            if tuple(tokens[place:after]) == own and _number_after(tokens, last):
                plain += usual
                place = after
                break
        else:
            plain.append(tokens[place])
            place += 1
    return plain


def _counted(tokens: list[str], counted: Set[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the words as written on the site, and the one numbered thing, or (). `counted` are stems of such things."""
    plain: list[str] = []
    for place, token in enumerate(tokens):
        number = _number_after(tokens, place)
        if number and token in SHORT_FOR:
            token = SHORT_FOR[token]
        said_before = plain and words.stem(plain[-1]) in counted
        if not (number and token in CALLED_NUMBER and said_before):
            plain.append(token)
    found = [
        (token, number)
        for place, token in enumerate(plain)
        if words.stem(token) in counted and (number := _number_after(plain, place))
    ]
    return plain, found[0] if len(found) == 1 else ()


def _number_after(tokens: list[str], place: int) -> str:
    """Return the number that follows, in figures; "" if there is none, or if it is part of a date or one of several."""
    number, *more = [*tokens[place + 1 : place + 4], ""]
    number = NUMBERS.get(number, number)
    if not (number.isdecimal() and number.isascii() and len(number) <= MOST_DIGITS):
        return ""
    others = [token for token in more if token not in words.STOP_WORDS][:1]
    is_day = any(MONTH_NAMES.get(token, token) in MONTH_NAMES.values() for token in others)
    return "" if is_day or any(token.isdecimal() for token in others) else number


def _useful(text: str) -> Phrase:
    return tuple(words.stems(text))


class _Names:
    """Names with synonyms, by the site's terms or because hyphens join their words, as in an ISBN."""

    def __init__(self, vocabulary: Vocabulary, text: str):
        self.same, self.main, self.otherwise = vocabulary.same, vocabulary.main, vocabulary.otherwise
        # Two words joined by a hyphen are searched as adjacent words anyway.
        self.hyphened = {tuple(map(words.stem, chain)) for chain in words.chains(text) if len(chain) > PAIR}
        self.longest = max([vocabulary.longest, *map(len, self.hyphened)])

    def longest_from(self, tokens: list[str], place: int) -> tuple[int, Phrase]:
        """Return the number of words of such a name at the position, and its stems; (0, ()) if there is none."""
        for length in range(min(self.longest, len(tokens) - place), 0, -1):
            some = tokens[place : place + length]
            phrase = tuple(words.stem(token) for token in some)
            known = phrase in self.same or phrase in self.hyphened
            if not known and (other := self.otherwise.get(tuple(map(words.otherwise, some)))):
                phrase, known = other, True
            if known and any(token not in words.STOP_WORDS for token in some):
                return length, phrase
        return 0, ()

    def any_in(self, tokens: list[str]) -> bool:
        """Say whether such a name of several words is among the words."""
        return any(self.longest_from(tokens, place)[0] > 1 for place in range(len(tokens)))

    def concept(self, tokens: list[str], phrase: Phrase) -> Concept:
        """Return the concept of the name."""
        typed = tuple(map(words.stem, tokens))
        alternatives = [Alternative(_without_stop_words(typed))]
        if len(tokens) > 1:
            alternatives.append(Alternative((words.stem("".join(tokens)),), JOINED))
        for other in sorted(self.same.get(phrase, set()) | ({phrase} - {typed})):
            telling = _without_stop_words(other)
            if phrase in self.main or other in self.main:
                # “In care” isn't “care”, nor “have your say” “say”.
                if len(telling) > 1 or telling == other:
                    alternatives.append(Alternative(telling, SAME))
            elif len(other) == 1:
                alternatives.append(Alternative(other, NEARLY_SAME))
        return Concept(tuple(tokens), tuple(alternatives))


def _without_stop_words(phrase: Phrase) -> Phrase:
    return tuple(stem for stem in phrase if stem not in words.STOP_WORDS)


def _single(tokens: list[str], place: int) -> Concept:
    """Return the concept of one word, with alternatives for split words and numbers."""
    token = tokens[place]
    alternatives = [Alternative((words.stem(token),))]
    for neighbours in (tokens[place : place + 2], tokens[max(0, place - 1) : place + 1]):
        if len(neighbours) > 1:
            alternatives.append(Alternative((words.stem("".join(neighbours)),), JOINED))
    if token in NUMBERS:
        alternatives.append(Alternative((NUMBERS[token],), NUMBER))
    if token in MONTH_NAMES:
        alternatives.append(Alternative((words.stem(MONTH_NAMES[token]),)))
    return Concept((token,), tuple(alternatives))
