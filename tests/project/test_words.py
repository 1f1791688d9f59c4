"""Sentences read as British English: no phrase that is translated word for word."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PLACES = (
    "cms",
    "programme",
    "home",
    "search",
    "engagement",
    "newsletter",
    "bundles",
    "webhooks",
    "measures",
    "templates",
    "bench",
    "tests",
)
PATTERNS = ("*.md", "docs/**/*.md", "bench/*.md", "newsletter/*.md", "programme/content/*.md", "tests/**/*.md")
DOCUMENTS = sorted({path for pattern in PATTERNS for path in ROOT.glob(pattern) if "node_modules" not in path.parts})
CALQUES = re.compile(
    r"""
    \bso\ many\b                                        # "this number of", "the number of"
    | \bof\ which\b                                     # "two of them"
    | \bwhat\ (it|they|this|these|he|she)\ (is|are|was|were)\ about\b  # "the subject"
    | \bby\ (itself|themselves)\b                       # "on its own", "automatically", "separately"
    | \b(bring|brings|brought|bringing)(\ \w+){0,2}\ back\b  # "add again", "restore"
    | \b(stand|stands|stood|standing)\ in\b             # "is in"
    | \btold\b(?!\ us\b)                                # "published", "reported", "informed"
    | \bwhat\ there\ (is|are)\b                         # the thing's name
    | \bwhoever\b                                       # "people who", or the defined term
    | \bby\ then\b
    """,
    re.I | re.X,
)
# Folders of packages that others wrote.
INSTALLED = {"node_modules", ".venv"}
# Texts in which such a phrase is correct: the file, and the words around it.
EXCEPTIONS = {
    ("tests/project/test_words.py", ""),  # the samples below
    ("search/engine/words.py", "told"),  # lists of words
    ("cms/quality/personal.py", "says|said|told|from"),  # a list of words, not a sentence
}


def sentences_of_python(text: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings, messages and comments with their line; not names, which have no space."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
            yield node.lineno, node.value
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def sentences_of_a_template(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line without its tags and variables."""
    for number, line in enumerate(text.splitlines(), 1):
        yield number, re.sub(r"\{%(?! comment).*?%\}|\{\{.*?\}\}", "", line)


def sentences(place: str) -> Iterator[tuple[str, int, str]]:
    for path in sorted((ROOT / place).rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if not INSTALLED.isdisjoint(path.parts):
            continue
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield from ((name, number, words) for number, words in sentences_of_python(path.read_text()))
        elif path.suffix in (".html", ".txt", ".mjml"):
            yield from ((name, number, words) for number, words in sentences_of_a_template(path.read_text()))


def calques_in(words: str) -> list[str]:
    return [match[0] for match in CALQUES.finditer(re.sub(r"\s+", " ", words))]


@pytest.mark.parametrize(
    "words",
    [
        "So many a list gives at once.",
        "Five queries, of which two are for pages.",
        "Say what it is about.",
        "Nothing happens\n    by itself.",
        "An import brings them back.",
        "It stands in the file before.",
        "The change is told in the feed.",
        "It is a sentence for whoever has it.",
    ],
)
def test_a_calque_is_found(words):
    assert calques_in(words)


def test_what_only_resembles_one_is_not_found():
    assert not calques_in("What people told us. The state of a bundle, and its standing. Bring it to the meeting.")


@pytest.mark.parametrize("place", PLACES)
def test_no_sentence_has_a_calque(place):
    found = [
        f"{name}:{number}: {phrase}"
        for name, number, words in sentences(place)
        for phrase in calques_in(words)
        if not any(name == file and around in words for file, around in EXCEPTIONS)
    ]
    assert found == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_document_has_a_calque(document):
    assert calques_in(re.sub(r"^```.*?^```", "", document.read_text(), flags=re.M | re.S)) == []
