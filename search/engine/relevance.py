"""The order of results, and the closer comparison of the best."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from . import words
from .catalogue import Catalogue
from .matcher import BESIDE, Matcher
from .parser import Phrase, Query
from .terms import ALL, EXPLAINED

# The number of best pages compared word by word. The others keep their order, so that pages of results don't overlap.
LOOKED_AT = 60
# The maximum of pages with all words of a quoted phrase that are searched for the phrase itself.
MOST_WITH_PHRASE, MOST_WITH_NUMBER = 1_000, 200
SAME_AS_TITLE, SAME_AS_NAME, BEGINS_TITLE = 2.0, 1.8, 1.3
TOGETHER = {"title": 1.25, "aliases": 1.2, "summary": 1.1}
# The bonus factor, in addition to 1, if one of a page's questions is the query itself.
SAME_QUESTION = 8.0
# Pages that lack words must be better than this position among those that lack none.
FEW = 3


class ShortTexts(NamedTuple):
    """The texts of a page that are compared word by word; see `EntryText`."""

    title: str
    aliases: str
    summary: str
    questions: str


def closer(scores: np.ndarray, query: Query, matcher: Matcher) -> np.ndarray:
    """Return the scores after comparing the words of the best pages. One statement."""
    better, asked = scores.copy(), WeightedQuery.of(query, matcher)
    for number, text in texts_of(scores, scores > 0, matcher.catalogue).items():
        better[number] *= bonus(text, query) * (1 + SAME_QUESTION * asked.likeness(text.questions) ** 2)
    return better


def with_others(scores: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Return the scores of the pages found, and of pages that lack a word but are better than the third of these."""
    most = np.where(found, 0, scores).max(initial=0)
    if not most or np.count_nonzero(found & (scores >= most)) >= FEW:
        return np.where(found, scores, 0)
    complete = scores[found]
    least = np.partition(complete, -FEW)[-FEW] if len(complete) >= FEW else 0
    return np.where(found | (scores > least), scores, 0)


@dataclass(frozen=True)
class WeightedQuery:
    """The query in a form for comparison with the questions of pages."""

    # The weight of each concept, and its alternatives: the worth and the stems of each.
    things: list[tuple[float, list[tuple[float, frozenset[str]]]]]

    @classmethod
    def of(cls, query: Query, matcher: Matcher) -> WeightedQuery:
        """Return the weighted query, whose postings are read."""
        things = [
            (matcher.weight(concept), [(one.worth, frozenset(one.stems)) for one in concept.alternatives])
            for concept in query.concepts
        ]
        fillers = [(BESIDE * matcher.rarity(matcher.frequency(stem)), stem) for stem in query.beside]
        return cls(things + [(weight, [(1.0, frozenset([stem]))]) for weight, stem in fillers])

    @cached_property
    def stems(self) -> set[str]:
        return {stem for _, ways in self.things for _, stems in ways for stem in stems}

    def likeness(self, questions: str) -> float:
        """Return the best likeness to the questions, from 0 to 1: the share of the query in a question times the share
        of the question in the query."""
        by_stem = _questions(questions)
        lines = {line for stem in self.stems & by_stem.keys() for line in by_stem[stem]}
        return max((self._shared(line) / len(line) for line in lines), default=0.0)

    def _shared(self, question: frozenset[str]) -> float:
        """Return the share of the query in a question, times the number of the question's matching words."""
        said: set[str] = set()
        share = 0.0
        for weight, ways in self.things:
            held = [way for way in ways if way[1] <= question]
            if held:
                worth, stems = max(held, key=itemgetter(0))
                said |= stems
                share += weight * worth
        return share * len(said) / sum(weight for weight, _ in self.things)


@lru_cache(maxsize=5_000)
def _questions(questions: str) -> dict[str, set[frozenset[str]]]:
    """Return by stem the questions that have it, each as its stems. Most searches look at the same pages."""
    by_stem = defaultdict(set)
    for line in questions.splitlines():
        stems = frozenset(words.stems(line)) - words.STOP_WORDS
        for stem in stems:
            by_stem[stem].add(stems)
    return by_stem


def highest(values: np.ndarray, found: np.ndarray, most: int) -> np.ndarray:
    """Return the numbers of the pages found with the highest values, highest first; with equal values, the older page first."""
    numbers = np.flatnonzero(found)
    # Only these are sorted: sorting all of 100,000 takes as long as the rest of an answer.
    if 0 < most < len(numbers):
        numbers = numbers[values[numbers] >= np.partition(values[numbers], -most)[-most]]
    return numbers[np.argsort(-values[numbers], kind="stable")][:most]


def texts_of(scores: np.ndarray, found: np.ndarray, catalogue: Catalogue) -> dict[int, ShortTexts]:
    """Return the short texts of the best pages by their number. One statement."""
    numbers = np.flatnonzero(found)
    if len(numbers) > LOOKED_AT:
        numbers = numbers[np.argpartition(-scores[numbers], LOOKED_AT)[:LOOKED_AT]]
    entries = {int(catalogue.own[number]): int(number) for number in numbers}
    rows = (
        catalogue.tables.texts.objects.filter(entry__in=entries).values_list("entry_id", *ShortTexts._fields)
        if entries
        else ()
    )
    return {entries[entry]: ShortTexts(*texts) for entry, *texts in rows}


def lifted(scores: np.ndarray, query: Query, catalogue: Catalogue) -> np.ndarray:
    """Return the scores, increased for pages that explain the query, if it is a term, or list everything that it names.

    A page named after the term comes before the page that explains it, by the later comparison.
    """
    better = scores.copy()
    if query.typed in catalogue.vocabulary.explained:
        for kind in EXPLAINED:
            explaining = catalogue.marked(f"{kind}:{ALL}")
            better[explaining] = np.where(scores[explaining] > 0, scores.max(initial=0), 0)
    named = catalogue.vocabulary.usual.get(query.typed, query.typed)
    if len(named) == 1:
        lists = catalogue.marked(f"lists:{named[0]}")
        better[lists] = np.where(scores[lists] > 0, scores.max(initial=0) + scores[lists], 0)
    return better


def by_name(scores: np.ndarray, query: Query, catalogue: Catalogue) -> np.ndarray:
    """Return the scores of the pages whose name is part of the query, although they lack other words. One statement.

    A name is the whole title, another name, or two adjacent words in it.
    """
    if query.phrases:
        return np.zeros_like(scores)
    pairs = {query.typed[place : place + 2] for place in range(len(query.typed) - 1)}
    named = np.zeros(len(scores), bool)
    for number, text in texts_of(scores, scores > 0, catalogue).items():
        names = [name for part in (text.title, *text.aliases.split(" · ")) if (name := _useful(part))]
        named[number] = any(_holds(query.typed, name) or any(_holds(name, pair) for pair in pairs) for name in names)
    return np.where(named, scores, 0)


def bonus(text: ShortTexts, query: Query) -> float:
    """Return the bonus factor of a page for words that occur together."""
    typed = query.typed
    title = _useful(text.title)
    if title == typed:
        return SAME_AS_TITLE
    names = {_useful(name) for name in text.aliases.split(" · ")}
    better = 1.0
    if typed in names or title in query.same or title == query.rest:
        better = SAME_AS_NAME
    elif title[: len(typed)] == typed:
        better = BEGINS_TITLE
    if len(typed) > 1:
        for name, factor in TOGETHER.items():
            if _holds(_useful(getattr(text, name)), typed):
                return better * factor
    return better


@lru_cache(maxsize=5_000)
def _useful(text: str) -> Phrase:
    """Return the stems of a name as in `parse`: without filler words, unless there are only such words.

    Most searches look at the same pages.
    """
    folded = words.folded(text)
    telling = [word for word in folded if word not in words.SOFT_WORDS]
    return tuple(words.stem(word) for word in telling or folded if word not in words.STOP_WORDS)


def _holds(text: Phrase, phrase: Phrase) -> bool:
    return any(text[place : place + len(phrase)] == phrase for place in range(len(text) - len(phrase) + 1))


def with_phrases(scores: np.ndarray, query: Query, matcher: Matcher) -> np.ndarray:
    """Return the scores of the pages with every quoted phrase in one of their texts. One statement.

    Numbered things are treated like phrases. If many pages have all the words, only the best are searched.
    """
    if not query.all_phrases:
        return scores
    most = MOST_WITH_PHRASE if query.phrases else MOST_WITH_NUMBER
    catalogue = matcher.catalogue
    numbers = np.flatnonzero(scores)
    numbers = numbers[np.argsort(-scores[numbers], kind="stable")[:most]]
    wanted = np.zeros(catalogue.size, bool)
    wanted[numbers] = True
    places = np.flatnonzero((catalogue.page_of >= 0) & wanted[catalogue.page_of])
    pages = dict(zip((places + catalogue.first).tolist(), catalogue.page_of[places].tolist(), strict=True))
    patterns = [[(pattern_of(phrase), phrase) for phrase in same] for same in query.all_phrases]
    there = np.zeros((len(patterns), catalogue.size), bool)
    for row in catalogue.tables.texts.objects.filter(entry__in=pages).values_list(
        "entry_id", "title", "aliases", "labels", "questions", "summary", "body"
    ):
        content = "\n\n".join(row[1:])
        for place, same in enumerate(patterns):
            if any(stands_in(content, pattern, phrase) for pattern, phrase in same):
                there[place, pages[row[0]]] = True
    return np.where(there.all(axis=0), scores, 0)


def pattern_of(phrase: Phrase) -> re.Pattern:
    """Return a pattern that quickly finds possible positions of a phrase in lower case. Stems may end differently from
    words: “polici”."""
    beginnings = (stem[: max(1, len(stem) - 1)] for stem in phrase)
    # It doesn't cross from one list item or text into the next.
    return re.compile(r"[\w'’]*[^\w\n]{1,3}".join(map(re.escape, beginnings)) + r"[\w'’]*")


def stands_in(text: str, pattern: re.Pattern, phrase: Phrase) -> bool:
    """Say whether the text has the phrase, whose pattern is given."""
    text = text.replace("·", "\n")  # between the items of a list
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        # The fast way, if the phrase has only these letters: accents and signs are removed.
        text = text.encode("ascii", "ignore").decode() if "".join(phrase).isascii() else text
    text = text.lower()
    return any(
        not text[match.start() - 1 : match.start()].isalnum() and _holds(tuple(words.stems(match.group())), phrase)
        for match in pattern.finditer(text)
    )
