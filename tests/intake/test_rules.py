"""The rules find what documents number, on documents for which they were written and on others."""

import pytest

from programme.intake.documents import rules
from programme.intake.documents.lines import DocumentLine, lines_of
from programme.models import ProposalKind
from tests.intake.made_documents import FOLDER, described

ITEMS = (ProposalKind.RECOMMENDATION, ProposalKind.ACTION)
LEAST = 0.8


def said(proposal) -> str:
    return f"{proposal.reference or proposal.number} {proposal.text}" if proposal.kind in ITEMS else proposal.title


def found(path) -> dict[str, tuple[int, int, int]]:
    """Return for each kind how many items are expected, found and proposed."""
    content, name, expected = described(path)
    proposals = rules.read(lines_of(name, content), name).proposals
    figures = {}
    for kind, items in expected.items():
        texts = [said(one) for one in proposals if one.kind == kind]
        figures[kind] = (len(items), sum(any(text.startswith(item) for text in texts) for item in items), len(texts))
    return figures


@pytest.mark.parametrize("folder", ["development", "held_out"])
def test_four_fifths_of_each_kind_are_found_and_little_else(folder):
    totals: dict[str, list[int]] = {}
    paths = sorted((FOLDER / folder).glob("*.toml"))
    assert len(paths) >= 3
    for path in paths:
        for kind, figures in found(path).items():
            totals[kind] = [a + b for a, b in zip(totals.get(kind, (0, 0, 0)), figures, strict=True)]
    assert set(totals) == set(ProposalKind.values)
    for kind, (expected, there, proposed) in totals.items():
        assert there >= LEAST * expected, kind
        assert there >= LEAST * proposed, kind


def one_of(*texts: str, section: str = "", **options) -> list:
    lines = [*([DocumentLine(section, level=1)] if section else []), *(DocumentLine(text, **options) for text in texts)]
    return [one for one in rules.read(lines, "a.docx").proposals if one.kind in ITEMS]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Recommendation 3: Train all teams.", "recommendation", 3),
        ("Recommendation Four – Train all teams.", "recommendation", 4),
        ("RECOMMENDATION No. 5 Train all teams.", "recommendation", 5),
        ("R12. Train all teams.", "recommendation", 12),
        ("Action point 2) Train all teams.", "action", 2),
        ("AP7: Train all teams.", "action", 7),
    ],
)
def test_names_of_items(text, kind, number):
    (item,) = one_of(text)
    assert (item.kind, item.number, item.text) == (kind, number, "Train all teams.")


@pytest.mark.parametrize(
    "text",
    [
        "Recommendations were made in 2017.",
        "The recommendation was accepted.",
        "Action was taken at once.",
        "A 4-page summary is available.",
        "R. Smith spoke about trees.",
    ],
)
def test_sentences_that_only_look_like_items_are_none(text):
    assert one_of(text) == []


@pytest.mark.parametrize(
    ("text", "wording", "owner", "due"),
    [
        ("Action 1: List the schools. Owner: Roads Service. Due: 3 May 2027", "List the schools", "Roads Service", "3 May 2027"),
        ("Action 1: List the schools (Lead: Roads Service)", "List the schools", "Roads Service", ""),
        ("Action 1: Ada Byron to list all by 3 May 2027", "Ada Byron to list all by 3 May 2027", "Ada Byron", "3 May 2027"),
        ("Action 1: List the schools by the end of 2026.", "List the schools by the end of 2026.", "", "end of 2026"),
    ],
)  # fmt: skip
def test_owners_and_dates_of_items(text, wording, owner, due):
    (item,) = one_of(text)
    assert (item.text, item.owner, item.due) == (wording, owner, due)


def test_numbered_lists_count_only_below_a_heading_about_them():
    assert one_of("1. Train all teams.", section="Background") == []
    (item,) = one_of("1. Train all teams.", section="Our recommendations")
    assert (item.kind, item.number) == ("recommendation", 1)
    (item,) = one_of("Train all teams.", section="Next steps", label="b)")
    assert (item.kind, item.number) == ("action", 1)


def test_each_proposal_has_its_passage_and_its_place():
    (item,) = one_of("Before.", "Recommendation 1", "Train all teams.")
    assert (item.passage, item.where) == ("Recommendation 1\nTrain all teams.", "paragraph 2")
