"""Words such as “complete” in the content supplied with the hub: each is listed with its evidence."""

import datetime
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from programme.management.commands.load_programme import CONTENT

LISTED = Path(__file__).with_name("prose_about_progress.toml")
# Words that express a status.
WORDS = re.compile(
    r"\bnot (yet )?(been )?(started|begun)\b|\bin progress\b|\bcomplet(e|es|ed|ion)\b|\bunder way\b|\bfinished\b|\bstopped\b"
    r"|\bno update recorded\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
# Fields that aren't prose: an entry's status is compared with all pages, and readers don't see search words.
NO_PROSE = ("status", "type", "search_words")
# Words for understanding queries, which no page shows.
NEVER_SHOWN = ("README.md", "synonyms.toml", "example-questions.toml", "families-of-words.toml")


def strings(value: Any) -> Iterator[str]:
    """Yield all prose in a file's fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in NO_PROSE:
                yield from strings(one)


def parts(path: Path) -> tuple[dict, str]:
    """Return the fields and the text of a file of the content."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return tomllib.loads(text), ""
    _, fields, body = text.split("+++\n", 2)
    return tomllib.loads(fields), body


def sentences() -> Iterator[tuple[str, str]]:
    """Yield the file and each sentence of the content with such words."""
    for path in sorted(CONTENT.rglob("*.*")):
        if path.suffix not in (".md", ".toml") or path.name in NEVER_SHOWN:
            continue
        fields, body = parts(path)
        for text in (*strings(fields), body):
            for sentence in SENTENCE.split(text):
                if WORDS.search(sentence):
                    yield str(path.relative_to(CONTENT)), " ".join(sentence.split())


@cache
def listed() -> list[dict]:
    return tomllib.loads(LISTED.read_text(encoding="utf-8"))["prose"]


@cache
def listed_sentences() -> frozenset[str]:
    """Return the sentences as shown on pages, without Markdown."""
    return frozenset(re.sub(r"\[([^]]*)\]\([^)]*\)|[*_`]", r"\1", one["sentence"]) for one in listed())


def test_every_sentence_that_says_how_far_something_is_is_listed():
    known = [(one["file"], one["sentence"]) for one in listed()]
    assert list(sentences()) == known, f"List it in {LISTED.name} with what carries it, or say it otherwise."


@pytest.mark.parametrize("one", listed(), ids=lambda one: one["file"])
def test_what_is_listed_is_carried_by_an_entry_or_by_a_field_of_its_page(one):
    fields, _ = parts(CONTENT / one["file"])
    if "entry" in one:
        fields, _ = parts(CONTENT / one["entry"]["commitment"])
        held = {(entry["date"], entry["status"]) for entry in fields.get("progress_entries", ())}
        assert (datetime.date.fromisoformat(str(one["entry"]["date"])), one["entry"]["status"]) in held
    elif "explains" in one:
        assert one["explains"] in one["sentence"].lower()
    else:
        assert fields[one["field"]]
