"""The form of the documents: short lines, working links, names of existing files."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from cms.editing.guide import heading_anchor

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_LINE = 120
# Not the content's pages (`programme/content/pages`): the loader keeps line breaks inside paragraphs, and `plainText`
# of the API would show them.
PATTERNS = ("*.md", "docs/**/*.md", "bench/*.md", "newsletter/*.md", "programme/content/*.md", "tests/**/*.md")
# Nor the content of an invented programme.
NOT_OURS = ("node_modules", "tests/content")
DOCUMENTS = sorted(
    path
    for path in {path for pattern in PATTERNS for path in ROOT.glob(pattern)}
    if not any(name in path.as_posix() for name in NOT_OURS)
)
# Decisions are excluded: they may mention code that no longer exists.
ABOUT_CODE = [ROOT / "docs" / "architecture.md", *sorted((ROOT / "docs" / "reference").glob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("0*.md"))

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`+[^`]+`+")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a document outside its code blocks, each with its number."""
    fence = ""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        mark = line.lstrip()[:3]
        if mark in ("```", "~~~"):
            fence = "" if fence == mark else fence or mark
        elif not fence and not line.startswith("    "):
            yield number, line


@cache
def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a document."""
    headings = [line for _, line in prose(path) if line.startswith("#")]
    return {heading_anchor(heading.lstrip("# ").replace("`", ""), "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_lines_are_short(path):
    """Except rows of tables, and unbreakable text: a long address, or a piece of code."""
    long = {
        number: line
        for number, line in prose(path)
        if len(line) > LONGEST_LINE and not line.lstrip().startswith("|") and " " in CODE.sub("", line.strip())
    }
    assert long == {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_to_files_and_headings_that_exist(path):
    text = CODE.sub("", "\n".join(line for _, line in prose(path)))
    broken = []
    for link in LINK.findall(text):
        address, _, anchor = link.partition("#")
        if address.startswith(("https:", "http:", "mailto:")):
            continue
        target = (path.parent / address).resolve() if address else path
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@cache
def sources() -> frozenset[str]:
    """Return the paths of all code of the project, with a slash before each."""
    folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in ("node_modules", "var")]
    found = (path for folder in folders if not folder.name.startswith(".") for path in folder.rglob("*.*"))
    return frozenset(f"/{name_of(path)}" for path in [*found, *ROOT.glob("*.*")])


@pytest.mark.parametrize("path", ABOUT_CODE, ids=name_of)
def test_documents_for_developers_name_modules_that_exist(path):
    """By their path, or its end if the page has named the folder."""
    named = re.findall(r"([\w./-]+\.(?:py|js|toml))\b", path.read_text())
    assert [name for name in named if not any(source.endswith(f"/{name.lstrip('/')}") for source in sources())] == []


def test_the_architecture_is_one_page():
    assert len((ROOT / "docs" / "architecture.md").read_text().splitlines()) <= 120


def test_decisions_are_numbered_short_and_in_the_index():
    numbers = [path.name[:4] for path in DECISIONS]
    assert sorted(set(numbers)) == numbers
    index = (ROOT / "docs" / "adr" / "README.md").read_text()
    for path in DECISIONS:
        text = path.read_text()
        assert f"[{path.name[:4]}]({path.name})" in index
        assert len(text.splitlines()) <= 60, path.name
        assert {"## Context", "## Decision", "## Consequences"} <= set(text.splitlines()), path.name
