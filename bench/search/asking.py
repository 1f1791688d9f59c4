"""How long answers take, with facets and highlights, and suggestions. Prints the figures as JSON."""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402  the hub has to be set up first
from django.test.utils import CaptureQueriesContext  # noqa: E402
from wagtail.models import Site  # noqa: E402

from bench.search.texts import Language  # noqa: E402
from cms.visibility.period import current_period, forget_period  # noqa: E402
from cms.visibility.rule import Visibility, early_facts  # noqa: E402
from search.engine.questions import Order, Question  # noqa: E402
from search.engine.retrieval import answer, suggest  # noqa: E402
from search.help.records import recogniser  # noqa: E402

# Half of each class of people in trouble and of everybody else.
TYPED = Path(__file__).resolve().parents[2] / "tests" / "search" / "help" / "seen.toml"
SEED = 3
EACH = 40
FROM_RARE = 10_000


def questions() -> dict[str, list[Question]]:
    """Return questions by their sort, as many of each."""
    chance = random.Random(SEED)  # noqa: S311  made-up text, not a secret
    language = Language()
    common, rare = language.words[:60], language.words[FROM_RARE:]

    def words(*groups: list[str]) -> str:
        return " ".join(chance.choice(group) for group in groups)

    def misspelt() -> str:
        word = chance.choice([word for word in rare if len(word) > 6])
        place = chance.randrange(1, len(word) - 2)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    made: dict[str, Callable[[], Question]] = {
        "one word of most pages": lambda: Question(words(common[:12])),
        "two common words": lambda: Question(words(common, common)),
        "three common words": lambda: Question(words(common, common, common)),
        "one rare word": lambda: Question(words(rare)),
        "a common and a rare word": lambda: Question(words(common, rare)),
        "a misspelt word": lambda: Question(misspelt()),
        "a phrase of common words": lambda: Question(f'"{words(common[:20], common[:20])}"'),
        "words that no page has together": lambda: Question(words(rare, rare, common)),
        "filtered": lambda: Question(words(common), types=("news",), streams=("neglect",), years=(2019, 2020)),
        "newest first": lambda: Question(words(common, common), order=Order.DATE),
        "the hundredth page": lambda: Question(words(common[:12]), offset=990),
        "as people ask": lambda: Question(
            f"what does the {words(common)} say about {words(common)} in {words(common)}"
        ),
        "the programme's own": lambda: Question(chance.choice(["neglect action 3", "CSE", "who leads on neglect"])),
    }
    return {sort: [make() for _ in range(EACH)] for sort, make in made.items()}


def prefixes() -> list[str]:
    """Return the texts in the search field while words of titles are typed."""
    chance = random.Random(SEED)  # noqa: S311  made-up text, not a secret
    words = Language().words
    typed = [f"{word[:length]}" for word in chance.sample(words[:3000], 60) for length in (2, 3, 5)]
    return typed + [f"{one} {two[:3]}" for one, two in zip(words[:40], words[20:60], strict=True)]


def timed(calls: list[Callable[[], object]]) -> list[float]:
    times = []
    for call in calls:
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return times


def row(name: str, times: list[float], goal: str = "") -> tuple[str, str, str]:
    return name, f"p50 {statistics.median(times):.1f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.1f} ms", goal


def main() -> None:
    site = Site.objects.select_related("root_page").get(is_default_site=True)

    def visibility() -> Visibility:
        return Visibility(site, period=current_period())

    learnt = timed(
        [lambda: [read(visibility()) for read in early_facts.values()]]
    )  # by a server before its first reader
    forget_period()
    first = timed([lambda: answer(Question("neglect"), visibility())])
    suggest("neg", visibility())
    answer(Question("neglekt"), visibility())  # the vocabulary is read once a period as well
    rows, every = [], []
    for sort, asked in questions().items():
        times = timed([lambda question=question: answer(question, visibility()) for question in asked])
        every += times
        rows.append(row(f"answer: {sort}", times))
    suggested = timed([lambda typed=typed: suggest(typed, visibility()) for typed in prefixes()])
    known = recogniser(visibility())
    typed = [case["query"] for case in tomllib.loads(TYPED.read_text())["queries"]]
    timed([lambda text=text: known.recognise(text) for text in typed[:20]])  # the dictionary is read once
    recognised = timed([lambda text=text: known.recognise(text) for text in typed])
    with CaptureQueriesContext(connection) as asked:
        answer(Question("review neglect"), visibility())
    found = answer(Question(Language().words[0]), visibility()).total
    rows = [
        row("answer: all sorts", every, "p95 ≤ 150 ms"),
        row("suggest", suggested, "p95 ≤ 30 ms"),
        *rows,
        (
            "recognise whether somebody needs help",
            f"p50 {statistics.median(recognised):.2f} ms, p95 {statistics.quantiles(recognised, n=20)[-1]:.2f} ms",
            "p95 ≤ 1 ms",
        ),
        ("read examples and dictionary, when a server starts", f"{learnt[0]:.0f} ms", ""),
        ("first answer after a change", f"{first[0]:.0f} ms", ""),
        ("statements of an answer", str(len(asked)), "≤ 9"),
        ("pages that the commonest word finds", str(found), ""),
    ]
    sys.stdout.write(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
