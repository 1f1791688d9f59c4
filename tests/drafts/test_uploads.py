"""Pictures and documents that programs upload: by the admin's own forms, and seen by nobody until a person publishes them."""

import gc
import io
import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Collection, ModelLogEntry

from cms.accounts.roles import VIEWERS
from cms.drafts import uploads
from cms.graphql.ids import id_of
from cms.models import ContentVersion, HubDocument, HubImage
from cms.tokens.scopes import READ
from home.programmes.services import NewProgramme, make
from programme.models import NewsPage, PublicationPage
from tests.admin.conftest import sign_in
from tests.drafts.programs import errors_of
from tests.graphql.editors import person
from tests.media.test_uploads import HTML, WHOLE

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]
ERRORS = "isRepeated userErrors { field code message }"
IMAGE = f"""mutation ($input: UploadImageInput!) {{ uploadImage(input: $input) {{
  image {{ id title alt fileSize width height editUrl }} {ERRORS} }} }}"""
DOCUMENT = f"""mutation ($input: UploadDocumentInput!) {{ uploadDocument(input: $input) {{
  document {{ id title filename fileSize editUrl }} {ERRORS} }} }}"""


@pytest.fixture(autouse=True)
def collect():
    yield
    gc.collect(1)  # closes what the requests uploaded


def picture(name="square.png") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def pdf(content=WHOLE["pdf"], name="report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def send(program, query, file, *, places=("variables.input.file",), **given):
    """Send a request with a file, and return the response."""
    operations = {"query": query, "variables": {"input": {"file": None, **given}}}
    parts = {"operations": json.dumps(operations), "map": json.dumps({"0": list(places)}), "0": file}
    headers = {"authorization": f"Bearer {program.secret}"} if program.secret else {}
    return program.client.post(f"{program.site}/graphql/", parts, headers=headers)


def uploaded(program, query, file, **given):
    answer = send(program, query, file, **given).json()
    assert "errors" not in answer, answer
    (payload,) = answer["data"].values()
    return payload


def public_side(client) -> dict[str, object]:
    """Return what the public gets of everything under each address at which a file could be."""
    query = "{ pages(first: 50) { nodes { title url } } }"
    found = {"api": client.post("/graphql/", {"query": query}, content_type="application/json").content}
    return found | {"version": ContentVersion.objects.get().token}


def addresses_of(thing) -> list[str]:
    """Return every address at which the file could be asked for, as somebody would guess it."""
    guessed = [f"/media/{thing.file.name}"]
    if isinstance(thing, HubImage):
        return guessed + [f"/media/{one.file.name}" for one in thing.renditions.all()]
    return [*guessed, thing.url]


def test_a_picture_is_taken_with_its_texts_and_by_whom_is_logged(
    tree, program, lead, django_capture_on_commit_callbacks
):
    payload = uploaded(program, IMAGE, picture(), title="Square", alt="A red square", credit="Ann", agent="Scribe")
    assert payload["userErrors"] == []
    image = HubImage.objects.get(title="Square")
    assert payload["image"] == {
        "id": id_of(image), "title": "Square", "alt": "A red square", "fileSize": image.file.size, "width": 40,
        "height": 30, "editUrl": f"http://localhost/admin/images/{image.pk}/",
    }  # fmt: skip
    assert image.is_held and image.credit == "Ann" and image.uploaded_by_user == lead
    entry = ModelLogEntry.objects.get(action="cms.file.uploaded")
    assert (
        entry.user == lead and entry.formatter.format_message(entry) == "Uploaded by Scribe, with the token “Minutes”"
    )


def test_a_document_is_taken_with_the_facts_in_it(tree, program):
    payload = uploaded(program, DOCUMENT, pdf(), title="Report")
    assert payload["userErrors"] == []
    document = HubDocument.objects.get()
    assert payload["document"]["filename"] == document.filename and document.pages == 1 and document.is_held


def test_what_is_uploaded_is_nowhere_public_until_a_page_with_it_is_published(
    tree, client, program, django_capture_on_commit_callbacks
):
    assert client.get("/media/nothing.png").status_code == 404  # makes rows of settings, as any first page does
    with django_capture_on_commit_callbacks(execute=True):
        before = public_side(client)
        image_id = uploaded(program, IMAGE, picture(), title="Square", alt="A red square")["image"]["id"]
        document_id = uploaded(program, DOCUMENT, pdf(), title="Report")["document"]["id"]
    image, document = HubImage.objects.get(title="Square"), HubDocument.objects.get(title="Report")
    assert image.renditions.exists()
    addresses = [*addresses_of(image), *addresses_of(document)]
    assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert public_side(client) == before
    body = [
        {"image": {"image": image_id}},
        {"richText": {"text": {"markdown": f"[The report](document:{document_id})"}}},
    ]
    news = {"title": "Met", "summary": "It met.", "date": "2026-11-02", "kind": "announcement", "body": body}
    made = program.create(tree.news, newsPage=news)
    assert made["userErrors"] == []
    assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert public_side(client) == before
    with django_capture_on_commit_callbacks(execute=True):
        NewsPage.objects.get().latest_revision.publish()
    image.refresh_from_db(), document.refresh_from_db()
    assert not image.is_held and not document.is_held
    assert client.get(document.url).status_code == 200
    codes = {client.get(f"/media/{one.file.name}").status_code for one in image.renditions.all()}
    assert codes == {200}
    assert client.get(f"/media/{image.file.name}").status_code == 404  # originals never are
    assert public_side(client) != before


def test_what_an_editor_took_out_of_the_draft_stays_held(tree, client, program):
    document_id = uploaded(program, DOCUMENT, pdf(), title="Report")["document"]["id"]
    content = {"title": "Report", "summary": "A report.", "date": "2026-11-02", "kind": "report"}
    made = program.create(
        tree.publications, publicationPage=content | {"attachments": [{"document": document_id, "title": "All"}]}
    )
    assert made["userErrors"] == []
    page = PublicationPage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert draft.attachments.count() == 1
    draft.attachments.set([])
    draft.save_revision().publish()
    document = HubDocument.objects.get()
    assert document.is_held and client.get(document.url).status_code == 404


def test_a_held_document_is_for_people_who_may_choose_or_change_it(tree, program, roles, connection_stays):
    uploaded(program, DOCUMENT, pdf(), title="Report")
    document = HubDocument.objects.get()
    boss, viewer = sign_in("boss", superuser=True), sign_in("viewer", group=VIEWERS)
    response = boss.get(document.url)
    assert response.status_code == 200 and response["Cache-Control"] == "private, no-store"
    response.close()
    assert viewer.user.has_perm("wagtailadmin.access_admin") and viewer.get(document.url).status_code == 404


def test_nothing_goes_into_a_collection_of_another_programme(tree, program_of, roles):
    ann = person("ann")
    ann.is_superuser = True
    ann.save()
    energy = make(NewProgramme("Energy", "energy", path="energy", host=tree.site), ann).programme_site.collection
    program = program_of(ann)
    payload = uploaded(program, DOCUMENT, pdf(), title="Report", collection=energy.name)
    assert errors_of(payload) == {("collection", "NOT_OFFERED")} and not HubDocument.objects.exists()
    own = tree.site.programme_site.collection
    assert uploaded(program, DOCUMENT, pdf(), title="Report", collection=own.name)["userErrors"] == []
    # Somebody of the other programme alone has no collection here.
    erin = person("erin")
    erin.groups.set(Group.objects.filter(name__in=["Leads of Energy", "Editors of Energy"]))
    with pytest.raises(AssertionError, match="WRONG_SITE"):
        uploaded(program_of(erin), DOCUMENT, pdf(), title="Other")
    assert HubDocument.objects.get().collection == own


def test_no_file_stays_in_the_store_when_its_row_is_rolled_back(tree, program, monkeypatch):
    taken = []

    def fails(thing, *args, **kwargs):
        taken.append(thing.file)
        raise ValidationError("It can’t be logged.")

    monkeypatch.setattr(uploads, "log", fails)
    assert uploaded(program, DOCUMENT, pdf(), title="Report")["document"] is None
    assert not HubDocument.objects.exists() and not taken[0].storage.exists(taken[0].name)


@pytest.mark.parametrize(("query", "file", "app"), [(IMAGE, picture, "images"), (DOCUMENT, pdf, "documents")])
def test_a_person_who_saves_its_form_releases_it(query, file, app, tree, program, roles):
    uploaded(program, query, file(), title="Thing", **({"alt": "A square"} if app == "images" else {}))
    model = HubImage if app == "images" else HubDocument
    thing = model.objects.get(title="Thing")
    editor = sign_in("boss", superuser=True)
    values = {"title": "Thing", "tags": "", "collection": thing.collection_id, "description": "A square", "credit": ""}
    values |= {"pages": "", "language": "", "accessible": "unknown"}
    path = f"/admin/images/{thing.pk}/" if app == "images" else f"/admin/documents/edit/{thing.pk}/"
    assert editor.post(path, values).status_code == 302
    thing.refresh_from_db()
    assert not thing.is_held


def test_all_that_is_wrong_is_said_in_the_words_of_the_form(tree, program):
    payload = uploaded(program, IMAGE, pdf(name="square.png"), alt="x" * 300, collection="None such")
    assert payload["image"] is None and not HubImage.objects.exists()
    assert errors_of(payload) == {
        ("title", "REQUIRED"), ("file", "INVALID"), ("alt", "TOO_LONG"), ("collection", "NOT_OFFERED"),
    }  # fmt: skip
    payload = uploaded(program, DOCUMENT, pdf(HTML), title="Report")
    (error,) = payload["userErrors"]
    assert error["field"] == ["file"] and "ends in .pdf, but it holds something else" in error["message"]
    assert not HubDocument.objects.exists()


def test_a_trial_keeps_no_file_and_a_repetition_takes_none_twice(tree, program, settings):
    payload = uploaded(program, DOCUMENT, pdf(), title="Report", dryRun=True, idempotencyKey="one")
    assert payload["document"] == {
        "id": None, "title": "Report", "filename": "report.pdf", "fileSize": len(WHOLE["pdf"]), "editUrl": None,
    }  # fmt: skip
    assert not HubDocument.objects.exists()
    first = uploaded(program, DOCUMENT, pdf(), title="Report", idempotencyKey="one")
    again = uploaded(program, DOCUMENT, pdf(), title="Report", idempotencyKey="one")
    assert again == first | {"isRepeated": True} and HubDocument.objects.count() == 1
    other = uploaded(program, DOCUMENT, pdf(WHOLE["pdf"] + b"\n"), title="Report", idempotencyKey="one")
    assert errors_of(other) == {("idempotencyKey", "OTHER_INPUT")}


def test_it_goes_into_a_collection_of_the_persons(tree, program):
    root = Collection.get_first_root_node()
    papers = root.add_child(name="Papers")
    uploaded(program, DOCUMENT, pdf(), title="Report", collection="Papers")
    assert HubDocument.objects.get().collection == papers


def test_who_may_upload_nothing_in_the_admin_may_upload_nothing_here(tree, roles, program_of):
    user = person("viewer")
    user.groups.add(Group.objects.get(name=VIEWERS))
    user.user_permissions.add(Permission.objects.get(codename="add_accesstoken"))
    for query, file in ((IMAGE, picture()), (DOCUMENT, pdf())):
        with pytest.raises(AssertionError, match="WRONG_SCOPE"):
            uploaded(program_of(user), query, file, title="Thing")
    assert not HubDocument.objects.exists() and not HubImage.objects.exists()


def test_no_request_with_files_without_a_token_that_writes(tree, client, program, program_of, lead):
    program.secret, secret = "", program.secret
    assert send(program, DOCUMENT, pdf(), title="Report").status_code == 415
    reader = program_of(lead, READ)
    response = send(reader, DOCUMENT, pdf(), title="Report")
    assert response.status_code == 403 and response.json()["errors"][0]["extensions"]["code"] == "WRONG_SCOPE"
    assert secret and not HubDocument.objects.exists()


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"operations": "{}"},
        {"operations": "{", "map": "{}"},
        {"operations": "{}", "map": "[]"},
        {"operations": "{}", "map": '{"0": "variables.input.file"}', "0": b"x"},
        {"operations": "{}", "map": '{"0": []}', "0": b"x"},
        {"operations": "{}", "map": '{"0": ["variables.input.file"]}'},
        {"operations": "[]", "map": '{"0": ["0.variables.input.file"]}', "0": b"x"},
        *(
            {"operations": json.dumps({"query": "{ __typename }", "variables": {"a": {"b": None, "c": [1]}}}),
             "map": json.dumps({"0": [path]}), "0": b"x"}
            for path in ("query", "variables", "variables.a", "variables.a.b.c", "variables.a.c.0", "variables.a.c.x", "")
        ),
        *(
            {"operations": json.dumps({"query": "{ __typename }", "variables": {"a": [None]}}), **rest}
            for rest in (
                {"map": '{"0": ["variables.a.-1"]}', "0": b"x"},
                {"map": '{"0": ["variables.a.0", "variables.a.0"]}', "0": b"x"},
                {"map": '{"0": ["variables.a.0"], "1": []}', "0": b"x", "1": b"x"},
                {"map": json.dumps({str(n): ["variables.a.0"] for n in range(11)}), **{str(n): b"x" for n in range(11)}},
            )
        ),
    ],
)  # fmt: skip
def test_a_malformed_request_with_files_is_refused(parts, tree, client, program):
    sent = {name: SimpleUploadedFile("x", one) if isinstance(one, bytes) else one for name, one in parts.items()}
    response = client.post("/graphql/", sent, headers={"authorization": f"Bearer {program.secret}"})
    assert response.status_code == 400 and response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_files_have_limits_of_their_own_and_the_rest_those_of_any_request(tree, program, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 2_000_000, 1_000_000
    settings.GRAPHQL_MAX_REQUEST_BYTES = 4_000
    taken = uploaded(program, DOCUMENT, pdf(WHOLE["pdf"] + b" " * 1_500_000), title="Report")
    assert taken["userErrors"] == []
    for file, title, words in (
        (pdf(), "Report" * 1000, "The parts `operations` and `map` have 4000 bytes at most."),
        (pdf(b" " * 2_100_000), "Report", "A request with files has 2004000 bytes at most."),
    ):
        said = send(program, DOCUMENT, file, title=title)
        (error,) = said.json()["errors"]
        assert (said.status_code, error["extensions"]["code"]) == (413, "REQUEST_TOO_LARGE")
        assert error["message"] == words


def test_a_file_is_nothing_but_a_file(tree, program):
    answer = program.ask(DOCUMENT, {"input": {"file": "report.pdf", "title": "Report"}})
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_VALUE"
    parts = {"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": {"id": None}}
    sent = {"operations": json.dumps(parts), "map": '{"0": ["variables.id"]}', "0": pdf()}
    response = program.client.post("/graphql/", sent, headers={"authorization": f"Bearer {program.secret}"})
    assert response.json()["errors"][0]["extensions"]["code"] == "INVALID_VALUE"
