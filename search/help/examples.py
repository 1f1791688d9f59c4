"""The likeness of a question to those of people in trouble, learnt from editors' examples.

Phrases are certain for the questions they were written for and miss all others; examples give a probability for any
question. They work like a spam filter: naive Bayes over words, pairs of words and parts of words, each counted once per
question.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from search.engine.words import WEAK_WORDS, fold
from search.models.help import Speaker

# The count of a word that no example of a class has.
SMOOTHING = 0.1
# The influence of a question's length: with 1, the average of its features counts, with 0 their sum, which makes long
# questions always certain.
LENGTH = 0.35
# The margin, times the root of the number of features, by which another speaker must be likelier than the one named by
# a phrase.
SURE_OF_SPEAKER = 1.5
# Lengths of parts of words, which recognise misspellings and forms that no example has.
PARTS = (3, 4, 5)
# Marks of features for whole words and pairs; parts of words have none.
WORD, PAIR = "w ", "p "
SAY_NOTHING = frozenset(f"{WORD}{word}" for word in WEAK_WORDS)
BETWEEN = re.compile(r"\s+")
APOSTROPHES = re.compile("['’ʼ＇`´]")


class ExampleRow(NamedTuple):
    """Examples as written by editors: the speaker, the trouble (empty for ordinary questions), and the questions, one
    on each line."""

    speaker: str
    topic: str
    questions: str


def features(text: str) -> set[str]:
    """Return the features of a question."""
    words = _words(text)
    return set(_whole(words)).union(*map(_parts, words))


def _words(text: str) -> list[str]:
    return [fold(word) for word in BETWEEN.split(APOSTROPHES.sub("", text)) if word]


def _whole(words: list[str]) -> set[str]:
    """Return words and pairs of words as features."""
    pairs = zip(words, words[1:], strict=False)
    return {f"{WORD}{word}" for word in words} | {f"{PAIR}{first} {second}" for first, second in pairs}


@lru_cache(maxsize=20_000)
def _parts(word: str) -> frozenset[str]:
    padded = f" {word} "
    starts = ((size, range(max(1, len(padded) - size + 1))) for size in PARTS)
    return frozenset(padded[start : start + size] for size, places in starts for start in places)


class Examples:
    """Examples of questions, counted."""

    def __init__(self, rows: Iterable[ExampleRow]):
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for row in rows:
            for line in row.questions.splitlines():
                counts[row.speaker, row.topic].update(features(line))
        ordinary = Speaker.NOBODY.value
        self.trouble = _ratios(
            _sum(found for (speaker, _), found in counts.items() if speaker != ordinary),
            _sum(found for (speaker, _), found in counts.items() if speaker == ordinary),
        )
        in_trouble = {key: found for key, found in counts.items() if key[0] != ordinary}
        self.rows = {feature: row for row, feature in enumerate(self.trouble)}
        self.speakers = Likelihoods(_grouped(in_trouble, 0), self.rows)
        self.topics = Likelihoods(_grouped(in_trouble, 1), self.rows)

    def weigh(self, text: str) -> float | None:
        """Return the likeness of a question to those of people in trouble; below zero it is more like ordinary ones.

        Together, the parts of a word count as much as a word: otherwise “investigative” would count ten times as much
        as “my”. None without examples, or if they share no significant whole word with the question: parts of words, or
        “about”, are not enough on their own.
        """
        words = _words(text)
        said = [(feature, self.trouble[feature]) for feature in _whole(words) if feature in self.trouble]
        if not self.speakers.groups or all(feature in SAY_NOTHING for feature, _ in said if feature.startswith(WORD)):
            return None
        parts = [[self.trouble[part] for part in _parts(word) if part in self.trouble] for word in set(words)]
        ratios = [*(ratio for _, ratio in said), *(sum(found) / len(found) for found in parts if found)]
        return sum(ratios) / len(ratios) ** LENGTH

    def speaker(self, text: str, said: Speaker | None = None) -> Speaker:
        """Return the likeliest speaker: the one named by a phrase, unless the examples clearly favour another."""
        known = self._known(text)
        scores = self.speakers.scores([self.rows[feature] for feature in known])
        best = max(scores, key=scores.__getitem__)
        if said in scores and scores[best] - scores[said] <= SURE_OF_SPEAKER * math.sqrt(len(known)):
            return said
        return Speaker(best)

    def topic(self, text: str) -> str:
        """Return the likeliest trouble behind the question."""
        scores = self.topics.scores([self.rows[feature] for feature in self._known(text)])
        return max(scores, key=scores.__getitem__)

    def _known(self, text: str) -> list[str]:
        return [feature for feature in features(text) if feature in self.trouble]


def _sum(counters: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counters:
        total.update(one)
    return total


def _grouped(counts: Mapping[tuple[str, str], Counter[str]], by: int) -> dict[str, Counter[str]]:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for key, found in counts.items():
        groups[key[by]].update(found)
    return groups


def _ratios(one: Counter[str], other: Counter[str]) -> dict[str, float]:
    """Return, by feature, the log ratio of its likelihoods in the two groups."""
    either = one.keys() | other.keys()
    ones, others = (sum(counts.values()) + SMOOTHING * len(either) for counts in (one, other))
    return {
        feature: math.log((one[feature] + SMOOTHING) / ones) - math.log((other[feature] + SMOOTHING) / others)
        for feature in either
    }


class Likelihoods:
    """The log likelihoods of features in several groups, by the rows of the features."""

    def __init__(self, groups: Mapping[str, Counter[str]], rows: Mapping[str, int]):
        self.groups = list(groups)
        self.logs = np.empty((len(rows), len(groups)), np.float32)
        number = len(set().union(*groups.values()))
        for column, counts in enumerate(groups.values()):
            total = sum(counts.values()) + SMOOTHING * number
            self.logs[:, column] = math.log(SMOOTHING / total)
            places = [rows[feature] for feature in counts]
            self.logs[places, column] = np.log((np.array(list(counts.values())) + SMOOTHING) / total)

    def scores(self, rows: list[int]) -> dict[str, float]:
        """Return, by group, the log likelihood of all the features."""
        return dict(zip(self.groups, self.logs[rows].sum(axis=0).tolist(), strict=True))
