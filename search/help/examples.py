"""How much a question is like those of people in trouble, learnt from examples that editors keep.

Phrases say surely what they were written for and miss what nobody thought of; examples say of any question how likely it is. They
are weighed as spam filters weigh mail: naive Bayes over words, pairs of words and parts of words, each counted once a question.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from search.engine.words import WEAK_WORDS, fold

from .choices import Speaker

# What a word counts for that no example of a class has.
SMOOTHING = 0.1
# How much the length of a question counts: 1 weighs its average feature, 0 their sum, by which long questions are always sure.
LENGTH = 0.35
# By how much, times the root of the number of features, another speaker must be likelier than the one whom a phrase named.
SURE_OF_SPEAKER = 1.5
# Parts of words of so many letters; they know a word by a misspelling, and a form of it that no example has.
PARTS = (3, 4, 5)
# Marks of features that are whole words and pairs; parts of words have none.
WORD, PAIR = "w ", "p "
SAY_NOTHING = frozenset(f"{WORD}{word}" for word in WEAK_WORDS)
BETWEEN = re.compile(r"\s+")
APOSTROPHES = re.compile("['’ʼ＇`´]")


class ExampleRow(NamedTuple):
    """Examples as editors keep them: who asked, in which trouble (empty for an ordinary question), one a line."""

    speaker: str
    topic: str
    questions: str


def features(text: str) -> set[str]:
    """Return what a question is compared by."""
    words = [fold(word) for word in BETWEEN.split(APOSTROPHES.sub("", text)) if word]
    found = {f"{WORD}{word}" for word in words}
    found |= {f"{PAIR}{first} {second}" for first, second in zip(words, words[1:], strict=False)}
    for word in words:
        padded = f" {word} "
        for size in PARTS:
            found |= {padded[start : start + size] for start in range(max(1, len(padded) - size + 1))}
    return found


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
        """Return how like a question is to those of people in trouble; below nought it is more like ordinary ones.

        None without examples, or if they share no whole word with it that says something: of parts of words they know nothing,
        and of “about” alone nothing to rely on.
        """
        known = self._known(text)
        if not self.speakers.groups or all(feature in SAY_NOTHING for feature in known if feature.startswith(WORD)):
            return None
        return sum(self.trouble[feature] for feature in known) / len(known) ** LENGTH

    def speaker(self, text: str, said: Speaker | None = None) -> Speaker:
        """Return who most likely asks: the one whom a phrase named, unless the examples are far surer of another."""
        known = self._known(text)
        scores = self.speakers.scores([self.rows[feature] for feature in known])
        best = max(scores, key=scores.__getitem__)
        if said in scores and scores[best] - scores[said] <= SURE_OF_SPEAKER * math.sqrt(len(known)):
            return said
        return Speaker(best)

    def topic(self, text: str) -> str:
        """Return the likeliest trouble of somebody who asks this."""
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
    """Return by feature how much more likely it is among the one than among the other, as a logarithm."""
    either = one.keys() | other.keys()
    ones, others = (sum(counts.values()) + SMOOTHING * len(either) for counts in (one, other))
    return {
        feature: math.log((one[feature] + SMOOTHING) / ones) - math.log((other[feature] + SMOOTHING) / others)
        for feature in either
    }


class Likelihoods:
    """How likely features are in each of several groups, as logarithms; read by the rows of the features."""

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
        """Return by group how likely it is that somebody of it typed all of the features."""
        return dict(zip(self.groups, self.logs[rows].sum(axis=0).tolist(), strict=True))
