"""Which files a picture gets, when, and who makes them: the server at save, the worker afterwards, never a reader."""

import io
import logging
import os
import signal
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django_tasks import task_backends
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from PIL import Image

from cms.media.pictures import make_missing, missing, wanted
from cms.media.placeholders import dominant_colour
from cms.media.renditions import EDITORS, PRESETS
from cms.models import HubImage
from tests import factories, migrated


def file(mode="RGB", colour="teal", size=(640, 400), kind="JPEG", name="a.jpg", **options) -> ContentFile:
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, kind, **options)
    return ContentFile(made.getvalue(), name=name)


@pytest.fixture
def saved(db, django_capture_on_commit_callbacks):
    """Save a picture and let what waits for the commit happen."""

    def save(**options) -> HubImage:
        with django_capture_on_commit_callbacks(execute=True):
            return factories.ImageFactory(**options)

    return save


def waiting() -> list[int]:
    """Return the ids of the pictures that wait for the worker."""
    return [result.args[0] for result in task_backends["background"].results]


@pytest.fixture(autouse=True)
def nothing_waits():
    backend = task_backends["background"]
    if hasattr(backend, "clear"):
        backend.clear()


def test_saving_makes_the_plain_sizes_and_leaves_the_rest_to_the_worker(saved):
    image = saved()
    assert set(image.renditions.values_list("filter_spec", flat=True)) == {*PRESETS.values(), *EDITORS}
    assert waiting() == [image.pk]


def test_the_worker_makes_what_is_missing_and_nothing_twice(saved, tasks_at_once, django_capture_on_commit_callbacks):
    image = saved()
    assert missing(image) == []
    before = set(image.renditions.values_list("pk", flat=True))
    assert make_missing(image) == 0
    with django_capture_on_commit_callbacks(execute=True):
        image.save()
    assert set(image.renditions.values_list("pk", flat=True)) == before


def test_no_step_is_made_that_would_come_out_no_wider(saved):
    small, large = saved(), saved(file=file(size=(2400, 1600)))
    assert [spec for spec in wanted(small) if "|" not in spec] == [
        "fill-240x240",
        "fill-480x480",
        "fill-320x180",
        "fill-640x360",
        "width-480",
        "width-960",
        "fill-1200x630",
        *EDITORS,
    ]
    assert {"fill-1280x720|format-avif", "width-1920|format-webp"} <= set(wanted(large))


def test_a_new_focal_point_makes_cropped_sizes_anew(saved, tasks_at_once, django_capture_on_commit_callbacks):
    image = saved()
    before = set(image.renditions.values_list("filter_spec", "pk"))
    with django_capture_on_commit_callbacks(execute=True):
        image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 100, 100, 50, 50
        image.save()
    after = set(image.renditions.values_list("filter_spec", "pk"))
    assert missing(image) == []
    assert {spec for spec, _ in before & after} == {spec for spec in wanted(image) if not spec.startswith("fill")}


def test_a_new_file_replaces_all_sizes_and_the_colour(saved, tasks_at_once, django_capture_on_commit_callbacks):
    image = saved(file=file(kind="PNG", name="old.png"))
    assert image.dominant_colour == "#008080"
    before = set(image.renditions.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        image.file = file(colour="navy", kind="PNG", name="new.png")
        image.save()
    image.refresh_from_db()
    assert image.dominant_colour == "#000080"
    assert not before & set(image.renditions.values_list("pk", flat=True))
    assert missing(image) == []


def test_no_size_carries_what_the_camera_wrote_into_the_original(saved, tasks_at_once):
    camera = Image.Exif()
    camera[0x010E] = "At home, 1 Example Street"
    image = saved(file=file(exif=camera, comment="A comment"))
    for rendition in image.renditions.all():
        with rendition.file.open() as made:
            content = made.read()
        assert b"Example Street" not in content, rendition.filter_spec
        assert b"A comment" not in content, rendition.filter_spec


@pytest.mark.parametrize(
    ("upload", "plain"),
    [
        (file(mode="RGBA", colour=(0, 128, 128, 0), kind="PNG", name="a.png"), ".png"),
        (file(kind="WEBP", name="a.webp"), ".jpg"),
        (file(kind="AVIF", name="a.avif"), ".jpg"),
        (file(kind="GIF", name="a.gif"), ".png"),
    ],
    ids=["png", "webp", "avif", "gif"],
)
def test_the_plain_size_is_a_file_that_every_browser_shows(saved, upload, plain):
    image = saved(file=upload)
    assert {os.path.splitext(name)[1] for name in image.renditions.values_list("file", flat=True)} == {plain}


def test_a_transparent_picture_stays_transparent(saved, tasks_at_once):
    image = saved(file=file(mode="RGBA", colour=(0, 128, 128, 0), kind="PNG", name="a.png"))
    assert image.dominant_colour == ""
    for rendition in image.renditions.all():
        with rendition.file.open() as made, Image.open(made) as picture:
            assert picture.convert("RGBA").getpixel((5, 5))[3] == 0, rendition.filter_spec


def test_the_dominant_colour_is_that_of_most_of_the_picture():
    picture = Image.new("RGB", (100, 100), "#1f6f8b")
    picture.paste("#ffcc00", (0, 0, 100, 40))
    made = io.BytesIO()
    picture.save(made, "PNG")
    assert dominant_colour(made) == "#1f6f8b"


@pytest.fixture
def damaged(saved) -> HubImage:
    """A picture whose original breaks off."""
    image = saved()
    image.renditions.all().delete()
    with open(image.file.path, "r+b") as original:
        original.truncate(300)
    return image


def test_a_damaged_original_is_named_in_the_log_and_stays_a_picture(damaged, tasks_at_once, caplog, data, tree):
    factories.NewsFactory(parent=tree.news, image=damaged)
    with caplog.at_level(logging.ERROR):
        damaged.make_renditions()
    (record,) = caplog.records
    assert f"Picture {damaged.pk} ({damaged.title}, {damaged.file.name})" in str(record.exc_info[1])
    answer = data("{ news { nodes { image { alt picture(preset: CARD) { alt } } } } }")
    assert answer["news"]["nodes"] == [{"image": {"alt": damaged.description, "picture": None}}]


def test_the_command_makes_what_is_missing_and_names_what_fails(saved, damaged, capsys):
    whole = saved(file=file(kind="PNG", name="whole.png"))
    HubImage.objects.filter(pk=whole.pk).update(dominant_colour="")
    with pytest.raises(CommandError):
        call_command("make_pictures", verbosity=0)
    assert f"Picture {damaged.pk} ({damaged.title}, {damaged.file.name})" in capsys.readouterr().err
    whole.refresh_from_db()
    assert missing(whole) == []
    assert whole.dominant_colour == "#008080"


def test_publishing_a_page_has_the_sizes_made_that_its_pictures_lack(tree, saved, django_capture_on_commit_callbacks):
    chosen, in_body, _not_in_use = saved(), saved(), saved()
    body = [{"type": "image", "value": {"image": in_body.pk, "caption": ""}}]
    news = factories.NewsFactory(parent=tree.news, image=chosen, body=body)
    task_backends["background"].clear()
    with django_capture_on_commit_callbacks(execute=True):
        news.save_revision().publish()
    assert sorted(waiting()) == sorted([chosen.pk, in_body.pk])
    make_missing(chosen)
    make_missing(in_body)
    task_backends["background"].clear()
    with django_capture_on_commit_callbacks(execute=True):
        news.save_revision().publish()
    assert waiting() == []


def test_a_task_waits_in_the_database_until_a_worker_comes(saved, settings, caplog, monkeypatch):
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's transaction is on it
    settings.TASKS = settings.TASKS | {"background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    image, broken = saved(), saved()
    with open(broken.file.path, "r+b") as original:
        original.truncate(300)
    assert DBTaskResult.objects.ready().count() == 2
    call_command("worker", batch=True)
    image.refresh_from_db()
    assert missing(image) == []
    assert {result.args_kwargs["args"][0]: result.status for result in DBTaskResult.objects.all()} == {
        image.pk: "SUCCESSFUL",
        broken.pk: "FAILED",
    }
    assert f"Picture {broken.pk} ({broken.title}, {broken.file.name})" in caplog.text


def test_a_worker_ends_when_it_is_told_to(tmp_path):
    """As `bin/run` and any process manager tell it."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "HUB_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'worker.sqlite3'}",
        "LOG_LEVEL": "INFO",
    }
    migrated.copy(tmp_path / "worker.sqlite3")
    worker = subprocess.Popen([sys.executable, "manage.py", "worker"], env=environment, stderr=subprocess.PIPE)
    with worker:
        try:
            # It says that it starts, after what the checks may have to say, and from then on listens to signals.
            assert any(b"Starting worker" in line for line in worker.stderr)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(timeout=60) == 0
        finally:
            worker.kill()
            worker.stderr.read()
