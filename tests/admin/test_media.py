"""Uploads: a picture needs alternative text; a document's fields are filled in from its file."""

import gc
import io
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject
from wagtail.models import Collection, UploadedFile

from cms.editing import desk_reminders
from cms.editing.permissions import DeskContext
from cms.models import HubDocument, HubImage
from cms.pages.viewer import visibility_of
from tests import factories

# Wagtail's upload views leave closing the file to the garbage collector, which emits a warning.
pytestmark = [pytest.mark.filterwarnings("ignore::ResourceWarning"), pytest.mark.usefixtures("files_collected")]


@pytest.fixture
def files_collected():
    """Collect them before another test is blamed."""
    yield
    gc.collect(1)  # of what the test made


def picture(name="perth.png") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (64, 40), "teal").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def pdf(*, pages=1, language="", tagged=False) -> bytes:
    """Return a small PDF; a tagged one has a structure tree and is marked as tagged."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 300)
    if language:
        writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    if tagged:
        tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        writer.root_object[NameObject("/StructTreeRoot")] = writer._add_object(tree)
        writer.root_object[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def upload_document(client, content: bytes, name="report.pdf", **values):
    form = {
        "title": "Report",
        "file": SimpleUploadedFile(name, content, "application/pdf"),
        "collection": Collection.get_first_root_node().pk,
        "tags": "",
        "pages": "",
        "language": "",
        "accessible": "unknown",
    }
    return client.post(reverse("wagtaildocs:add"), form | values)


# Pictures


def test_a_picture_without_alternative_text_is_refused_at_the_field(editor):
    form = {"title": "Perth", "file": picture(), "description": "", "credit": "The team", "tags": "perth"}
    response = editor.post(reverse("wagtailimages:add"), form)
    assert list(response.context["form"].errors) == ["description"]
    assert response.context["form"]["title"].value() == "Perth"
    assert response.context["form"]["credit"].value() == "The team"
    assert not HubImage.objects.exists()


def test_a_picture_with_alternative_text_is_kept(editor):
    form = {"title": "Perth", "file": picture(), "description": "Leaders around a table", "tags": ""}
    assert editor.post(reverse("wagtailimages:add"), form).status_code == 302
    assert HubImage.objects.get().description == "Leaders around a table"


def upload_many(client, *names) -> list[HubImage]:
    for name in names:
        assert client.post(
            reverse("wagtailimages:add_multiple"), {"title": name, "files[]": picture(f"{name}.png")}
        ).json()["success"]
    return list(HubImage.objects.order_by("pk"))


def test_of_many_pictures_none_is_lost_and_each_waits_for_its_alternative_text(editor, tree, rf):
    response = editor.post(reverse("wagtailimages:add_multiple"), {"title": "Perth", "files[]": picture()})
    image = HubImage.objects.get()
    assert image.uploaded_by_user == editor.user
    assert not UploadedFile.objects.exists()
    prefix = f"image-{image.pk}"
    assert f"{prefix}-description" in response.json()["form"]

    url = reverse("wagtailimages:edit_multiple", args=[image.pk])
    values = {f"{prefix}-title": "Perth", f"{prefix}-credit": "The team", f"{prefix}-tags": ""}
    refused = editor.post(url, values | {f"{prefix}-description": ""}).json()
    assert not refused["success"]
    assert "The team" in refused["form"]
    assert not visibility_of(rf.get("/")).can_see(HubImage.objects.get())

    editor.post(url, values | {f"{prefix}-description": "Leaders around a table"})
    assert HubImage.objects.get().description == "Leaders around a table"
    assert visibility_of(rf.get("/")).can_see(HubImage.objects.get())


def test_a_picture_that_waits_is_listed_reminded_of_and_not_chosen(editor, tree):
    waiting, done = upload_many(editor, "waiting", "done")
    HubImage.objects.filter(pk=done.pk).update(description="A table")
    listed = editor.get(reverse("wagtailimages:index"), {"to_be_described": "true"})
    assert list(listed.context["object_list"]) == [waiting]
    assert listed.content.decode().count("To be described") > 1
    chooser = editor.get(reverse("wagtailimages_chooser:choose"), headers={"x-requested-with": "XMLHttpRequest"})
    assert (
        f"/chosen/{done.pk}/" in chooser.json()["html"].replace("chooser/chosen", "chosen")
        or "done" in chooser.json()["html"]
    )
    assert "waiting" not in chooser.json()["html"]
    asked = DeskContext.by(editor.get("/admin/").wsgi_request)
    (group,) = desk_reminders.pictures(asked)
    assert [line.text for line in group.lines] == ["waiting"]


def test_readers_do_not_get_a_picture_that_waits(editor, tree, client, data):
    (image,) = upload_many(editor, "waiting")
    page = factories.NewsFactory(parent=tree.news, image=image)
    document = "query Q($path: String!) { page(by: {path: $path}) { ... on NewsPage { image { title } } } }"
    path = f"/news/{page.slug}/"
    assert data(document, path=path)["page"]["image"] is None
    assert "<img" not in client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]
    image.description = "A table"
    image.save()
    assert data(document, path=path)["page"]["image"] == {"title": "waiting"}


def describe(client, images, **values):
    address = reverse("wagtail_bulk_action", args=["cms", "hubimage", "describe"])
    ids = "&".join(f"id={image.pk}" for image in images)
    return client.post(f"{address}?next=/admin/images/&{ids}", {"same": "", "credit": "", "tags": ""} | values)


def test_many_pictures_are_described_at_once(editor):
    first, second = upload_many(editor, "first", "second")
    describe(
        editor,
        [first, second],
        same="A table",
        credit="The team",
        tags="perth",
        **{f"description-{second.pk}": "A hall"},
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.description, second.description) == ("A table", "A hall")
    assert {image.credit for image in (first, second)} == {"The team"}
    assert [tag.name for tag in second.tags.all()] == ["perth"]


def test_an_alternative_text_is_not_taken_away_and_nothing_typed_is_lost(editor):
    first, second = upload_many(editor, "first", "second")
    HubImage.objects.filter(pk=first.pk).update(description="A table", credit="Ada")
    values = {f"description-{first.pk}": "", f"description-{second.pk}": "A hall"}
    response = describe(editor, [first, second], **values)
    assert response.context["form"].errors[f"description-{first.pk}"]
    assert "A hall" in response.content.decode()
    describe(editor, [first, second], **values | {f"description-{first.pk}": "A table"})
    first.refresh_from_db()
    assert first.credit == "Ada"


def test_who_may_not_change_a_picture_does_not_describe_it(editor, viewer):
    (image,) = upload_many(editor, "first")
    describe(viewer, [image], same="A table")
    image.refresh_from_db()
    assert image.description == ""


def test_a_picture_chosen_in_a_page_needs_it_too(editor):
    url = reverse("wagtailimages_chooser:create")
    form = {"image-chooser-upload-title": "Perth", "image-chooser-upload-file": picture()}
    assert b"This field is required" in editor.post(url, form).content
    assert not HubImage.objects.exists()


# Documents


def test_a_tagged_document_says_of_itself_what_it_is(editor):
    upload_document(editor, pdf(pages=3, language="gd", tagged=True))
    document = HubDocument.objects.get()
    assert (document.pages, document.language, document.accessible) == (3, "gd", True)


def test_an_untagged_document_is_not_called_accessible(editor):
    upload_document(editor, pdf(pages=2))
    document = HubDocument.objects.get()
    assert (document.pages, document.language, document.accessible) == (2, "", False)


def test_what_the_editor_says_is_not_overruled(editor):
    upload_document(editor, pdf(language="en", tagged=True), pages="7", language="pl", accessible="false")
    document = HubDocument.objects.get()
    assert (document.pages, document.language, document.accessible) == (7, "pl", False)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 and then nothing", b"", pdf()[:200]], ids=["broken", "empty", "cut off"]
)
def test_a_damaged_document_is_kept_all_the_same(editor, content, caplog):
    with caplog.at_level(logging.CRITICAL):
        response = upload_document(editor, content)
    if not content:
        assert response.context["form"].errors["file"]  # Django: an empty file is no upload
        return
    assert response.status_code == 302
    document = HubDocument.objects.get()
    assert (document.pages, document.language, document.accessible) == (None, "", None)
    assert document.file.read() == content


def test_many_documents_are_read_too(editor):
    file = SimpleUploadedFile("report.pdf", pdf(pages=4, tagged=True), "application/pdf")
    answer = editor.post(reverse("wagtaildocs:add_multiple"), {"title": "Report", "files[]": file}).json()
    assert answer["success"]
    assert (HubDocument.objects.get().pages, HubDocument.objects.get().accessible) == (4, True)


def replace_document(client, document, content: bytes, **values):
    form = {
        "title": document.title,
        "file": SimpleUploadedFile("report-2.pdf", content, "application/pdf"),
        "collection": document.collection_id,
        "tags": "",
        "pages": document.pages or "",
        "language": document.language,
        "accessible": {True: "true", False: "false", None: "unknown"}[document.accessible],
    }
    return client.post(reverse("wagtaildocs:edit", args=[document.pk]), form | values)


def test_a_new_file_is_read_anew(editor):
    upload_document(editor, pdf(pages=3, language="gd", tagged=True))
    replace_document(editor, HubDocument.objects.get(), pdf(pages=5))
    document = HubDocument.objects.get()
    assert (document.pages, document.language, document.accessible) == (5, "", False)


def test_what_is_corrected_together_with_a_new_file_stays(editor):
    upload_document(editor, pdf(pages=3))
    replace_document(editor, HubDocument.objects.get(), pdf(pages=5), pages="6", language="en")
    document = HubDocument.objects.get()
    assert (document.pages, document.language) == (6, "en")
