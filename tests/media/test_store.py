"""Media in an S3-compatible store: pages, downloads, private files, the worker's reading and deletions need no folder.

The store is moto's, in a process of its own. `docs/operations.md` says what that doesn't check.
"""

import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as current
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection, CollectionViewRestriction

from cms.accounts.roles import EDITORS
from cms.media import downloads
from cms.media.pictures import make_missing, wanted
from cms.models import HubDocument
from cms.operations import state_checks
from cms.settings.files import storages as storages_of
from search.index import documents
from tests import factories
from tests.admin.conftest import sign_in
from tests.media import moto
from tests.media.test_uploads import by_form, by_multiple_upload, pdf

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # as in the tests of uploads


@pytest.fixture(scope="module")
def address():
    with pytest.MonkeyPatch.context() as patch:
        for name, value in moto.KEYS.items():
            patch.setenv(name, value)
        with moto.store() as running:
            yield running


@pytest.fixture
def use(address, settings):
    """Put media into the store, with options of `MEDIA_STORE`; returns its storage."""

    def put(**options: str):
        store = {"bucket": moto.BUCKET, "folder": "trial", "endpoint_url": address, **options}
        settings.STORAGES = settings.STORAGES | {"default": storages_of(store, {})["default"]}
        return storages["default"]

    yield put
    assert not Path(current.MEDIA_ROOT).exists()


def sent(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def keys(store) -> set[str]:
    return {found.key for found in store.bucket.objects.all()}


def private() -> Collection:
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=CollectionViewRestriction.LOGIN)
    return collection


def test_a_picture_shows_on_its_page_and_goes_with_its_files(tree, use, client, django_capture_on_commit_callbacks):
    store = use()
    with django_capture_on_commit_callbacks(execute=True):
        image = factories.ImageFactory()
        news = factories.NewsFactory(parent=tree.news, image=image)
    make_missing(image)
    shown = client.get(news.url).content.decode()
    files = {rendition.file.name for rendition in image.renditions.all()}
    assert len(files) == len(wanted(image))
    on_page = {name for name in files if f"/media/{name}" in shown}
    assert on_page
    for name in on_page:
        answer = client.get(f"/media/{name}")
        assert answer["Cache-Control"] == "public, max-age=3600"
        with store.open(name) as file:
            assert sent(answer) == file.read() != b""
    assert keys(store) == {f"trial/{name}" for name in {image.file.name, *files}}
    with django_capture_on_commit_callbacks(execute=True):
        news.delete()
        image.delete()
    assert keys(store) == set()
    assert client.get(f"/media/{on_page.pop()}").status_code == 404


def test_documents_come_in_by_the_forms_and_are_served_read_and_kept_apart(roles, use, client):
    store = use()
    editor = sign_in("editor", group=EDITORS)
    by_form(editor, SimpleUploadedFile("report.pdf", pdf()))
    by_multiple_upload(editor, SimpleUploadedFile("report.pdf", pdf() + b"\n"))
    first, second = HubDocument.objects.order_by("pk")
    assert (first.filename, second.filename) == ("report.pdf", "report.pdf")
    assert first.pages == second.pages == 1
    assert (sent(client.get(first.url)), sent(client.get(second.url))) == (pdf(), pdf() + b"\n")
    assert documents.read(first).problem == ""
    assert storages["default"].size(first.file.name) == first.file_size
    store.delete(first.file.name)
    assert "FileNotFoundError" in documents.read(first).problem or "does not exist" in documents.read(first).problem


@pytest.mark.parametrize("way", ["hub", "signed"])
def test_a_private_document_is_sent_only_to_whom_may_have_it(tree, use, client, way, roles):
    store = use(documents=way)
    with_text = factories.DocumentFactory(collection=private())
    refused = client.get(with_text.url)
    assert (refused.status_code, urlsplit(refused["Location"]).path) == (302, "/_util/login/")
    answer = sign_in("editor", group=EDITORS).get(with_text.url)
    if way == "hub":
        assert sent(answer) == b"A short text."
        return
    assert answer["Cache-Control"] == "private, no-store"
    address = urlsplit(answer["Location"])
    given = parse_qs(address.query)
    assert (address.netloc, given["X-Amz-Expires"]) == (urlsplit(store.endpoint_url).netloc, ["300"])
    assert "X-Amz-Signature" in given
    with urllib.request.urlopen(answer["Location"]) as file:  # noqa: S310  our own store
        assert file.read() == b"A short text."
        assert file.headers["Content-Disposition"] == with_text.content_disposition


def test_a_private_picture_is_sent_to_editors_alone(roles, use, client, django_capture_on_commit_callbacks):
    use()
    with django_capture_on_commit_callbacks(execute=True):
        image = factories.ImageFactory(collection=private())
    address = image.renditions.first().url
    assert client.get(address).status_code == 404
    answer = sign_in("editor", group=EDITORS).get(address)
    assert sent(answer)
    assert answer["Cache-Control"] == "private, no-store"


def test_the_doctor_names_a_store_that_refuses_or_is_gone(use):
    use()
    assert list(state_checks.media_store()) == []
    use(bucket="another-bucket")
    (found,) = state_checks.media_store()
    assert "404" in found.msg
    use(endpoint_url="http://127.0.0.1:1")
    (found,) = state_checks.media_store()
    assert "127.0.0.1:1" in found.msg


def test_an_upload_is_refused_with_a_sentence_while_the_store_is_gone(roles, use, caplog):
    use(endpoint_url="http://127.0.0.1:1")
    said = by_form(sign_in("editor", group=EDITORS), SimpleUploadedFile("upload.pdf", pdf()))
    assert "not kept, because the store of files doesn’t answer. Try again in a few minutes." in said
    assert not HubDocument.objects.exists()
    assert "an upload is refused" in caplog.text


def test_readers_of_files_are_asked_to_come_again_while_the_store_is_gone(
    tree, use, client, caplog, monkeypatch, django_capture_on_commit_callbacks
):
    use()
    with django_capture_on_commit_callbacks(execute=True):
        image = factories.ImageFactory()
    text = factories.DocumentFactory()
    monkeypatch.setitem(downloads._said, "until", 0.0)
    store = use(endpoint_url="http://127.0.0.1:1")
    for address in (image.renditions.first().url, text.url):
        answer = client.get(address)
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert len(caplog.records) == 1, "the log says it once, without a traceback"
    assert caplog.records[0].exc_info is None
    with pytest.raises(OSError, match="a moment ago"):
        store.open(text.file.name)
    use()
    assert sent(client.get(text.url)) == b"A short text."


def test_a_page_with_its_pictures_is_published_while_the_store_is_gone(tree, use, caplog):
    """As with a damaged original: the page is public, and the log and the doctor say what it lacks."""
    use()
    image = factories.ImageFactory()
    news = factories.NewsFactory(parent=tree.news, image=image, live=False)
    use(endpoint_url="http://127.0.0.1:1")
    news.save_revision().publish()
    news.refresh_from_db()
    assert news.live
    assert "has no sizes" in caplog.text
