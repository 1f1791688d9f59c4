"""What each rule finds, and what it leaves alone."""

import pytest

from cms.quality.assessment import judge
from cms.quality.findings import SEVERITIES, Code, Finding, Severity
from cms.quality.pieces import PieceKind, TextPiece, of_html


def codes(*pieces, known=()) -> list[str]:
    return [finding.code.value for finding in judge(pieces, known).findings]


def prose(text: str) -> TextPiece:
    return TextPiece(PieceKind.PROSE, text)


def image(text: str, target: str = "images/park.jpg") -> TextPiece:
    return TextPiece(PieceKind.IMAGE, text, target=target)


def heading(level: int) -> TextPiece:
    return TextPiece(PieceKind.HEADING, "Words", level=level)


def in_html(html: str) -> list[str]:
    return codes(*of_html(html))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Each CPC meets.", ["acronym_unexplained"]),
        ("All CPCs meet. A CPC meets.", ["acronym_unexplained"]),
        ("A child protection committee (CPC) meets. The CPC meets.", []),
        ("The CPC (child protection committee) meets.", []),
        ("The R&D team.", ["acronym_unexplained"]),
        ("The NHS and the UK in the EU, part IV.", []),
        ("Write to info@SOMEWHERE.org or see www.ABC.org/DEF.", ["link_address"]),
        ("A COSLA paper.", []),
    ],
)
def test_abbreviations(text, found):
    assert codes(prose(text), known={"COSLA"}) == found


def test_an_abbreviation_in_the_title_is_explained_by_the_first_sentence():
    title = TextPiece(PieceKind.LABEL, "CPIP phase two")
    assert codes(title) == ["acronym_unexplained"]
    assert codes(title, prose("The Child Protection Improvement Programme (CPIP) goes on.")) == []


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("On 12/03/2018 we met.", "12 March 2018"),
        ("On 12-03-18 we met.", "12 March 2018"),
        ("On 1.4.2018 we met.", "1 April 2018"),
        ("On 2018-03-12 we met.", "12 March 2018"),
        ("On 1st March we met.", "1 March"),
        ("On the 22nd of June we met.", "22 June"),
    ],
)
def test_dates_are_in_words(text, instead):
    (finding,) = judge([prose(text)]).findings
    assert f"“{instead}”" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "On 12 March 2018 we met.",
        "Version 1.2.3",
        "The 2017/18 report",
        "24/7 help",
        "Call 0808 800-5000.",
        "The 21st century",
    ],
)
def test_what_is_no_date_or_a_good_one_is_left_alone(text):
    assert codes(prose(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PLEASE NOTE the date.", ["capitals"]),
        ("COSLA, NHS and CPC", ["acronym_unexplained"]),
        ("Good news!", ["exclamation"]),
        ("Good news.", []),
    ],
)
def test_loudness(text, found):
    assert [
        code for code in codes(prose(text), known={"COSLA"}) if code in ("capitals", "exclamation", *found)
    ] == found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p><a href="https://example.org">Click here</a></p>', ["link_unclear"]),
        ('<p><a href="https://example.org">read more…</a></p>', ["link_unclear"]),
        ('<p><a href="https://example.org"></a>x</p>', ["link_unclear"]),
        ('<p><a href="https://example.org/a">https://example.org/a</a></p>', ["link_address"]),
        ("<p>See https://example.org/a.</p>", ["link_address"]),
        ('<p><a linktype="page" id="1">Report</a>, <a linktype="page" id="2">report</a></p>', ["link_ambiguous"]),
        ('<p><a linktype="page" id="1">Report</a>, <a linktype="page" id="1">Report</a></p>', []),
        ('<p>Read the <a href="https://example.org">national guidance</a></p>', []),
    ],
)
def test_links(html, found):
    assert in_html(html) == found


@pytest.mark.parametrize(
    ("levels", "found"),
    [([2, 3, 2, 3], 0), ([3], 1), ([2, 4], 1), ([3, 2, 3], 1), ([], 0)],
)
def test_headings(levels, found):
    assert codes(*map(heading, levels)) == ["heading_skipped"] * found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["alt_missing"]),
        (" ", ["alt_missing"]),
        ("park.JPG", ["alt_file_name"]),
        ("IMG_2031", ["alt_file_name"]),
        ("park", ["alt_file_name"]),
        ("Photo of a park", ["alt_begins_with_image"]),
        ("an image of a park", ["alt_begins_with_image"]),
        ("Two children in a park", []),
        ("Picture books on a shelf", []),
    ],
)
def test_alternative_texts(text, found):
    assert codes(image(text)) == found


def test_tables():
    assert codes(TextPiece(PieceKind.TABLE, "", headings=("Year", ""))) == ["table_headers"]
    assert codes(TextPiece(PieceKind.TABLE, "", headings=("Year", "Number"))) == []


def test_sentences_and_reading_age():
    long = "Implementation necessitates multidisciplinary collaboration " * 15
    assert codes(prose(long)) == ["reading_age_high", "sentence_long"]


def test_list_items_are_pieces_of_their_own():
    pieces = list(of_html("<p>One</p><ul><li>Two <b>words</b><ul><li>Three</li></ul></li></ul>"))
    assert [piece.text for piece in pieces] == ["One", "Two words", "Three"]


def test_the_worst_comes_first_and_quotations_are_short():
    findings = judge([prose("Oh! " + "Word " * 40), image("")]).findings
    assert [finding.severity for finding in findings] == [Severity.ERROR, Severity.ADVICE, Severity.ADVICE]
    assert len(Finding(Code.SENTENCE_LONG, "", quote="word " * 90).as_data()["quote"]) <= 162


def test_every_code_has_a_severity():
    assert set(SEVERITIES) == set(Code)
