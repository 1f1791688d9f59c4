"""Pictures and files of a content folder: stored once, named by key, refused with their line."""

import pytest
from PIL import Image

from cms.models import HubDocument, HubImage, LookSettings
from programme.content_loader import ContentError, LoadOutcome
from programme.models import PublicationPage
from tests.factories.media import ImageFactory

from .small_content import everything, news

pytestmark = pytest.mark.django_db

PICTURES = """
    [pictures.harbour]
    file = "harbour.png"
    title = "The harbour"
    description = "Boats at a quay."
    credit = "A. Photographer"
    focal_point = [10, 12, 4, 6]
"""
FILES = """
    [files.report]
    file = "report.txt"
    title = "The report"
"""
PUBLICATIONS = """
    +++
    type = "programme.PublicationIndexPage"
    title = "Publications"
    +++
"""
PUBLICATION = """
    +++
    type = "programme.PublicationPage"
    title = "Report"
    kind = "report"
    date = 2018-11-14
    summary = "A report."

    [[attachments]]
    document = "report"
    +++

    ~~~ image
    image = "harbour"
    caption = "On a calm day"
    ~~~

    [Read it](file:report), or [the stream](/work-streams/neglect/).

    ~~~ document
    document = "report"
    ~~~
"""


@pytest.fixture
def with_media(folder):
    folder.write("media/pictures.toml", PICTURES)
    folder.write("media/files.toml", FILES)
    Image.new("RGB", (40, 24), "teal").save(folder.root / "media/harbour.png")
    (folder.root / "media/report.txt").write_text("What was found.\n")
    folder.replace("pages/news/first.md", 'kind = "consultation"', 'kind = "consultation"\nimage = "harbour"')
    folder.write("pages/publications/index.md", PUBLICATIONS)
    folder.write("pages/publications/report.md", PUBLICATION)
    folder.write("settings/look.toml", 'type = "cms.LookSettings"\nlogo = "harbour"')
    return folder


def test_pages_settings_and_blocks_name_pictures_and_files_by_key(with_media):
    with_media.load()
    picture, report = HubImage.objects.get(), HubDocument.objects.get()
    assert (picture.title, picture.description, picture.credit) == (
        "The harbour",
        "Boats at a quay.",
        "A. Photographer",
    )
    assert picture.get_focal_point().centroid_x == 10
    assert news().image == picture
    assert LookSettings.objects.get().logo == picture
    page = PublicationPage.objects.get()
    assert page.attachments.get().document == report
    assert page.body[0].value["image"].pk == picture.pk
    assert f'<a linktype="document" id="{report.pk}">Read it</a>' in page.body[1].value["text"].source
    assert page.body[2].value["document"].pk == report.pk
    with report.file.open() as file:
        assert file.read() == b"What was found.\n"


def test_a_second_load_stores_nothing_again(with_media):
    with_media.load()
    before = everything()
    report = with_media.load()
    assert set(report.outcomes.values()) == {LoadOutcome.UNCHANGED}
    assert everything() == before


def test_a_new_file_replaces_the_old_one_and_a_description_by_an_editor_stays(
    with_media, django_capture_on_commit_callbacks
):
    with_media.load()
    first = HubDocument.objects.get().file.name
    (with_media.root / "media/report.txt").write_text("What was found later.\n")
    picture = HubImage.objects.get()
    picture.description = "Boats, and a gull."
    picture.save()
    with django_capture_on_commit_callbacks(execute=True):
        report = with_media.load()
    assert report.outcomes["media/files/report"] is LoadOutcome.UPDATED
    assert report.kept == {"media/pictures/harbour": "edited"}
    document = HubDocument.objects.get()
    with document.file.open() as file:
        assert file.read() == b"What was found later.\n"
    assert not document.file.storage.exists(first)


def test_a_picture_that_is_there_already_is_used(with_media):
    there = ImageFactory(file__format="PNG", file__filename="there.png")
    with there.file.open() as file:
        (with_media.root / "media/harbour.png").write_bytes(file.read())
    there.get_file_hash()
    report = with_media.load()
    assert report.kept == {"media/pictures/harbour": "existed before the first load"}
    assert news().image == there


def test_nothing_is_stored_by_a_load_that_fails_or_is_only_tried(with_media):
    with_media.load(dry_run=True)
    storage = HubDocument._meta.get_field("file").storage
    assert not HubDocument.objects.exists()
    assert not (storage.exists("documents") and storage.listdir("documents")[1])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("harbour.png", "gone.png", "There is no file gone.png"),
        ("harbour.png", "../harbour.png", "must name a file beside this one"),
        ("harbour.png", "report.txt", "not an image or a corrupted image"),
        ('description = "Boats at a quay."', "", "needs a “description”"),
        ("[10, 12, 4, 6]", '"middle"', "must be four whole numbers"),
        ("[pictures.harbour]", "[pictures.haven]", "Nothing in the content files uses “haven”"),
    ],
)
def test_a_bad_picture_is_a_problem_with_its_line(with_media, old, new, message):
    with_media.replace("media/pictures.toml", old, new)
    before = everything()
    with pytest.raises(ContentError) as caught:
        with_media.load()
    found = [problem for problem in caught.value.problems if message in problem.message]
    assert [problem.file.name for problem in found] == ["pictures.toml"], caught.value.problems
    assert everything() == before


def test_a_picture_that_is_not_one_is_refused(with_media):
    (with_media.root / "media/harbour.png").write_bytes(b"no picture")
    with pytest.raises(ContentError, match="harbour.png: "):
        with_media.load()


def test_a_key_that_nothing_has_is_a_problem(with_media):
    with_media.replace("settings/look.toml", '"harbour"', '"haven"')
    with pytest.raises(ContentError, match="There is no .* “haven” in the content files"):
        with_media.load()
