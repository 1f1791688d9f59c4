"""Documents: bad files are refused with a sentence each, and nothing is made before somebody accepts it."""

import datetime
import io
import json
import zipfile
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader, PdfWriter
from wagtail.models import Page

from cms.base import child_processes
from cms.base.partial_dates import PartialDate
from cms.jobs.registry import jobs
from programme.admin.intake.document_forms import ProposalForm
from programme.intake import imports
from programme.intake.documents import proposals, uploads
from programme.intake.documents.drafts import NotPossibleNowError
from programme.intake.documents.lines import TOO_SLOW, UnreadableDocumentError, lines_of
from programme.models import CommitmentPage, Intake, IntakeProposal, IntakeState, ProposalState, TeamProfilePage
from tests import factories
from tests.intake.made_documents import FOLDER, PAGE, described, docx, pdf

TEXT = [{"text": "Recommendation 1: Train all teams."}]


def zipped(*files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def locked_pdf() -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([{"text": "Secret", "size": 11}])))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def scanned_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def entities() -> bytes:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    return zipped(("word/document.xml", bomb))


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("a.pdf", locked_pdf, "locked by a password"),
        ("a.pdf", scanned_pdf, "no text, only pictures"),
        ("a.pdf", lambda: b"%PDF-1.7 and then nothing", "can't be read"),
        ("a.docx", lambda: zipped(("word/document.xml", b" " * 41_000_000)), "far larger once it is unpacked"),
        ("a.docx", entities, "can't be read"),
        ("a.docx", lambda: docx(TEXT, [("word/vbaProject.bin", b"x")]), "has macros"),
        ("a.docm", lambda: docx(TEXT), "has macros"),
        ("a.docx", lambda: zipped(("other.xml", b"<a/>")), "can't be read"),
        ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word document"),
        ("a.xlsx", lambda: zipped(("xl/workbook.xml", b"<a/>")), "neither a Word document"),
        ("a.txt", lambda: b"Recommendation 1: Train.", "neither a Word document"),
        ("a.docx", lambda: b"", "is empty"),
        ("a.docx", lambda: b"x" * 20_000_001, "too large"),
    ],
)
def test_files_that_cannot_be_read_say_why(name, make, says):
    with pytest.raises(UnreadableDocumentError, match=says):
        lines_of(name, make())


def test_a_folder_is_read_without_what_programs_put_beside(user):
    folder = zipped(
        ("minutes/a.docx", docx(TEXT)),
        ("minutes/~$a.docx", b"lock"),
        ("__MACOSX/._a.docx", b"x"),
        ("minutes/notes.txt", b"x"),
    )
    intake = proposals.begin([ContentFile(folder, "folder.zip"), ContentFile(docx(TEXT), "b.docx")], user)
    found = {one.file_name: one.problem for one in intake.documents.all()}
    assert found == {"a.docx": "", "notes.txt": "This is neither a Word document (DOCX) nor a PDF.", "b.docx": ""}
    assert (intake.file_name, intake.lines) == ("3 documents", 2)


def test_bad_folders_and_too_many_files(monkeypatch):
    assert uploads.documents_in([ContentFile(b"PK no", "a.zip")])[0].problem == uploads.BAD_ZIP
    monkeypatch.setattr(uploads, "LARGEST", 1_000)
    (bomb,) = uploads.documents_in([ContentFile(zipped(("a.docx", b" " * 5_000)), "a.zip")])
    assert (bomb.problem, bomb.content) == (uploads.TOO_BIG, b"")
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    many = uploads.documents_in([ContentFile(b"x", f"{number}.docx") for number in range(5)])
    assert [one.problem for one in many] == ["", "", uploads.TOO_MANY]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_part_of_a_folder_says_so(method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.docx", docx(TEXT))
        (entry,) = archive.infolist()
    content = bytearray(out.getvalue())
    begins = entry.header_offset + 30 + len(entry.filename)
    content[begins + 8 : begins + 60] = b"\xff" * 52
    (found,) = uploads.documents_in([ContentFile(bytes(content), "a.zip")])
    assert found.problem == uploads.BAD_ZIP


def test_characters_that_no_database_keeps_are_left_out(user, monkeypatch):
    lines = [
        {"text": "Recommendation 1: Train\ud800 all\0 teams.", "label": "\udfff1."},
        {"text": "", "cells": ["\0Who", "W\udc00hen"]},
        {"text": "Recommendation 2: \N{GRINNING FACE}", "page": 2},
    ]
    monkeypatch.setattr(child_processes, "output_of", lambda *args, **kwargs: json.dumps(lines).encode())
    found = lines_of("a.docx", b"PK\x03\x04")
    assert [(one.text, one.label, one.cells) for one in found] == [
        ("Recommendation 1: Train all teams.", "1.", None),
        ("", "", ["Who", "When"]),
        ("Recommendation 2: \N{GRINNING FACE}", "", None),
    ]
    intake = proposals.begin([ContentFile(b"PK\x03\x04", "a.docx")], user)
    assert intake.lines == 2


def test_documents_that_are_not_reached_in_time_are_left_for_afterwards(user, monkeypatch):
    """The first takes all its time, the second what is left of that for all, and the third none."""
    now, given = [1000.0], []

    def lines_of(name, content, *, seconds):
        given.append(seconds)
        now[0] += seconds
        raise UnreadableDocumentError(TOO_SLOW)

    monkeypatch.setattr(proposals, "lines_of", lines_of)
    monkeypatch.setattr(proposals, "time", SimpleNamespace(monotonic=lambda: now[0]))
    intake = proposals.begin([ContentFile(b"x", f"{number}.docx") for number in range(3)], user)
    assert given == [60, 30]
    assert [one.problem for one in intake.documents.all()] == [TOO_SLOW, proposals.TOO_LATE, proposals.TOO_LATE]


def test_what_was_proposed_is_deleted_when_an_import_is_finished(user, tree, group):
    intake = taken_in("minutes.toml", user)
    document = intake.documents.get()
    proposals.make_draft(document, user, title="Meeting", date=PartialDate(datetime.date(2026, 6, 22)), group=group)
    accept(document, "person", user)
    proposals.skip(document.proposals.filter(state=ProposalState.OPEN).first())
    stale = Intake.objects.get(pk=intake.pk)
    proposals.finish(intake)
    assert not IntakeProposal.objects.exists()
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.UNDONE, made=7)
    proposals.finish(stale)
    stale.refresh_from_db()
    assert (stale.state, stale.made) == (IntakeState.UNDONE, 7), "it is finished once"


def test_documents_that_nobody_finishes_are_forgotten(user, tree, group):
    with_a_draft, without = (taken_in("minutes.toml", user) for _ in range(2))
    day = PartialDate(datetime.date(2026, 6, 22))
    proposals.make_draft(with_a_draft.documents.get(), user, title="Meeting", date=day, group=group)
    for days, count in ((29, 2), (31, 1)):
        Intake.objects.update(begun_at=timezone.now() - datetime.timedelta(days=days))
        jobs["Imports: forget unfinished ones"].run(lambda: False)
        assert Intake.objects.count() == count
    with_a_draft.refresh_from_db()
    assert (with_a_draft.state, with_a_draft.made) == (IntakeState.DONE, 1)
    assert not IntakeProposal.objects.exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks no rows")
def test_who_finishes_waits_for_who_accepts_or_makes_a_draft(user, tree, group):
    document = taken_in("minutes.toml", user).documents.get()
    with CaptureQueriesContext(connection) as found:
        proposals.make_draft(document, user, title="Meeting", date=PartialDate(datetime.date(2026, 6, 22)), group=group)
    assert any("FOR UPDATE" in one["sql"] and 'programme_intake"' in one["sql"] for one in found)
    with CaptureQueriesContext(connection) as found:
        accept(document, "person", user)
    assert any("FOR UPDATE" in one["sql"] and 'programme_intake"' in one["sql"] for one in found)
    with CaptureQueriesContext(connection) as found:
        proposals.finish(document.intake)
    assert "FOR UPDATE" in found[1]["sql"] or "FOR UPDATE" in found[0]["sql"]


def test_word_counts_its_lists_itself():
    parts = [{"text": "One", "list": "decimal"}, {"text": "Between"}, {"text": "Two", "list": "decimal"}]
    assert [(line.label, line.text) for line in lines_of("a.docx", docx(parts))] == [
        ("1.", "One"),
        ("", "Between"),
        ("2.", "Two"),
    ]


def test_headers_and_footers_of_a_pdf_are_no_text():
    parts = []
    for number in range(1, 5):
        texts = ["The Carrow Inquiry", f"Page {number} of 4", f"Recommendation {number}", f"Do {number}.", "The end"]
        parts += [{"text": text, "size": 11} for text in texts]
        parts += [{"text": "", "size": 11}] * (PAGE - 2 * len(texts))
    found = [line.text for line in lines_of("a.pdf", pdf(parts))]
    assert found == [text for number in range(1, 5) for text in (f"Recommendation {number}", f"Do {number}.")]


def taken_in(name, user):
    content, file_name, _ = described(FOLDER / "development" / name)
    return proposals.begin([ContentFile(content, file_name)], user)


def accept(document, kind, user, **values):
    proposal = document.proposals.filter(kind=kind, state=ProposalState.OPEN).first()
    return proposals.accept(proposal, user, values)


def draft_of(page):
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_nothing_is_made_before_somebody_accepts(user, tree):
    pages = Page.objects.count()
    document = taken_in("report.toml", user).documents.get()
    assert (document.title, document.proposals.count()) == ("Safer Journeys to School", 14)
    assert Page.objects.count() == pages
    with pytest.raises(NotPossibleNowError, match="Make the draft"):
        accept(document, "section", user)
    for proposal in document.proposals.all():
        proposals.skip(proposal)
    assert Page.objects.count() == pages
    assert not document.proposals.exclude(state=ProposalState.SKIPPED).exists()


def test_a_report_becomes_a_publication_commitments_and_people(user, tree, stream):
    intake = taken_in("report.toml", user)
    document = intake.documents.get()
    page = proposals.make_draft(
        document, user, title="Safer Journeys", date=PartialDate(datetime.date(2026, 5, 12)), stream=stream
    )
    accept(document, "section", user)
    made = accept(document, "recommendation", user, text="Every school needs a crossing.", owner="")
    person = accept(document, "person", user)
    accept(document, "date", user)
    draft = draft_of(page)
    assert (draft.live, draft.title, draft.date) == (False, "Safer Journeys", datetime.date(2026, 5, 12))
    assert [block.block_type for block in draft.body] == ["heading", "rich_text"]
    assert isinstance(made, CommitmentPage)
    assert (made.title, made.text, made.live, made.source_id) == (
        "Recommendation 1",
        "<p>Every school needs a crossing.</p>",
        False,
        page.pk,
    )
    assert isinstance(person, TeamProfilePage)
    assert (person.family_name, person.post_title) == ("Byron", "chair")
    proposals.finish(intake)
    intake.refresh_from_db()
    assert (intake.state, intake.made) == (IntakeState.DONE, 3)
    assert imports.undo(intake, user) == (3, [])
    assert not Page.objects.filter(pk__in=[page.pk, made.pk, person.pk]).exists()


def test_minutes_become_a_meeting(user, group):
    document = taken_in("minutes.toml", user).documents.get()
    page = proposals.make_draft(
        document, user, title="Meeting of 22 June 2026", date=PartialDate(datetime.date(2026, 6, 22)), group=group
    )
    for kind, count in (("person", 4), ("section", 1), ("action", 3)):
        for _ in range(count):
            accept(document, kind, user)
    draft = draft_of(page)
    assert {(row.name, row.kind) for row in draft.attendance.all()} == {
        ("Ada Byron", "member"),
        ("Grace Hopper", "member"),
        ("Alan Turing", "member"),
        ("Joan Clarke", "apology"),
    }
    assert [(row.number, row.owner, row.due_date) for row in draft.actions.all()] == [
        (1, "Grace Hopper", datetime.date(2026, 7, 1)),
        (2, "Ada Byron", datetime.date(2026, 7, 10)),
        (3, "Alan Turing", datetime.date(2026, 9, 30)),
    ]
    assert (draft.state, draft.minutes[0].value["text"]) == ("minutes_draft", "Welcome")


def test_a_number_that_is_taken_is_refused(user, tree, stream):
    document = taken_in("report.toml", user).documents.get()
    proposals.make_draft(document, user, title="Report", date=PartialDate(datetime.date(2026, 5, 12)), stream=stream)
    accept(document, "recommendation", user)
    with pytest.raises(NotPossibleNowError, match="already has recommendation 1"):
        accept(document, "recommendation", user, number=1)
    assert CommitmentPage.objects.count() == 1


def test_it_needs_the_rights_to_the_pages(user, tree, stream):
    document = taken_in("report.toml", user).documents.get()
    stranger = get_user_model().objects.create_user("bob")
    day = PartialDate(datetime.date(2026, 5, 12))
    with pytest.raises(PermissionDenied):
        proposals.make_draft(document, stranger, title="Report", date=day, stream=stream)
    proposals.make_draft(document, user, title="Report", date=day, stream=stream)
    for kind in ("section", "recommendation", "person", "date"):
        with pytest.raises(PermissionDenied):
            accept(document, kind, stranger)
    assert not document.proposals.exclude(state=ProposalState.OPEN).exists()


def test_what_somebody_edited_stays_when_an_import_is_taken_back(user, tree, stream):
    intake = taken_in("report.toml", user)
    document = intake.documents.get()
    page = proposals.make_draft(document, user, title="Report", date=PartialDate(datetime.date(2026, 5, 12)))
    draft = page.get_latest_revision_as_object()
    draft.summary = "Mine."
    draft.save_revision(user=user)
    accept(document, "section", user)
    proposals.finish(intake)
    intake.refresh_from_db()
    back, (row,) = imports.undo(intake, user)
    assert (back, row.outcome) == (0, imports.EDITED)
    assert Page.objects.filter(pk=page.pk).exists()


PLAN = [
    {"table": [["Ref", "Action"], ["1.1", "List the schools"], ["2.1", "Train all teams"]]},
    {"text": "Recommendation 7: Insurance", "bold": True},
    {"text": "The Harbour Board should insure all."},
]


def of_plan(user, **made):
    intake = proposals.begin([ContentFile(docx(PLAN), "plan.docx")], user)
    document = intake.documents.get()
    day = PartialDate(datetime.date(2026, 6, 22))
    return document, proposals.make_draft(document, user, title="Plan", date=day, **made)


def test_references_and_subjects_in_commitments(user, tree, stream):
    factories.OrganisationFactory(name="Harbour Board", short_name="HB")
    factories.CommitmentFactory(parent=stream, kind="action", number=4)
    document, _ = of_plan(user, stream=stream)
    assert [(one.name, one.number, one.owner) for one in document.proposals.all()] == [
        ("1.1", None, ""),
        ("2.1", None, ""),
        ("7", 7, "Harbour Board"),
    ]
    made = [accept(document, kind, user) for kind in ("action", "action", "recommendation")]
    assert [(one.title, one.source_page) for one in made] == [
        ("Action 5", "1.1"),
        ("Action 6", "2.1"),
        ("Recommendation 7: Insurance", ""),
    ]
    assert made[2].responsible_body.name == "Harbour Board"


def test_references_and_subjects_in_minutes(user, group):
    document, page = of_plan(user, group=group)
    for kind in ("action", "action", "recommendation"):
        accept(document, kind, user)
    assert [(row.number, row.text) for row in draft_of(page).actions.all()] == [
        (1, "1.1: List the schools"),
        (2, "2.1: Train all teams"),
        (7, "Insurance: The Harbour Board should insure all."),
    ]


def test_a_number_may_be_left_open_only_for_a_reference(user, group):
    document, _ = of_plan(user, group=group)
    forms = [ProposalForm(instance=one) for one in document.proposals.all()]
    assert [(list(one.fields), one.fields["number"].required) for one in forms] == [
        (["number", "text", "owner", "due"], False),
        (["number", "text", "owner", "due"], False),
        (["number", "title", "text", "owner", "due"], True),
    ]
