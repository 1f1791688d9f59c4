"""Imports in the admin: the way of a table and of documents, page by page."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Site

from cms.accounts.roles import EDITORS, VIEWERS
from programme.models import CommitmentPage, Intake, IntakeProposal, IntakeState, NewsPage, PublicationPage
from tests import factories
from tests.intake.made_documents import FOLDER, described

TABLE, RECORD, DOCUMENTS = reverse("intake_table"), reverse("intakes"), reverse("intake_new_documents")


@pytest.fixture
def editor(client, roles):
    """A client of somebody who writes, and may publish nothing."""
    client.user = get_user_model().objects.create_user("writer", is_staff=True)
    client.user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(client.user)
    return client


def paste(client, rows, kind="news", **more):
    return client.post(TABLE, {"kind": kind, "rows": rows, **more})


def act(client, address, action, **more):
    return client.post(address, {"action": action, **more}, follow=True)


def test_a_table_is_chosen_mapped_looked_at_and_imported(editor, tree):
    file = SimpleUploadedFile("news.csv", "Überschrift,Summary\nLaw,In short.\nNo summary,\n".encode())
    begun = editor.post(TABLE, {"kind": "news", "file": file})
    intake = Intake.objects.get()
    assert begun.url == reverse("intake", args=[intake.pk])
    assert (intake.file_name, len(intake.digest), intake.begun_by) == ("news.csv", 64, editor.user)
    assert "Choose the column with the title." in editor.get(begun.url).content.decode()
    mapped = act(editor, begun.url, "map", **{"column-0": "title", "column-1": "summary"})
    assert "No summary is given." in mapped.content.decode()
    assert mapped.context["chosen"] == {2}
    done = act(editor, begun.url, "import", line=["2"])
    assert "1 draft made, 0 changed. Nothing is published yet." in done.content.decode()
    assert [(page.title, page.live) for page in NewsPage.objects.all()] == [("Law", False)]
    record = editor.get(RECORD).content.decode()
    assert "news.csv" in record
    assert "Done" in record
    back = act(editor, begun.url, "undo")
    assert "1 taken back." in back.content.decode()
    assert not NewsPage.objects.exists()


def test_lines_that_were_chosen_stay_chosen_if_it_fails(editor, tree):
    address = paste(editor, "title,summary\nOne,In short.\nTwo,In short.\nThree,").url
    wrong = act(editor, address, "import", line=["2", "4"])
    assert wrong.status_code == 422
    assert "These lines can&#x27;t be taken any more: 4." in wrong.content.decode()
    assert wrong.context["chosen"] == {2}
    assert not NewsPage.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"rows": ""}, "Choose a file or paste a table."),
        ({"rows": "title,summary"}, "The file has no line below the headings."),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK")}, "isn&#x27;t a workbook"),
        ({"rows": "title\nLaw", "kind": "cats"}, "Select a valid choice"),
    ],
)
def test_wrong_tables_are_refused_at_their_field(editor, data, says):
    answer = editor.post(TABLE, {"kind": "news"} | data)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Intake.objects.exists()


def test_an_import_can_be_discarded_until_it_is_done(editor, tree):
    address = paste(editor, "title,summary\nLaw,In short.").url
    act(editor, address, "discard")
    assert not Intake.objects.exists()
    address = paste(editor, "title,summary\nLaw,In short.").url
    act(editor, address, "import", line=["2"])
    refused = act(editor, address, "discard")
    assert "finished already" in refused.content.decode()
    assert Intake.objects.get().state == IntakeState.DONE


def test_who_may_not_write_may_not_import(client, roles):
    viewer = get_user_model().objects.create_user("viewer", is_staff=True)
    viewer.groups.add(Group.objects.get(name=VIEWERS))
    client.force_login(viewer)
    for address in (TABLE, RECORD, DOCUMENTS):
        assert client.get(address).status_code == 302


def documents(client, *names):
    files = []
    for name in names:
        content, file_name, _ = described(FOLDER / "development" / f"{name}.toml")
        files.append(SimpleUploadedFile(file_name, content))
    client.post(DOCUMENTS, {"documents": [*files, SimpleUploadedFile("notes.txt", b"Words")]})
    return Intake.objects.get()


def decide(client, address, proposal, action, **values):
    fields = {f"p{proposal.pk}-{name}": value for name, value in values.items()}
    return client.post(address, {"action": action, "proposal": proposal.pk, **fields})


def test_documents_are_confirmed_one_by_one(editor, tree, stream):
    intake = documents(editor, "report")
    listed = editor.get(reverse("intake_documents", args=[intake.pk])).content.decode()
    assert "Safer Journeys to School" in listed
    assert "This is neither a Word document (DOCX) nor a PDF." in listed
    document = intake.documents.exclude(title="").get()
    address = reverse("intake_document", args=[intake.pk, document.pk])
    shown = editor.get(address)
    assert shown.context["draft_form"].initial["date"] == "12 May 2026"
    first = IntakeProposal.objects.filter(kind="recommendation").first()
    assert decide(editor, address, first, "accept", number=1, text="Words").status_code == 422
    assert not CommitmentPage.objects.exists()
    said = {"title": "Safer Journeys", "becomes": "publication", "date": "May 2026"}
    assert editor.post(address, {"action": "draft", **said}).status_code == 302
    refused = decide(editor, address, first, "accept", number=1, text="Words").content.decode()
    assert "Set the work stream of the document first" in refused
    assert editor.post(address, {"action": "stream", "stream": stream.pk}).status_code == 302
    assert PublicationPage.objects.get().title == "Safer Journeys"
    wrong = decide(editor, address, first, "accept", number="", text="")
    assert (wrong.status_code, wrong.context["cards"][0]["is_wrong"]) == (422, False)
    assert any(card["is_wrong"] for card in wrong.context["cards"])
    accepted = decide(editor, address, first, "accept", number=7, text="Other words.")
    assert accepted.url.startswith(f"{address}#proposal-")
    assert [(page.number, page.text, page.live) for page in CommitmentPage.objects.all()] == [
        (7, "<p>Other words.</p>", False)
    ]
    second = IntakeProposal.objects.filter(kind="recommendation", state="open").first()
    decide(editor, address, second, "skip")
    decide(editor, address, second, "again")
    second.refresh_from_db()
    assert second.state == "open"
    refused = act(editor, reverse("intake_documents", args=[intake.pk]), "discard")
    assert "finish it, then take it back" in refused.content.decode()
    act(editor, reverse("intake_documents", args=[intake.pk]), "finish")
    assert editor.get(address).status_code == 404
    result = act(editor, reverse("intake", args=[intake.pk]), "undo")
    assert "2 taken back." in result.content.decode()
    assert not CommitmentPage.objects.exists()


def test_another_programme_s_imports_are_not_shown(editor, tree):
    other = Site.objects.create(hostname="other.example", root_page=factories.HomeFactory(parent=None, slug="other"))
    intake = Intake.objects.create(kind="news", text="title\nLaw", site=other)
    assert editor.get(reverse("intake", args=[intake.pk])).status_code == 404
    assert "Pasted" not in editor.get(RECORD).content.decode()
