"""Files that come with a table of publications: documents that nobody reads until the page is published."""

import gc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.models import HubDocument
from programme.intake import imports
from programme.intake.files import FilesRefusedError, filled_forms
from programme.intake.plans import plan
from programme.models import Attachment, Intake, IntakeState, PublicationPage
from tests import factories
from tests.graphql.editors import person
from tests.media.test_uploads import HTML, WHOLE

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
TABLE = reverse("intake_table")
HEAD = "title,kind,date,summary,file"


@pytest.fixture(autouse=True)
def collect():
    yield
    gc.collect(1)  # closes what was uploaded


def pdf(name="review.pdf", content=WHOLE["pdf"]):
    return SimpleUploadedFile(name, content, "application/pdf")


def begin(user, *lines, files=()):
    return imports.begin("publications", "\n".join([HEAD, *lines]), user, uploads=filled_forms(files, user))


def taken(intake, user):
    return imports.carry_out(intake, [line.number for line in plan(intake, user).takeable], user)


def problems(intake, user):
    return {line.number: line.problems for line in plan(intake, user).lines}


def test_the_file_that_a_line_names_is_held_until_the_page_is_published(user, tree, client):
    intake = begin(user, "Review,Report,2017,In short.,REVIEW.pdf", files=[pdf()])
    taken(intake, user)
    page, document = PublicationPage.objects.get(), HubDocument.objects.get()
    assert [row.document for row in page.get_latest_revision_as_object().attachments.all()] == [document]
    assert (document.title, document.is_held, document.uploaded_by_user) == ("review", True, user)
    assert client.get(document.url).status_code == 404
    page.get_latest_revision().publish(user=user)
    assert client.get(document.url).status_code == 200


def test_a_file_that_was_not_uploaded_is_a_problem_of_its_line(user, tree):
    intake = begin(user, "One,Report,2017,In short.,a.pdf; b.pdf", "Two,Report,2017,In short.,", files=[pdf("a.pdf")])
    assert problems(intake, user) == {2: ["File: “b.pdf” wasn't uploaded with the table."], 3: []}
    intake.mapping = dict.fromkeys(intake.mapping, "") | {"title": "title"}
    assert plan(intake, user).objections == ["No line names a.pdf. Choose the column with the files."]


def test_files_of_lines_that_are_not_taken_do_not_stay(user, tree):
    intake = begin(
        user, "One,Report,2017,Short.,a.pdf", "Two,Report,2017,Short.,b.pdf", files=[pdf("a.pdf"), pdf("b.pdf")]
    )
    imports.carry_out(intake, [2], user)
    assert [one.title for one in HubDocument.objects.all()] == ["a"]
    imports.discard(begin(user, "Three,Report,2017,Short.,c.pdf", files=[pdf("c.pdf")]), user)
    assert [one.title for one in HubDocument.objects.all()] == ["a"]


def test_the_same_file_again_changes_nothing(user, tree):
    line = "Review,Report,2017,In short.,review.pdf"
    taken(begin(user, line, files=[pdf()]), user)
    again = begin(user, line, files=[pdf()])
    assert [one.fate for one in plan(again, user).lines] == ["Nothing changes"]
    other = begin(user, line, files=[pdf(content=WHOLE["pdf"] + b"\n")])
    (found,) = plan(other, user).lines
    assert [(one.label, one.before, one.after) for one in found.differences] == [("file", "", "review.pdf")]


def test_undo_deletes_the_documents_of_new_pages_alone(user, tree):
    there = factories.PublicationFactory(parent=tree.publications, title="There")
    there.save_revision().publish()
    intake = begin(
        user,
        "There,Report,2017,In short.,a.pdf",
        "New,Report,2017,In short.,b.pdf",
        "Edited,Report,2017,In short.,c.pdf",
        files=[pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf")],
    )
    done = taken(intake, user)
    version = PublicationPage.objects.get(title="There").get_latest_revision()
    edited = PublicationPage.objects.get(title="Edited")
    edited.get_latest_revision_as_object().save_revision(user=user)
    back, stay = imports.undo(done, user)
    assert (back, [row.title for row in stay]) == (2, ["Edited"])
    # The history of the page that was there still has the first, so that it can be opened.
    assert {one.title for one in HubDocument.objects.all()} == {"a", "c"}
    assert [row.document.title for row in version.as_object().attachments.all()] == ["a"]
    there.refresh_from_db()
    assert not there.get_latest_revision_as_object().attachments.all()
    edited.delete()
    imports.undo(done, user)
    assert {one.title for one in HubDocument.objects.all()} == {"a"}


def test_a_document_that_a_person_has_used_stays(user, tree):
    done = taken(begin(user, "New,Report,2017,In short.,a.pdf", files=[pdf("a.pdf")]), user)
    other = factories.PublicationFactory(parent=tree.publications)
    Attachment.objects.create(page=other, document=HubDocument.objects.get())
    imports.undo(done, user)
    assert not PublicationPage.objects.filter(title="New").exists()
    assert HubDocument.objects.exists()


@pytest.mark.parametrize(
    ("kind", "row", "files", "says"),
    [
        ("publications", "a.pdf", ["a.pdf", "b.pdf"], "b.pdf: No line of the table names this file."),
        ("publications", "a.pdf", ["a.pdf", "A.pdf"], "A.pdf: Two files have this name. Rename one."),
        ("publications", "a.exe", ["a.exe"], "a.exe: File extension “exe” is not allowed."),
        ("news", "a.pdf", ["a.pdf"], "Only publications have files. Leave this empty."),
    ],
)
def test_files_are_refused_at_their_field(admin_client, tree, kind, row, files, says):
    rows = f"{HEAD}\nReview,Report,2017,In short.,{row}"
    answer = admin_client.post(TABLE, {"kind": kind, "rows": rows, "documents": [pdf(name) for name in files]})
    assert answer.status_code == 422
    assert any(says in said for said in answer.context["form"].errors["documents"])
    assert not Intake.objects.exists()
    assert not HubDocument.objects.exists()


def test_a_table_without_the_column_and_a_file_that_lies_are_refused(admin_client, tree):
    rows = "title,kind\nReview,Report"
    answer = admin_client.post(TABLE, {"kind": "publications", "rows": rows, "documents": [pdf()]})
    assert "No column of the table names the files." in answer.content.decode()
    rows = f"{HEAD}\nReview,Report,2017,In short.,review.pdf"
    lies = {"kind": "publications", "rows": rows, "documents": [pdf(content=HTML)]}
    assert "ends in .pdf, but it holds something else" in admin_client.post(TABLE, lies).content.decode()
    sent = admin_client.post(TABLE, lies | {"documents": [pdf()]})
    assert sent.status_code == 302
    assert Intake.objects.get().state == IntakeState.OPEN
    assert HubDocument.objects.get().is_held


def test_who_may_upload_no_documents_is_told(roles):
    with pytest.raises(FilesRefusedError, match="You may not upload documents"):
        filled_forms([pdf()], person("writer"))
