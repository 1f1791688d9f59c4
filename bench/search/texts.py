"""Made-up text with the frequencies of a language: few words stand everywhere, most hardly anywhere (Zipf's law)."""

from __future__ import annotations

import bisect
import itertools
import random
import uuid
from typing import Any

from bench.texts import WORDS

SYLLABLES = """
ba ber bo cal can cor da den dor el fa fer gar ger ha hel in jo ka ken la len lo ma mer mo na nor or pa per po
ra ren ro sa ser sto ta ten tor ul va ver wa wen win
""".split()  # noqa: SIM905  fifty syllables in quotation marks are no better to read
DIFFERENT_WORDS = 40_000
SEED = 11


class Language:
    """Writes what `bench.texts` writes, but with a given number of words. The same seed gives the same words."""

    def __init__(self, words: int = DIFFERENT_WORDS):
        chance = random.Random(SEED)  # noqa: S311  made-up text, not a secret
        made = dict.fromkeys(WORDS)
        while len(made) < words:
            made["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4))))] = None
        self.words = list(made)
        self.weights = list(itertools.accumulate(1 / (place + 8) for place in range(words)))

    def pick(self, chance: random.Random, number: int) -> list[str]:
        """Return this number of words, common ones often."""
        return [self.words[bisect.bisect(self.weights, chance.random() * self.weights[-1])] for _ in range(number)]

    def sentence(self, chance: random.Random, shortest: int = 8, longest: int = 18) -> str:
        return " ".join(self.pick(chance, chance.randint(shortest, longest))).capitalize() + "."

    def title(self, chance: random.Random) -> str:
        return self.sentence(chance, 4, 8).removesuffix(".")

    def body(self, chance: random.Random, **things: Any) -> list[dict[str, Any]]:
        """Return some paragraphs of together 150 to 400 words, in the form that a StreamField stores."""
        paragraphs = [" ".join(self.sentence(chance) for _ in range(4)) for _ in range(chance.randint(3, 8))]
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        return [{"type": "rich_text", "value": {"text": text}, "id": str(uuid.UUID(int=chance.getrandbits(128)))}]
