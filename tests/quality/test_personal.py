"""Personal data: what is found in sentences that were written for it, kind by kind, and what is left alone."""

from pathlib import Path

import pytest

from cms.quality.assessment import judge
from cms.quality.findings import Code
from cms.quality.personal import find, normal
from cms.quality.pieces import PieceKind, TextPiece

SENTENCES = Path(__file__).parent / "personal"
FOUND_AT_LEAST, FALSE_AT_MOST = 0.9, 0.05


def half(name: str) -> list[tuple[str, str]]:
    lines = (SENTENCES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


def kinds(text: str, published=()) -> set[str]:
    return {match.kind.value for match in find(text, published)}


@pytest.mark.parametrize(("name", "number"), [("seen", 50), ("unseen", 50), ("fresh", 100)])
def test_nine_of_ten_are_found_and_one_in_twenty_is_false_at_most(name, number):
    rows = half(name)
    personal = [(kind, text) for kind, text in rows if kind != "none"]
    plain = [text for kind, text in rows if kind == "none"]
    assert len(personal) == len(plain) == number
    missed = [(kind, text) for kind, text in personal if kind not in kinds(text)]
    false = [text for text in plain if kinds(text)]
    assert len(missed) <= (1 - FOUND_AT_LEAST) * len(personal), missed
    assert len(false) <= FALSE_AT_MOST * len(plain), false


def test_what_the_hub_publishes_as_its_own_is_nobodys():
    text = "Ring +44 (0)131 496 0123 or write to moira@example.com."
    assert kinds(text) == {"telephone", "email"}
    assert kinds(text, {normal("0131 496 0123"), normal("Moira@Example.com")}) == set()


def test_services_and_mailboxes_are_nobodys():
    assert kinds("Call 0800 1111, 0300 123 4567, 101 or 999, or write to child.protection@example.org.") == set()


def codes(*pieces: TextPiece) -> list[Code]:
    return [finding.code for finding in judge(pieces).findings if finding.code == Code.PERSONAL_DATA]


def test_it_is_found_in_quotations_pictures_headings_and_links():
    for kind in (PieceKind.ASIDE, PieceKind.IMAGE, PieceKind.HEADING, PieceKind.LABEL):
        assert codes(TextPiece(kind, "Callum, 9, was afraid.", level=2))
    assert codes(TextPiece(PieceKind.LINK, "Write to her", target="mailto:moira@example.com?subject=Hello"))
    assert not codes(TextPiece(PieceKind.LINK, "The page", target="https://example.com/07700900123/"))


def test_a_picture_is_not_quoted_and_no_message_repeats_the_words():
    (finding,) = judge([TextPiece(PieceKind.IMAGE, "Callum, 9, draws", target="a.png")]).findings
    assert finding.quote == ""
    assert "Callum" not in finding.message


def test_a_long_text_takes_no_time_worth_mentioning():
    # Each of these made a rule look at every letter again and again.
    for text in ("A" * 20_000, "Aa " * 7_000, "1 " * 10_000, "a@" * 10_000, "born " * 4_000):
        assert find(text) == []
