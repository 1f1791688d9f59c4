"""Which words belong to an item, what its number is, who its owner is, and what is a heading."""

import pytest

from programme.intake.documents import rules
from programme.intake.documents.lines import DocumentLine
from programme.models import ProposalKind

ITEMS = (ProposalKind.RECOMMENDATION, ProposalKind.ACTION)
CONTENTS = ["Contents", "Foreword 3", "Chapter 1: The register and what", "it is for 5", "Chapter 2: Money 7"]


def proposed(*lines, names=()) -> list[rules.Proposal]:
    return rules.read([DocumentLine(one) if isinstance(one, str) else one for one in lines], "a.docx", names).proposals


def items(*lines, names=()) -> list[rules.Proposal]:
    return [one for one in proposed(*lines, names=names) if one.kind in ITEMS]


def sections(*lines) -> list[tuple[str, str]]:
    return [(one.title, one.text) for one in proposed(*lines) if one.kind == ProposalKind.SECTION]


def bold(text, **options) -> DocumentLine:
    return DocumentLine(text, bold=True, **options)


@pytest.mark.parametrize(
    "head",
    [
        bold("Recommendation 1: Accuracy of the register"),
        DocumentLine("Recommendation 1: Accuracy of the register"),
        DocumentLine("Recommendation 1: Accuracy of the register", level=3),
        bold("Recommendation 1 Accuracy of the register"),
    ],
)
def test_a_subject_has_its_words_below(head):
    (item,) = items(head, "The Agency should check every entry by 31 March 2027.", "We heard much about this.")
    assert (item.title, item.text.splitlines()[0], item.due) == (
        "Accuracy of the register",
        "The Agency should check every entry by 31 March 2027.",
        "31 March 2027",
    )
    assert ("We heard" in item.text) == bool(head.level), "only a heading says where its text ends"


@pytest.mark.parametrize(
    "head",
    [
        DocumentLine("Recommendation 1: Train all teams."),
        bold("Recommendation 1: All teams should be trained"),
        DocumentLine("Action 1: Ada Byron to train all teams"),
        bold("Action 1: GH to train all teams"),
        DocumentLine("Action 1: Train all teams"),
        DocumentLine("Recommendation 1: Train all teams"),
    ],
)
def test_words_of_their_own_are_no_subject(head):
    (item,) = items(head, "We heard much about this.")
    assert (item.title, "heard" in item.text) == ("", False)


def test_where_paragraphs_have_numbers_those_without_belong_to_the_item_above():
    numbered = [f"1.{count} The Agency has few officers." for count in range(1, 6)]
    head, *below = bold("Recommendation 1: Officers"), "The Agency should have more.", "It should train them."
    (item,) = items(*numbered, head, *below, "1.6 I shall be watching.")
    assert item.text == "The Agency should have more.\nIt should train them."


def test_points_belong_to_the_item_above():
    head, points = "Recommendation 1: The Council should have a plan.", ["(a) who is in charge;", "(b) where they sit."]
    assert items(head, *points, "We heard much.")[0].text == "\n".join(
        ["The Council should have a plan.", "(a) who is in charge;", "(b) where they sit."]
    )
    lettered = [DocumentLine("who is in charge;", label="a."), DocumentLine("where they sit.", label="b.")]
    (item,) = items(head, *lettered)
    assert item.text.splitlines()[1:] == ["a. who is in charge;", "b. where they sit."]


@pytest.mark.parametrize("label", ["•", "1."])
def test_a_list_after_a_colon_belongs_to_the_item(label):
    listed = [DocumentLine("name an officer", label=label), DocumentLine("report each year", label=label)]
    first, second = items("Recommendation 1: The Council should:", *listed, "Recommendation 2: Train all teams.")
    assert first.text == f"The Council should:\n{label} name an officer\n{label} report each year"
    assert second.text == "Train all teams."
    (item,) = items("Recommendation 1: The Council should report.", *listed)
    assert item.text == "The Council should report."


def test_points_of_an_item_in_a_list_are_no_items():
    section = DocumentLine("Recommendations", level=1)
    lines = [("1.", "The Council should:"), ("(a)", "name an officer"), ("(b)", "report"), ("2.", "Train all teams.")]
    found = items(section, *(DocumentLine(text, label=label) for label, text in lines))
    assert [(one.number, one.text) for one in found] == [
        (1, "The Council should:\n(a) name an officer\n(b) report"),
        (2, "Train all teams."),
    ]


def test_lines_about_owner_and_date_belong_to_the_item():
    (item,) = items("Recommendation 1", "List the schools.", "Owner: Roads Service", "Due: 3 May 2027")
    assert (item.text, item.owner, item.due) == ("List the schools", "Roads Service", "3 May 2027")


@pytest.mark.parametrize(
    "text",
    [
        "Recommendation 4 and Recommendation 5 address this failure.",
        "Recommendation 22 was that an officer should be assigned.",
        "Recommendations 4, 5 and 6 are for the Council.",
    ],
)
def test_sentences_about_recommendations_are_none(text):
    assert items(text) == []


def test_a_line_that_ends_within_a_sentence_goes_on():
    lines = ["We said so before and at length, and the reasons are those that are set out in", "Recommendation 4."]
    assert items(*(DocumentLine(text, size=11, page=1) for text in lines)) == []


def test_points_of_a_pdf_are_paragraphs():
    lines = ["Recommendation 1: The Council should:", "(a) set a limit to the number of pumps; and", "(b) report."]
    (item,) = items(*(DocumentLine(text, size=11, page=1) for text in lines))
    assert item.text.splitlines() == [
        "The Council should:",
        "(a) set a limit to the number of pumps; and",
        "(b) report.",
    ]


def rows(*numbers) -> list[DocumentLine]:
    table = [["Ref", "Action"], *([number, f"Do {number}"] for number in numbers)]
    return [DocumentLine(" | ".join(cells), cells=cells) for cells in table]


def test_references_that_share_a_number_are_kept_apart():
    found = items(*rows("1.1", "1.2", "2.1"))
    assert [(one.number, one.reference) for one in found] == [(None, "1.1"), (None, "1.2"), (None, "2.1")]
    found = items(*rows("A26/31", "A26/32"))
    assert [(one.number, one.reference) for one in found] == [(31, "A26/31"), (32, "A26/32")]
    found = items(*rows("1", "2"), "Recommendation 1.1: Train all teams.", "Recommendation 2.1: Pay them.")
    assert [(one.number, one.reference, one.text) for one in found] == [
        (1, "", "Do 1"),
        (2, "", "Do 2"),
        (None, "1.1", "Train all teams."),
        (None, "2.1", "Pay them."),
    ]


def test_initials_alone_take_the_paragraph_above_unless_the_action_is_elsewhere():
    text, who = "The timetable would be ready.", bold("ACTION A26/31: PO")
    (item,) = items(text, who)
    assert (item.text, item.owner, item.reference) == (text, "PO", "A26/31")
    (item,) = items(text, who, *rows("A26/31"))
    assert item.text == "Do A26/31"
    found = items(text, "ACTIONS A26/36: SB; A26/37: GH")
    assert [(one.number, one.owner) for one in found] == [(36, "SB"), (37, "GH")]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("The Environment Agency should check.", "Environment Agency"),
        ("The Environment Agency, with the Council, should check.", "Environment Agency"),
        ("The Environment Agency Board should check.", ""),
        ("The Environment Agency was slow. It should check.", ""),
        ("Every forum should check.", ""),
    ],
)
def test_who_should_is_the_owner_only_if_known(text, owner):
    (item,) = items(f"Recommendation 1: {text}", names=["Agency", "Environment Agency"])
    assert item.owner == owner
    assert items(f"Recommendation 1: {text}")[0].owner == ""
    _, item = items("Action 1: Report. Owner: Environment Agency", f"Recommendation 1: {text}")
    assert item.owner == owner, "the document names it as an owner elsewhere"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("The inspections of 2009, 2015 and 2021", "The inspections of 2009, 2015 and 2021"),
        ("The night of 2 to 3 February 2024", "The night of 2 to 3 February 2024"),
        ("3 February 2024", "3 February 2024"),
        ("20 mph limits", "20 mph limits"),
        ("2.1 The inspections", "The inspections"),
        ("3 Warnings", "Warnings"),
        ("(b) Warnings", "Warnings"),
    ],
)
def test_only_the_number_before_a_heading_is_left_out(heading, title):
    assert sections(DocumentLine(heading, level=1)) == [(title, "")]


def test_one_heading_by_style_leaves_the_bold_ones():
    lines = [
        "Minutes of the Board",
        bold("1. Welcome"),
        "The Chair welcomed all.",
        bold("2. Money"),
        "There is little.",
    ]
    log = DocumentLine("Action log", level=2)
    assert [title for title, _ in sections(*lines, log)] == ["Welcome", "Money", "Action log"]
    styled = [DocumentLine(f"Part {number}", level=1) for number in range(3)]
    assert [title for title, _ in sections(*lines, *styled)] == ["Part 0", "Part 1", "Part 2"]


def test_contents_give_no_sections():
    heads = [
        DocumentLine(text, size=16, bold=True) for text in ("Foreword", "Chapter 1: The register and what it is for")
    ]
    lines = [DocumentLine("A report", size=20), *CONTENTS, heads[0], "The dam gave way.", heads[1], "It is a list."]
    assert sections(*lines) == [
        ("Foreword", "The dam gave way."),
        ("Chapter 1: The register and what it is for", "It is a list."),
    ]
    assert sections("A report", bold("Chapter 1: Money ........ 7"), "It costs.") == []
    styled = [DocumentLine(text, level=1) for text in ("Foreword", "Money")]
    assert sections("Contents", "Foreword", "Money", *styled) == [("Foreword", ""), ("Money", "")]


def test_the_head_of_a_table_of_a_pdf_is_no_heading():
    rows = ["Harrow Estates Ltd 2 September 2024 Ms Crowe", "Environment Agency 9 September 2024 Mr Averill"]
    wide = DocumentLine(
        "These are all of those who took part in the hearings, with those who spoke for them at each.", page=1
    )
    texts = [wide, bold("Participant Designated Representative", page=1), *(DocumentLine(row, page=1) for row in rows)]
    assert sections(DocumentLine("A report", page=1), *texts) == []


def test_decisions_are_in_the_text_of_their_section():
    lines = [bold("1. Money"), "Money is short.", "ACTION 3: PO", bold("Decision 4: That £150 be paid"), "It was late."]
    assert sections("Minutes of the Board", *lines) == [
        ("Money", "Money is short.\nDecision 4: That £150 be paid\nIt was late.")
    ]
