"""The readability of a text: words, sentences, syllables, and the age at which people can easily read it.

The formula is the Flesch–Kincaid grade level (J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, “Derivation of new
readability formulas for Navy enlisted personnel”, 1975): 0.39 × words per sentence + 11.8 × syllables per word − 15.59.
A school grade is the pupils' age less five. The formula knows nothing of meaning: it measures long
words and long sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG_SENTENCE = 25  # words; the Government Digital Service's limit
# For fewer words the formula means nothing.
ENOUGH_WORDS = 50
YOUNGEST = 5

WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
ABBREVIATIONS = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|dr|mr|mrs|ms|prof|rev|st|no|nos|vol|ed|eds|p|pp|jan|feb|mar|apr|aug|sept?|oct|nov|dec)"
    r"|\b[A-Z])\.$",
    re.I,
)
END = re.compile(r"[.!?…][\"')\]”’]*\s+(?=[\"'(“‘]?[A-Z0-9])")

# Words that the rules of `syllables` get wrong and that such texts are full of.
EXCEPTIONS = {
    "area": 3,
    "areas": 3,
    "being": 2,
    "business": 2,
    "create": 2,
    "created": 3,
    "creates": 2,
    "every": 2,
    "experience": 4,
    "idea": 3,
    "ideas": 3,
    "people": 2,
    "science": 2,
    "society": 4,
    "variety": 4,
}
# Vowels that are written and not spoken.
INSIDE = re.compile(r"(?<=[^aeiouy])e(?=(?:ments?|ful|fully|less|ness|ly)$)")
ENDING = re.compile(r"(?:(?<![td])ed|(?<![sxzcgh])es|(?<![^aeiouy]l)e)$")
VOWELS = re.compile(r"[aeiouy]+")
# Two vowels side by side that are two syllables, and a syllable without a vowel.
APART = re.compile(r"(?<![cgstx])i(?=[aou])|(?<![gq])u(?=a)|[aeouy]i(?=ng$)|sm$")


@dataclass(frozen=True)
class Figures:
    """The figures of a text. `reading_age` is None if there are too few words."""

    words: int
    sentences: int
    long_sentences: int
    longest: str
    reading_age: int | None

    @property
    def long_share(self) -> int:
        """The percentage of sentences that are too long."""
        return round(100 * self.long_sentences / self.sentences) if self.sentences else 0


def words(text: str) -> list[str]:
    """Return the words of a text; parts joined by a hyphen or an apostrophe are one word."""
    return WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph. A full stop after an abbreviation or an initial ends none."""
    found, start = [], 0
    for match in END.finditer(text):
        if ABBREVIATIONS.search(text[start : match.start() + 1]):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if words(sentence)]


def syllables(word: str) -> int:
    """Return the number of syllables of an English word, near enough for an average, in British or American spelling."""
    if any(part in word for part in "-’'"):
        parts = re.split(r"-|[’'](?:s|t|re|ve|ll|d|m)?$|[’']", word)
        return sum(syllables(part) for part in parts if part) or 1
    if not word.isalpha():
        return 1
    if word.isupper() and len(word) > 1:
        # Spoken letter by letter, or as a word; either way about that long.
        return max(1, len(word) - 1)
    word = word.lower()
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    if len(word) <= 3:
        return 1
    spoken = ENDING.sub("", INSIDE.sub("", word)).removeprefix("y")
    return max(1, len(VOWELS.findall(spoken)) + len(APART.findall(spoken)))


def figures(paragraphs: Iterable[str]) -> Figures:
    """Return the figures of a text's paragraphs and list items."""
    all_sentences = [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]
    lengths = [len(words(sentence)) for sentence in all_sentences]
    total = sum(lengths)
    longest = max(zip(lengths, all_sentences, strict=True), key=lambda pair: pair[0], default=(0, ""))
    age = None
    if total >= ENOUGH_WORDS:
        spoken = sum(syllables(word) for sentence in all_sentences for word in words(sentence))
        grade = 0.39 * total / len(all_sentences) + 11.8 * spoken / total - 15.59
        age = max(YOUNGEST, round(grade + 5))
    return Figures(
        words=total,
        sentences=len(all_sentences),
        long_sentences=sum(length > LONG_SENTENCE for length in lengths),
        longest=longest[1],
        reading_age=age,
    )
