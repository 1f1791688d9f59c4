"""Pictures that are small as files and large when they are read: refused at once, or made ready without holding a request."""

import gc
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.management.commands import db_worker
from wagtail.models import Collection

from cms.accounts.roles import EDITORS
from cms.editing.views.images import GIVEN_UP
from cms.media import pictures, reduction
from cms.media.renditions import EDITORS as EDITORS_SIZES
from cms.media.renditions import PRESETS
from cms.models import HubImage
from tests import factories
from tests.admin.conftest import sign_in
from tests.media import heavy

# Wagtail's upload views leave closing the file to the garbage collector, which emits a warning.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="measures memory as Linux tells it"),
]
# Mebibytes and seconds of a request that only looks at the head of the file. Reading 121 megapixels takes 350 and more.
LITTLE, SOON = 60, 5
SENTENCE = "The picture is too large: width times height may be 40 megapixels at most."


@pytest.fixture
def editor(roles):
    yield sign_in("editor", group=EDITORS)
    gc.collect(1)  # of what the test made


@pytest.fixture(scope="module")
def gigantic() -> bytes:
    return heavy.png(11_000)


@pytest.fixture(scope="module")
def legal() -> bytes:
    return heavy.png(6_300)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, f"image/{name.rpartition('.')[2]}")


def values(file, prefix="", **more) -> dict:
    root = Collection.get_first_root_node().pk
    form = {"title": "Big", "file": file, "description": "A square", "credit": "", "tags": "", "collection": root}
    return {prefix + name: value for name, value in (form | more).items()}


def by_form(client, file) -> str:
    return client.post(reverse("wagtailimages:add"), values(file)).content.decode()


def by_multiple_upload(client, file) -> str:
    return (
        client.post(reverse("wagtailimages:add_multiple"), {"title": "Big", "files[]": file})
        .json()
        .get("error_message", "")
    )


def by_chooser(client, file) -> str:
    return client.post(reverse("wagtailimages_chooser:create"), values(file, "image-chooser-upload-")).content.decode()


def by_replacing(client, file) -> str:
    image = factories.ImageFactory(uploaded_by_user=client.user)
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), values(file)).content.decode()


WAYS = [by_form, by_multiple_upload, by_chooser, by_replacing]


@pytest.mark.parametrize("way", WAYS)
def test_121_megapixels_are_refused_at_once_with_a_sentence(editor, gigantic, way):
    assert len(gigantic) < 500_000
    way(editor, upload("small.svg", b"<svg/>"))  # templates are loaded
    before = HubImage.objects.filter(width__gt=5_000).count()
    began = time.monotonic()
    with heavy.peak_memory() as peak:
        said = way(editor, upload("big.png", gigantic))
    assert SENTENCE in said
    assert time.monotonic() - began < SOON
    assert peak.extra < LITTLE
    assert HubImage.objects.filter(width__gt=5_000).count() == before


@pytest.mark.long
@pytest.mark.parametrize(("kind", "side"), [("JPEG", 11_000), ("GIF", 11_000), ("WEBP", 11_000), ("AVIF", 6_400)])
def test_so_are_they_in_every_other_format(editor, kind, side):
    content = heavy.other(kind, side)
    gc.collect()
    by_form(editor, upload("small.svg", b"<svg/>"))
    began = time.monotonic()
    with heavy.peak_memory() as peak:
        said = by_form(editor, upload(f"big.{kind.lower()}", content))
    assert SENTENCE in said
    assert time.monotonic() - began < SOON
    assert peak.extra < LITTLE


def test_more_than_pillow_opens_are_refused_with_a_sentence_too(editor):
    assert SENTENCE in by_form(editor, upload("big.png", heavy.png(14_000)))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", b"<!doctype html><script>alert(1)</script>"),
        ("a.jpg", heavy.png(4)),
        ("a.png", heavy.SIGNATURE + b"and then nothing"),
        ("a.png", heavy.png(300)[:100]),
    ],
    ids=["svg", "svg as png", "html as png", "png as jpg", "damaged head", "cut off"],
)
def test_a_picture_that_is_none_or_another_is_refused(editor, way, name, content):
    before = set(HubImage.objects.values_list("file", flat=True))
    said = way(editor, upload(name, content))
    if way is not by_multiple_upload:
        assert "error-message" in said
    assert said
    assert {name for name in set(HubImage.objects.values_list("file", flat=True)) - before if "/a" in name} == set()


@pytest.fixture
def queue(settings):
    """Tasks wait in the database, as in production."""
    settings.TASKS = settings.TASKS | {"background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def waiting(editor, legal, queue, django_capture_on_commit_callbacks) -> HubImage:
    """A picture of 40 megapixels that has just been uploaded, by a request that took little time and memory."""
    by_form(editor, upload("small.svg", b"<svg/>"))
    began = time.monotonic()
    with heavy.peak_memory() as peak, django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(reverse("wagtailimages:add"), values(upload("legal.png", legal)))
    assert answer.status_code == 302
    assert time.monotonic() - began < SOON
    assert peak.extra < LITTLE
    return HubImage.objects.get(title="Big")


def test_40_megapixels_are_taken_and_wait_for_the_worker(editor, waiting):
    assert not waiting.renditions.exists()
    addresses = (
        reverse("wagtailimages:index"),
        reverse("wagtailimages:edit", args=[waiting.pk]),
        reverse("wagtailimages_chooser:choose"),
    )
    with heavy.peak_memory() as peak:
        pages = [editor.get(address) for address in addresses]
    assert all("hub/picture-to-be-made" in page.content.decode() for page in pages)
    assert "6300x6300" in pages[1].content.decode()
    assert peak.extra < LITTLE
    assert not waiting.renditions.exists()


def test_the_worker_makes_them_in_little_memory_of_its_own(editor, waiting):
    with heavy.peak_memory() as peak:
        pictures.make_missing(waiting)
    assert pictures.missing(waiting) == []
    assert peak.extra < 4 * LITTLE  # formats and widths are made of a copy of 1920 pixels
    assert waiting.renditions.get(filter_spec="width-1920").width == 1920
    page = editor.get(reverse("wagtailimages:index")).content.decode()
    assert "picture-to-be-made" not in page
    assert waiting.renditions.get(filter_spec=EDITORS_SIZES[0]).url in page


def test_a_large_picture_that_is_damaged_is_given_up_and_the_editor_learns_why(
    editor, legal, queue, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's transaction is on it
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("wagtailimages:add"), values(upload("torn.png", legal[: len(legal) // 2])))
    addresses = reverse("wagtailimages:index"), reverse("wagtailimages:edit", args=[HubImage.objects.get().pk])
    assert all("picture-to-be-made" in editor.get(address).content.decode() for address in addresses)
    call_command("worker", batch=True)
    library, form = [editor.get(address).content.decode() for address in addresses]
    assert "picture-given-up" in library and "Can’t be read</strong>" in library
    assert "picture-given-up" in form and GIVEN_UP in form
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(addresses[1], values(upload("whole.png", legal)))
    assert "picture-to-be-made" in editor.get(addresses[1]).content.decode()
    call_command("worker", batch=True)
    for address in addresses:
        page = editor.get(address).content.decode()
        assert "picture-given-up" not in page and "picture-to-be-made" not in page and GIVEN_UP not in page


def test_a_page_that_is_published_before_the_worker_came_has_its_picture(client, tree, waiting):
    news = factories.NewsFactory(parent=tree.news, image=waiting, live=False)
    with heavy.peak_memory() as peak:
        news.save_revision().publish()
    assert set(waiting.renditions.values_list("filter_spec", flat=True)) >= set(PRESETS.values())
    assert peak.extra < 2 * LITTLE
    shown = client.get(f"/news/{news.slug}/").content.decode()
    assert waiting.renditions.get(filter_spec=PRESETS["CONTENT"]).url in shown


def test_readers_see_the_replaced_picture_until_the_new_one_is_made(
    editor, tree, client, legal, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        image = factories.ImageFactory(uploaded_by_user=editor.user)
    news = factories.NewsFactory(parent=tree.news, image=image)
    original = Path(image.file.path)
    old = set(image.renditions.values_list("file", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("wagtailimages:edit", args=[image.pk]), values(upload("new.png", legal)))
    assert not original.exists()
    assert set(image.renditions.values_list("file", flat=True)) == old
    assert _picture_in(client, news) in old
    image.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        pictures.make_missing(image)
    new = set(image.renditions.values_list("file", flat=True))
    assert not new & old
    assert _picture_in(client, news) in new
    image.refresh_from_db()
    assert not image.outdated
    assert image.dominant_colour == "#000000"
    assert pictures.missing(image) == []


def _picture_in(client, news) -> str:
    """Return the name of the file that the page shows, which can be read."""
    shown = client.get(f"/news/{news.slug}/").content.decode()
    address = next(part for part in shown.split('"') if part.startswith("/media/images/") and "width-960" in part)
    assert b"".join(client.get(address).streaming_content)
    return address.removeprefix("/media/")


def test_a_picture_of_an_import_beyond_all_limits_is_named_and_holds_nobody_up(db, caplog):
    image = factories.ImageFactory()
    image.renditions.all().delete()
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(heavy.png(14_000))
    with heavy.peak_memory() as peak, pytest.raises(pictures.PictureError, match=r"Picture .*DecompressionBomb"):
        pictures.make_missing(image)
    assert peak.extra < LITTLE


@pytest.mark.long
def test_a_picture_that_needs_more_memory_than_the_process_may_take_is_named(db, monkeypatch):
    image = factories.ImageFactory()
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(heavy.png(13_000))
    image.width = image.height = 13_000
    monkeypatch.setattr(pictures, "LARGEST_COPY", 10**9)
    with pytest.raises(pictures.PictureError, match="Picture .*MemoryError"):
        pictures.copy_for(image, ["width-12000"], seconds=60)


def test_a_picture_that_takes_too_long_is_left_to_the_worker(db, monkeypatch, caplog):
    image = factories.ImageFactory()
    monkeypatch.setattr(pictures, "SECONDS_OF_REQUEST", 0)
    image.make_renditions()
    assert "left to the worker" in caplog.text
    assert not image.renditions.exists()


def test_a_picture_is_read_once_for_its_check_and_its_sizes(editor, monkeypatch, django_capture_on_commit_callbacks):
    shares = []
    read = pictures.reduced
    monkeypatch.setattr(
        pictures, "reduced", lambda content, share, **kw: shares.append(share) or read(content, share, **kw)
    )
    with django_capture_on_commit_callbacks(execute=True):
        by_form(editor, upload("good.png", heavy.png(2_000)))
    image = HubImage.objects.get()
    assert set(image.renditions.values_list("filter_spec", flat=True)) == set(pictures.PLAIN)
    assert len(shares) == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_a_copy_is_upright_and_says_nothing_of_the_camera(kind):
    from PIL import Image

    camera = Image.Exif()
    camera[0x0112], camera[0x010E] = 6, "At home, 1 Example Street"
    file = heavy.io.BytesIO()
    Image.new("RGB", (80, 40), "teal").save(file, kind, exif=camera)
    copy = reduction.reduced(file.getvalue(), 0.5, seconds=30)
    assert b"Example" not in copy
    with Image.open(heavy.io.BytesIO(copy)) as made:
        assert made.size == (20, 40)
        assert not made.getexif()
