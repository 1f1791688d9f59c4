"""Commitments from a spreadsheet: what is understood, and all problems of every line at once."""

import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from cms.base.csv_files import UnreadableFileError
from cms.base.workbooks import cells_of
from home.assistant.commitments import MOST, NamesAround, read

AROUND = NamesAround(frozenset({"homes", "power"}), frozenset({"ada marsh"}), frozenset({"the council"}))
HEADINGS = "Stream\tKind\tNumber\tText\tOwner\tDue\tStatus"

pytestmark = pytest.mark.usefixtures("default_vocabularies")


def lines_of(*rows: str):
    return read("\n".join([HEADINGS, *rows]), AROUND)


def test_a_line_is_understood():
    (line,) = lines_of("Homes\tAction\t3\tWarm all homes.\tAda Marsh\t31/03/2027\tIn progress")
    assert line.problems == []
    assert (line.name, line.stream, line.owner, line.status) == ("Action 3", "homes", "ada marsh", "in_progress")
    assert (line.due_date, line.values["due"]) == (datetime.date(2027, 3, 31), "31 March 2027")


def test_headings_may_be_those_of_other_tables():
    (line,) = read("Work stream\tType\tNo\tWording\nHomes\tAction\t3\tWarm all homes.", AROUND)
    assert (line.problems, line.name, line.values["text"]) == ([], "Action 3", "Warm all homes.")


def test_a_month_is_due_on_its_last_day_and_words_stay():
    first, second = lines_of("Homes\tAction\t1\tA\t\tMarch 2027\t", "Homes\tAction\t2\tB\tThe Council\tevery year\t")
    assert (first.due_date, first.values["due"]) == (datetime.date(2027, 3, 31), "March 2027")
    assert (second.due_date, second.values["due"], second.problems) == (None, "every year", [])


def test_every_problem_of_every_line_is_named_at_once():
    found = lines_of(
        "Homes\tAction\t1\tA\t\t\t",
        "Houses\tWish\t0\t\tBob\t31/02/2027\tSoon",
        "homes\taction\t1\tB\t\t\t",
    )
    assert found[0].problems == []
    assert found[1].problems == [
        "No text is given.",
        "There is no work stream “Houses”.",
        "The kind must be “Recommendation” or “Action”, not “Wish”.",
        "The number must be a whole number from 1 to 9999, not “0”.",
        "“Bob” is neither one of the people shown on the site nor an organisation.",
        "There is no 31 February 2027.",
        "The status must be “Not started”, “In progress”, “Complete”, “Changed” or “Stopped”, not “Soon”.",
    ]
    assert found[2].problems == ["Action 1 is in line 2 already."]


def test_lines_without_numbers_continue_those_of_their_stream_and_kind():
    found = read("stream,kind,text\nHomes,Action,A\nPower,Action,B\nHomes,Action,C\nHomes,Recommendation,D", AROUND)
    assert [line.name for line in found] == ["Action 1", "Action 1", "Action 2", "Recommendation 1"]
    assert not any(line.problems for line in found)


def test_wrong_columns_are_named():
    with pytest.raises(UnreadableFileError, match="“kind” and “text”"):
        read("stream\tsort\nHomes\tAction", AROUND)
    with pytest.raises(UnreadableFileError, match="Unknown columns: colour"):
        read("work stream\tkind\ttext\tcolour\nHomes\tAction\tA\tred", AROUND)


def test_a_workbook_is_read_with_its_dates():
    book, file = Workbook(), BytesIO()
    book.active.append(["Work stream", "Kind", "No.", "Wording", "Due"])
    book.active.append(["Homes", "Action", 4.0, "Warm, dry homes", datetime.datetime(2027, 3, 31)])
    book.save(file)
    (line,) = read(cells_of(file, most=MOST), AROUND)
    assert (line.problems, line.number, line.values["text"]) == ([], 4, "Warm, dry homes")
    assert line.due_date == datetime.date(2027, 3, 31)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04damaged", b"stream,kind,text"])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(UnreadableFileError, match="isn't a workbook"):
        cells_of(BytesIO(content), most=MOST)
