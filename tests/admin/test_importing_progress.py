"""Progress from a file: a preview of each line first, then all lines are recorded or none."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programme.models import CommitmentPage, ProgressEntry
from tests import factories

IMPORT = reverse("programme_import")
HEADINGS = "work stream,kind,number,date,status,note,evidence"
GOOD = (
    "Neglect,Action,1,25/01/2018,In progress,Work began.,",
    "neglect,action,1,2018-03-01,complete,The guidance is out.,https://example.org/guidance",
    "Neglect,Action,2,4 May 2018,not started,Waits for the law.,",
)


@pytest.fixture
def commitments(stream, roles):
    for number in (1, 2):
        page = factories.CommitmentFactory(parent=stream, number=number, slug=f"action-{number}")
        page.save_revision().publish()


def file(*lines, headings=HEADINGS, encoding="utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("progress.csv", "\r\n".join([headings, *lines]).encode(encoding))


def upload(client, *lines, **options):
    return client.post(IMPORT, {"file": file(*lines, **options)})


def confirm(client, shown):
    return client.post(IMPORT, {"text": shown.context["form"].initial["text"]}, follow=True)


def fates(response) -> list[tuple[int, str]]:
    return [(line.number, line.fate) for line in response.context["plan"].lines]


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(moderator, commitments):
    shown = upload(moderator, *GOOD)
    assert fates(shown) == [(2, "Added"), (3, "Added"), (4, "Added")]
    assert "Record and publish 3 entries" in " ".join(shown.content.decode().split())
    assert not ProgressEntry.objects.exists()


def test_confirmed_all_are_published_in_the_order_of_their_dates(moderator, commitments):
    confirm(moderator, upload(moderator, *reversed(GOOD)))
    first = CommitmentPage.objects.get(number=1)
    entries = first.progress_entries.order_by("sort_order")
    assert [(str(entry), entry.evidence_link) for entry in entries] == [
        ("2018-01-25: In progress", ""),
        ("2018-03-01: Complete", "https://example.org/guidance"),
    ]
    assert ProgressEntry.objects.get(page__number=2).date == datetime.date(2018, 5, 4)
    assert {entry.recorded_by for entry in ProgressEntry.objects.all()} == {moderator.user}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Trees,Action,1,2018-01-25,complete,Done.,", "No work stream of this name."),
        ("Neglect,Promise,1,2018-01-25,complete,Done.,", "The kind must be “Recommendation” or “Action”."),
        ("Neglect,Action,9,2018-01-25,complete,Done.,", "The stream has no action 9."),
        ("Neglect,Action,one,2018-01-25,complete,Done.,", "The number must be a whole number."),
        ("Neglect,Action,1,31/02/2018,complete,Done.,", "There is no 31 February 2018."),
        ("Neglect,Action,1,2999-01-01,complete,Done.,", "This day is in the future."),
        ("Neglect,Action,1,2018-01-25,finished,Done.,", "The status must be “Not started”"),
        ("Neglect,Action,1,2018-01-25,complete,,", "No note given."),
        ("Neglect,Action,1,2018-01-25,complete,Done.,javascript:alert(1)", "The evidence must be a web address"),
        (GOOD[0], "Says the same as line 2."),
    ],
)
def test_one_line_that_is_not_understood_stops_all(moderator, commitments, line, says):
    shown = upload(moderator, GOOD[0], line)
    assert fates(shown)[0] == (2, "Added")
    assert says in fates(shown)[1][1]
    assert b"Record and publish" not in shown.content
    moderator.post(IMPORT, {"text": f"{HEADINGS}\n{GOOD[0]}\n{line}"})
    assert not ProgressEntry.objects.exists()


def test_what_is_there_already_is_left_out(moderator, commitments):
    confirm(moderator, upload(moderator, GOOD[0]))
    shown = upload(moderator, *GOOD)
    assert fates(shown)[0] == (2, "Is there already: left out")
    confirm(moderator, shown)
    assert ProgressEntry.objects.count() == 3


def test_the_file_is_read_again_when_it_is_confirmed(moderator, commitments):
    shown = upload(moderator, *GOOD)
    CommitmentPage.objects.get(number=2).unpublish()
    answer = confirm(moderator, shown)
    assert "Nothing was recorded" in answer.content.decode()
    assert "The page isn&#x27;t published yet." in answer.content.decode()
    assert not ProgressEntry.objects.exists()


def test_files_as_spreadsheets_write_them_are_read(moderator, commitments):
    line = 'Neglect;Action;1;25/01/2018;In progress;"Café; and more\nin two lines";'
    shown = upload(moderator, line, line, headings=HEADINGS.replace(",", ";"), encoding="cp1252")
    assert fates(shown) == [(2, "Added"), (4, "Says the same as line 2.")]
    assert shown.context["plan"].lines[0].values["note"].startswith("Café; and more")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("colour\nred", "must name the columns"),
        (HEADINGS, "no line below the headings"),
        (f"{HEADINGS}\n{GOOD[0]},more,and more", "Line 2 has more values"),
        (f"{HEADINGS}\n\0", "isn't a CSV file"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_at_its_field(moderator, commitments, text, says):
    response = moderator.post(IMPORT, {"file": SimpleUploadedFile("progress.csv", text.encode())})
    assert response.status_code == 422
    assert says in " ".join(response.context["form"].errors["file"])


def test_the_template_is_a_file_that_would_be_read(moderator, commitments):
    template = moderator.get(reverse("programme_import_template")).content
    shown = moderator.post(IMPORT, {"file": SimpleUploadedFile("progress.csv", template)})
    assert fates(shown) == [(2, "Added")]


def test_who_may_not_publish_finds_no_import(editor, commitments):
    for url in (IMPORT, reverse("programme_import_template")):
        assert editor.get(url).status_code == 302
