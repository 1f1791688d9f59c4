"""`picture(preset:)`: data for a `picture` element, for all pictures of an answer in one statement, never made on
reading."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.pictures import make_missing
from cms.models import HubRendition
from tests import factories

QUERY = """
{
  news {
    nodes {
      image {
        picture(preset: CARD) {
          sources { type srcset url width height }
          fallback { url type width height }
          alt
          dominantColour
          focalPoint { x y }
        }
      }
    }
  }
}
"""


def add(tree, *, size=(1400, 900), mode="RGB", kind="JPEG", name="a.jpg", **options):
    made = io.BytesIO()
    Image.new(mode, size, "teal").save(made, kind)
    image = factories.ImageFactory(file=ContentFile(made.getvalue(), name=name), **options)
    image.make_renditions()
    factories.NewsFactory(parent=tree.news, image=image)
    return image


def ask(data) -> dict:
    (node,) = data(QUERY)["news"]["nodes"]
    return node["image"]["picture"]


def test_a_picture_comes_in_its_formats_and_widths_best_first(tree, data, client):
    image = add(tree, focal_point_x=350, focal_point_y=225, focal_point_width=10, focal_point_height=10)
    make_missing(image)
    picture = ask(data)
    assert [source["type"] for source in picture["sources"]] == ["image/avif", "image/webp", "image/jpeg"]
    for source in picture["sources"]:
        assert (source["width"], source["height"]) == (640, 360)
        files = [part.split(" ") for part in source["srcset"].split(", ")]
        assert [width for _, width in files] == ["320w", "640w", "1280w"]
        assert files[1][0] == source["url"]
        for url, _ in files:
            assert url.startswith("http://localhost/media/images/")
            answer = client.get(url.removeprefix("http://localhost"))
            assert answer["Content-Type"] == source["type"]
            with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as shown:
                assert f"image/{shown.format.lower()}" == source["type"]
    assert picture["fallback"] == {
        "url": picture["sources"][2]["url"],
        "type": "image/jpeg",
        "width": 640,
        "height": 360,
    }
    assert picture["alt"] == image.description
    assert picture["dominantColour"] == image.dominant_colour
    assert picture["focalPoint"] == {"x": 25.0, "y": 25.0}


def test_before_the_worker_has_run_there_is_the_plain_file_and_reading_makes_none(tree, data):
    add(tree)
    before = set(HubRendition.objects.values_list("pk", flat=True))
    picture = ask(data)
    assert [source["type"] for source in picture["sources"]] == ["image/jpeg"]
    assert picture["fallback"]["width"] == 640
    assert picture["focalPoint"] is None
    assert set(HubRendition.objects.values_list("pk", flat=True)) == before


def test_a_picture_without_any_file_is_null(tree, data):
    image = add(tree)
    image.renditions.all().delete()
    assert ask(data) is None
    assert not HubRendition.objects.exists()


def test_a_png_falls_back_to_png(tree, data):
    make_missing(add(tree, mode="RGBA", kind="PNG", name="a.png"))
    picture = ask(data)
    assert [source["type"] for source in picture["sources"]] == ["image/avif", "image/webp", "image/png"]
    assert picture["fallback"]["type"] == "image/png"


def test_a_small_picture_comes_in_the_widths_that_it_has(tree, data):
    make_missing(add(tree, size=(500, 400)))
    for source in ask(data)["sources"]:
        assert [part.split(" ")[1] for part in source["srcset"].split(", ")] == ["320w", "500w"]


def test_the_size_for_shares_is_one_plain_file(tree, data):
    make_missing(add(tree))
    (node,) = data(QUERY.replace("CARD", "SHARE"))["news"]["nodes"]
    (source,) = node["image"]["picture"]["sources"]
    assert (source["type"], source["width"], source["height"]) == ("image/jpeg", 1200, 630)


@pytest.mark.parametrize("call", ["picture", 'picture(preset: "fill-9x9")', "picture(preset: HUGE)"])
def test_no_other_size_can_be_asked_for(tree, gql, call):
    body = gql("{ news { nodes { image { CALL { alt } } } } }".replace("CALL", call))
    assert body["errors"][0]["extensions"]["code"] == "INVALID_DOCUMENT"


def test_a_private_picture_is_null(tree, data):
    image = add(tree)
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image.collection = private
    image.save()
    assert data(QUERY)["news"]["nodes"] == [{"image": None}]


def test_the_number_of_statements_does_not_depend_on_the_number_of_pictures(tree, data, django_assert_num_queries):
    add(tree, size=(100, 100))
    # the content's version, news, images, files: one for each requested preset
    query = QUERY.replace("picture(", "small: picture(preset: THUMBNAIL) { fallback { url } } picture(")
    data(query)
    with django_assert_num_queries(5):
        data(query)
    for _ in range(6):
        add(tree, size=(100, 100))
    data(query)
    with django_assert_num_queries(5):
        many = data(query)
    assert len(many["news"]["nodes"]) == 7
    assert all(node["image"]["small"]["fallback"]["url"] for node in many["news"]["nodes"])


def test_a_kept_answer_is_made_anew_when_the_worker_has_run(tree, data, settings):
    settings.GRAPHQL_CACHE = True
    image = add(tree, size=(100, 100))
    assert len(ask(data)["sources"]) == 1
    assert len(ask(data)["sources"]) == 1
    make_missing(image)
    assert len(ask(data)["sources"]) == 3
