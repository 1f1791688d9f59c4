"""Pictures and documents of a past day: what was replaced or deleted since leads to no other file, and the answer says so."""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from wagtail.images.models import Filter

from cms.batches.kept_files import is_kept
from cms.history.past import as_of
from cms.models import HubImage, HubRendition
from programme.models import NewsPage
from tests import factories

from .clock import moment

pytestmark = pytest.mark.django_db

NEWS = """
query News($at: String) @asOf(at: $at) {
  news(first: 5) { nodes { title seo { openGraph { image { url } } } image {
    alt
    small: resized(width: 100) { url width }
    picture(preset: CONTENT) { alt fallback { url } sources { srcset } }
  } } }
}
"""
PUBLICATIONS = """
query Publications($at: String) @asOf(at: $at) {
  publications(first: 5) { nodes { attachments { title document { title url filename } } seo { jsonLd } } }
}
"""
PICTURE = {"news.nodes.image.picture", "news.nodes.image.small", "news.nodes.seo.openGraph.image"}


def drawn(colour: str, name: str = "a.jpg") -> ContentFile:
    made = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(made, "JPEG")
    return ContentFile(made.getvalue(), name=name)


def replace(thing: HubImage, file: ContentFile) -> None:
    """Give it another file and description, as its form does."""
    thing.file = file
    thing.description = "Another place"
    thing.save()
    if isinstance(thing, HubImage):
        thing.make_renditions()


@pytest.fixture
def image(tree) -> HubImage:
    image = factories.ImageFactory(file=drawn("teal"), description="A bridge")
    image.make_renditions()
    factories.NewsFactory(parent=tree.news, image=image)
    return image


def test_a_picture_that_stayed_is_shown(image, gql):
    answer = gql(NEWS, at=timezone.now().isoformat())

    (node,) = answer["data"]["news"]["nodes"]
    assert node["image"] == gql(NEWS)["data"]["news"]["nodes"][0]["image"]
    assert node["image"]["picture"]["fallback"]["url"].startswith("http://localhost/media/images/")
    assert node["image"]["small"]["url"]
    assert answer["extensions"]["asOf"]["unknown"] == []


def test_a_picture_that_was_replaced_leads_nowhere_and_keeps_its_description(image, gql):
    before = moment()
    replace(image, drawn("red"))

    answer = gql(NEWS, at=before.isoformat())

    (node,) = answer["data"]["news"]["nodes"]
    assert node["image"] == {"alt": "A bridge", "small": {"url": "", "width": 100}, "picture": None}
    assert node["seo"]["openGraph"]["image"] is None
    assert set(answer["extensions"]["asOf"]["unknown"]) == PICTURE
    (today,) = gql(NEWS, at=timezone.now().isoformat())["data"]["news"]["nodes"]
    assert today["image"]["alt"] == "Another place"
    assert today["image"]["picture"]["fallback"]["url"]


def test_a_picture_that_was_deleted_keeps_its_description(image, gql):
    before = moment()
    image.delete()

    answer = gql(NEWS, at=before.isoformat())

    (node,) = answer["data"]["news"]["nodes"]
    assert node["image"] == {"alt": "A bridge", "small": {"url": "", "width": 100}, "picture": None}
    assert set(answer["extensions"]["asOf"]["unknown"]) == PICTURE


def test_one_of_two_pictures_is_said_by_the_path_of_both(image, tree, gql):
    other = factories.ImageFactory(file=drawn("blue", "b.jpg"), description="A tree")
    other.make_renditions()
    factories.NewsFactory(parent=tree.news, image=other)
    before = moment()
    replace(image, drawn("red"))

    answer = gql(NEWS, at=before.isoformat())

    pictures = {node["image"]["alt"]: node["image"]["picture"] for node in answer["data"]["news"]["nodes"]}
    assert pictures["A bridge"] is None
    assert pictures["A tree"]["alt"] == "A tree"
    assert set(answer["extensions"]["asOf"]["unknown"]) == PICTURE


def test_the_statements_dont_grow_with_the_pictures(image, tree, gql):
    def statements(at):
        with CaptureQueriesContext(connection) as found:
            gql(NEWS, at=at)
        return len(found)

    before = moment()
    replace(image, drawn("red"))
    of_one = statements(before.isoformat())
    for number in range(3):
        factories.NewsFactory(parent=tree.news, image=factories.ImageFactory(file=drawn("blue", f"{number}.jpg")))
    before = moment()
    for one in HubImage.objects.all():
        replace(one, drawn("green"))

    assert statements(before.isoformat()) == of_one


@pytest.mark.parametrize("name", ["a-report.txt", "another.txt"])
def test_a_document_that_was_replaced_has_no_address(tree, gql, name):
    document = factories.DocumentFactory(title="A report", file=ContentFile(b"One", name="a-report.txt"))
    page = factories.PublicationFactory(parent=tree.publications)
    page.attachments.create(document=document, title="The first")
    page.save()
    before = moment()
    document.title = "Another report"
    document.file = ContentFile(b"Two", name=name)
    document.save()

    answer = gql(PUBLICATIONS, at=before.isoformat())

    (node,) = answer["data"]["publications"]["nodes"]
    assert node["attachments"] == [
        {"title": "The first", "document": {"title": "A report", "url": "", "filename": "a-report.txt"}}
    ]
    assert "contentUrl" not in node["seo"]["jsonLd"]
    assert "publications.nodes.attachments.document.url" in answer["extensions"]["asOf"]["unknown"]
    (today,) = gql(PUBLICATIONS, at=timezone.now().isoformat())["data"]["publications"]["nodes"]
    assert today["attachments"][0]["document"]["url"].startswith("http://localhost/documents/")
    assert "contentUrl" in today["seo"]["jsonLd"]


def test_a_new_size_may_be_made_while_a_past_day_is_read(image):
    with as_of(timezone.now()):
        HubImage.objects.get().get_rendition("width-50")

    assert HubRendition.objects.get(filter_spec="width-50").width == 50


def test_no_size_is_made_of_a_file_that_was_replaced(image):
    before = moment()
    replace(image, drawn("red"))

    with as_of(before):
        made = HubImage.objects.get().get_rendition("width-50")
        there = HubImage.objects.get().find_existing_renditions(Filter(spec="width-165"))

    assert not made.file
    assert not HubRendition.objects.filter(filter_spec="width-50").exists()
    assert there == {}


def test_a_past_page_says_what_a_lost_picture_shows(image, client):
    page = NewsPage.objects.get()
    before = moment()
    replace(image, drawn("red"))

    with as_of(before):
        text = client.get(page.url).content.decode()

    assert "The picture isn’t kept. It shows: A bridge" in text
    assert "/media/images/" not in text
    assert "The picture isn’t kept" not in client.get(page.url).content.decode()


def test_a_past_page_names_a_lost_document_without_a_link(tree, client):
    document = factories.DocumentFactory(title="A report")
    page = factories.PublicationFactory(parent=tree.publications)
    page.attachments.create(document=document, title="The first")
    page.save()
    before = moment()
    document.file = ContentFile(b"Two", name="another.txt")
    document.save()

    with as_of(before):
        text = client.get(page.url).content.decode()

    assert "The first" in text
    assert "The file of that day isn’t kept." in text
    assert 'href="/documents/' not in text


def test_another_file_under_the_same_name_is_not_that_of_the_past_day(tree, client):
    document = factories.DocumentFactory(title="Report", file=ContentFile(b"Old,1", name="report.csv"))
    document._set_document_file_metadata()
    document.file.close()
    document.save()
    before = moment()
    # As Wagtail's form does.
    name, storage = document.file.name, document.file.storage
    storage.delete(name)
    document.file.save("report.csv", ContentFile(b"Secret,22"), save=False)
    document._set_document_file_metadata()
    document.file.close()
    document.save()
    path = document.url
    assert document.file.name == name
    assert client.get(path).getvalue() == b"Secret,22"

    with as_of(before):
        assert not is_kept(type(document).objects.get(pk=document.pk))
        assert client.get(path).status_code == 404
