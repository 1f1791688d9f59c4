"""Documents by somebody who hadn't read the rules: what a person finds in them is found, and little else.

`documents/fresh/expected.toml` was written with the documents. Measured before anything was changed, the rules found 30 of
the 40 items and proposed 2 that are none: 12 of 12 labelled, 12 of 17 rows (the third table calls its column “What we will
do”), 6 of 8 at the margin (two in one cell were one), neither of the two that the margin names by initials alone, and not
the one within a sentence. The rules were improved after that, so these figures are no longer those of documents unseen.
"""

import tomllib
import unicodedata
from pathlib import Path

import pytest

from programme.intake.documents import rules
from programme.intake.documents.lines import lines_of
from programme.models import ProposalKind

FOLDER = Path(__file__).resolve().parent / "documents" / "fresh"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text())["items"]
ITEMS = (ProposalKind.RECOMMENDATION, ProposalKind.ACTION)
# How many items of each sort a person finds, how many of them the rules find, and how many they propose beside them.
FIGURES = {
    # A recommendation within a sentence has no number.
    "inquiry.pdf": ({"labelled": (12, 12), "prose": (1, 0)}, 0),
    "action-plan.docx": ({"row": (17, 17)}, 0),
    "minutes.docx": ({"margin": (8, 8), "initials only": (2, 2)}, 0),
}


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def measured(name: str) -> tuple[dict[str, tuple[int, int]], int]:
    """Return for each sort of item how many there are and how many are found, and how many proposals are none of them."""
    proposals = [
        one for one in rules.read(lines_of(name, (FOLDER / name).read_bytes()), name).proposals if one.kind in ITEMS
    ]
    texts = [plain(one.text) for one in proposals]
    figures: dict[str, tuple[int, int]] = {}
    right = set()
    for item in (one for one in EXPECTED if one["file"] == name):
        places = {place for place, text in enumerate(texts) if plain(item["has"]) in text} - right
        there, found = figures.get(item["class"], (0, 0))
        figures[item["class"]] = (there + 1, found + bool(places))
        right |= set(sorted(places)[:1])
    return figures, len(texts) - len(right)


@pytest.mark.parametrize("name", FIGURES)
def test_what_a_person_finds_is_found(name):
    assert measured(name) == FIGURES[name]
