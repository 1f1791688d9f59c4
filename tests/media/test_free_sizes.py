"""Free sizes: an address that the API signed leads to the nearest file until the worker has made the size."""

import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from cms.accounts.roles import EDITORS as GROUP_OF_EDITORS
from cms.media import free_sizes, placeholders, sizes
from cms.media.pictures import make_missing
from cms.media.renditions import EDITORS, PRESETS
from cms.models import HubImage, HubRendition
from tests import factories
from tests.admin.conftest import sign_in

FOCUS = {"focal_point_x": 1300, "focal_point_y": 100, "focal_point_width": 50, "focal_point_height": 50}


def spec_of(width=None, height=None, crop=True, format="webp", quality=80) -> str:
    return sizes.spec_of(width, height, crop=crop, format=format, quality=quality)


def file(size=(1400, 900), kind="JPEG", mode="RGB", name="a.jpg", **options) -> ContentFile:
    """A teal picture with a red right half."""
    picture = Image.new(mode, size, "teal")
    picture.paste("red", (size[0] // 2, 0, *size))
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return ContentFile(made.getvalue(), name=name)


@pytest.fixture
def image(db) -> HubImage:
    image = factories.ImageFactory(file=file())
    image.make_renditions()
    return image


@pytest.fixture
def queue(settings, monkeypatch):
    """Tasks wait in the database, as in production."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's transaction is on it
    settings.TASKS = settings.TASKS | {"background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def hide(image: HubImage) -> None:
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    HubImage.objects.filter(pk=image.pk).update(collection=private)


def opened(answer) -> Image.Image:
    """Read the answer to its end, which closes its file; closing the answer would close the test's connection."""
    return Image.open(io.BytesIO(b"".join(answer.streaming_content)))


def test_an_address_leads_to_the_nearest_file_until_the_worker_has_made_its_own(image, client, queue):
    address = sizes.address_of(image, spec_of(700, 400))
    for _ in range(2):
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (302, "no-store")
        assert answer["Location"] == image.renditions.get(filter_spec=PRESETS["CARD"]).url
    assert DBTaskResult.objects.filter(task_path=free_sizes.make_size.module_path).count() == 1
    assert not image.renditions.filter(used_at__isnull=False).exists()
    call_command("worker", batch=True)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "image/webp",
        "public, max-age=3600",
    )
    assert opened(answer).size == (700, 400)
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, answer["ETag"])
    assert client.head(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.post(address).status_code == 405
    assert DBTaskResult.objects.filter(task_path=free_sizes.make_size.module_path).count() == 1


@pytest.mark.parametrize(
    ("spec", "size", "kind"),
    [
        (spec_of(300), (300, 192), "WEBP"),
        (spec_of(height=300), (466, 300), "WEBP"),
        (spec_of(300, 300, crop=False, format="jpeg"), (300, 192), "JPEG"),
        (spec_of(200, 400, format="avif", quality=40), (200, 400), "AVIF"),
        (spec_of(333, 77, format="png"), (333, 77), "PNG"),
        (spec_of(format="avif", quality=30), (1400, 900), "AVIF"),
        (spec_of(3200, format="jpeg"), (1400, 900), "JPEG"),
        (spec_of(3200, 3200, format="jpeg"), (900, 900), "JPEG"),
    ],
)
def test_a_size_is_as_the_api_says_and_never_larger_than_the_original(image, spec, size, kind):
    assert free_sizes.make_size.func(image.pk, spec)
    made = free_sizes.made(image, spec)
    with made.file.open() as content, Image.open(content) as picture:
        assert (picture.size, picture.format) == (size, kind)
    assert sizes.size_of(image, spec) == (made.width, made.height) == size
    assert not free_sizes.make_size.func(image.pk, spec), "it is made once"


def test_the_size_of_a_picture_that_lies_on_its_side_is_the_one_it_is_shown_in(db):
    exif = Image.Exif()
    exif[0x0112] = 6
    image = factories.ImageFactory(file=file((800, 600), exif=exif))
    assert free_sizes.make_size.func(image.pk, spec_of(300))
    made = free_sizes.made(image, spec_of(300))
    assert sizes.size_of(image, spec_of(300)) == (made.width, made.height) == (300, 400)


def test_a_crop_keeps_the_focal_point_and_is_made_anew_with_it(image, django_capture_on_commit_callbacks):
    square = spec_of(300, 300)
    free_sizes.make_size.func(image.pk, square)
    before = free_sizes.made(image, square)
    address = sizes.address_of(image, square)
    for name, value in FOCUS.items():
        setattr(image, name, value)
    with django_capture_on_commit_callbacks(execute=True):
        image.save()
        image.make_renditions()
    assert free_sizes.made(image, square) is None
    assert not default_storage.exists(before.file.name), "it went with its focal point"
    assert sizes.address_of(image, square) != address
    free_sizes.make_size.func(image.pk, square)
    with free_sizes.made(image, square).file.open() as content, Image.open(content) as picture:
        red, green, _blue = picture.convert("RGB").getpixel((100, 150))  # teal if cropped around the middle
    assert red > green


def test_an_earlier_address_shows_the_present_file(image, client, tasks_at_once, django_capture_on_commit_callbacks):
    address = sizes.address_of(image, spec_of(300))
    client.get(address)
    old = free_sizes.made(image, spec_of(300))
    image.file = file((600, 600), name="b.jpg")
    image.save()
    image.refresh_from_db()
    assert client.get(address).status_code == 302, "the sizes of the earlier file"
    with django_capture_on_commit_callbacks(execute=True):
        image.make_renditions()
    assert not default_storage.exists(old.file.name)
    client.get(address)
    assert opened(client.get(address)).size == (300, 300)


@pytest.mark.parametrize(
    "change",
    [
        lambda address: address.replace("300x300", "301x300"),
        lambda address: address.replace("webpquality-80", "webpquality-81"),
        lambda address: address.replace("/sized/", "/sized/1"),
        lambda address: address.replace("-", "-A", 1),
        lambda address: address.replace("/fill", "x/fill"),
        lambda address: address.replace(address.split("/")[4], "forged"),
        lambda address: address.replace(address.split("/")[4], "ü-\0"),
    ],
)
def test_a_forged_address_is_refused_with_a_code_and_a_sentence(image, client, change, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(change(sizes.address_of(image, spec_of(300, 300))))
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
    assert answer.content.decode() == (
        "BAD_SIGNATURE: The hub didn’t make this address. Take the address of a size from the API, unchanged."
    )


def test_an_address_outlives_a_change_of_the_secret_if_the_earlier_one_is_named(image, client, settings):
    address = sizes.address_of(image, spec_of(300))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert client.get(address).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(address).status_code == 403


def test_a_private_picture_answers_as_one_that_never_was(image, client, roles, tasks_at_once):
    address = sizes.address_of(image, spec_of(300))
    client.get(address)
    unmade = sizes.address_of(image, spec_of(301))
    gone = factories.ImageFactory(file=file())
    unknown = sizes.address_of(gone, spec_of(300))
    gone.delete()
    hide(image)
    answers = [client.get(one) for one in (address, unmade, unknown)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({BeautifulSoup(answer.content, "html.parser").h1.get_text() for answer in answers}) == 1
    assert free_sizes.made(image, spec_of(301)) is None
    answer = sign_in("editor", group=GROUP_OF_EDITORS).get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert opened(answer).width == 300


def test_a_picture_without_any_file_has_nothing_nearest(image, client):
    image.renditions.all().delete()
    assert client.get(sizes.address_of(image, spec_of(300))).status_code == 404


def test_a_picture_keeps_the_sizes_last_asked_for(image, client, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(free_sizes, "MOST_OF_ONE", 2)
    presets = image.renditions.filter(used_at=None).count()
    for width in (100, 101):
        free_sizes.make_size.func(image.pk, spec_of(width))
    image.renditions.filter(used_at__isnull=False).update(used_at=timezone.now() - datetime.timedelta(days=3))
    opened(client.get(sizes.address_of(image, spec_of(100))))
    unused = free_sizes.made(image, spec_of(101))
    with django_capture_on_commit_callbacks(execute=True):
        free_sizes.make_size.func(image.pk, spec_of(102))
    assert {one.width for one in image.renditions.filter(used_at__isnull=False)} == {100, 102}
    assert not default_storage.exists(unused.file.name)
    assert image.renditions.filter(used_at=None).count() == presets


def test_the_hub_keeps_no_more_sizes_than_its_operators_allow(image, settings):
    settings.FREE_PICTURE_SIZES = 2
    other = factories.ImageFactory(file=file())
    for each in (image, other):
        for width in (100, 101):
            free_sizes.make_size.func(each.pk, spec_of(width))
    kept = HubRendition.objects.filter(used_at__isnull=False)
    assert set(kept.values_list("image", flat=True)) == {other.pk}
    assert kept.count() == 2


def test_the_worker_has_no_more_sizes_before_it_than_it_can_make(image, client, queue, monkeypatch):
    monkeypatch.setattr(free_sizes, "MOST_WAITING", 2)
    for width in range(100, 105):
        assert client.get(sizes.address_of(image, spec_of(width))).status_code == 302
    assert DBTaskResult.objects.filter(task_path=free_sizes.make_size.module_path).count() == 2


def test_a_size_that_failed_is_not_tried_again_at_once(image, client, queue):
    image.file.storage.delete(image.file.name)
    address = sizes.address_of(image, spec_of(300))
    client.get(address)
    call_command("worker", batch=True)
    client.get(address)
    (task,) = DBTaskResult.objects.filter(task_path=free_sizes.make_size.module_path)
    assert task.status == "FAILED"
    DBTaskResult.objects.update(finished_at=timezone.now() - free_sizes.REST)
    client.get(address)
    assert DBTaskResult.objects.filter(task_path=free_sizes.make_size.module_path).count() == 2


def test_other_tasks_come_first(image, client, queue):
    client.get(sizes.address_of(image, spec_of(300)))
    image.renditions.filter(filter_spec=EDITORS[0]).delete()
    image.make_renditions()
    assert DBTaskResult.objects.ready().first().task_path != free_sizes.make_size.module_path


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("RGBA", "PNG"), ("L", "PNG")])
def test_a_picture_has_a_tiny_blurred_copy(db, mode, kind):
    made = io.BytesIO()
    Image.effect_noise((640, 400), 200).convert(mode).save(made, kind)
    image = factories.ImageFactory(file=ContentFile(made.getvalue(), name=f"a.{kind.lower()}"))
    image.make_renditions()
    image.refresh_from_db()
    assert image.blur_data_url.startswith("data:image/webp;base64,")
    assert len(image.blur_data_url) <= placeholders.LONGEST


def test_older_pictures_get_their_blurred_copies_from_the_worker(image):
    make_missing(image)
    broken = factories.ImageFactory(file=file())
    broken.make_renditions()
    HubImage.objects.update(blur_data_url="", width=900, height=1400)  # as if it had been measured on its side
    default_storage.delete(broken.renditions.get(filter_spec=EDITORS[0]).file.name)
    assert not placeholders.look_at_older_ones(lambda: False)
    image.refresh_from_db()
    broken.refresh_from_db()
    assert image.blur_data_url.startswith("data:image/webp;base64,")
    assert (image.width, image.height) == (1400, 900)
    assert broken.blur_data_url == ""
