"""`resized`: the signed address of a free size, within bounds, without a statement or a file."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from cms.media import sizes
from cms.models import HubRendition
from tests import factories

FILE = "{ url type width height }"


@pytest.fixture
def image(tree, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = factories.ImageFactory()
    factories.NewsFactory(parent=tree.news, image=image)
    return image


def document(*arguments: str) -> str:
    """Ask the picture of each news item for a size by each of these arguments."""
    fields = " ".join(f"a{number}: resized({each}) {FILE}" for number, each in enumerate(arguments))
    return f"{{ news {{ nodes {{ image {{ blurDataUrl {fields} }} }} }} }}"


def test_the_answer_has_the_address_and_the_size_of_the_file(image, data, client, tasks_at_once):
    asked = "width: 300, height: 300", "width: 320, format: AVIF, quality: 50", "height: 90, fit: CONTAIN, format: PNG"
    (node,) = data(document(*asked))["news"]["nodes"]
    for name, kind in (("a0", "image/webp"), ("a1", "image/avif"), ("a2", "image/png")):
        file = node["image"][name]
        assert file["type"] == kind
        assert file["url"].startswith(f"http://localhost/media/sized/{image.pk}/")
        path = file["url"].removeprefix("http://localhost")
        assert client.get(path).status_code == 302
        answer = client.get(path)
        assert answer["Content-Type"] == kind
        made = HubRendition.objects.exclude(used_at=None).latest("pk")
        assert (made.width, made.height) == (file["width"], file["height"])
        assert b"".join(answer.streaming_content)  # a file closes once it is read to its end
    assert node["image"]["blurDataUrl"] == HubRendition.objects.latest("pk").image.blur_data_url


def test_a_picture_is_blurred_once_the_worker_has_seen_it(image, data):
    type(image).objects.update(blur_data_url="")
    query = "{ news { nodes { image { blurDataUrl picture(preset: CARD) { blurDataUrl } } } } }"
    assert data(query)["news"]["nodes"] == [{"image": {"blurDataUrl": None, "picture": {"blurDataUrl": None}}}]


def test_reading_makes_no_file_and_takes_no_statement(image, tree, data, django_assert_num_queries):
    plain, with_sizes = "{ news { nodes { image { alt } } } }", document("width: 300", "height: 300")
    before = HubRendition.objects.count()
    for query in (plain, with_sizes):
        data(query)
        with django_assert_num_queries(3):  # the content's version, news, images
            data(query)
    for _ in range(5):
        factories.NewsFactory(parent=tree.news, image=factories.ImageFactory())
    data(with_sizes)
    with django_assert_num_queries(3):
        assert len(data(with_sizes)["news"]["nodes"]) == 6
    assert HubRendition.objects.count() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("width: 0", "Width and height are from 16 to 3200 pixels."),
        ("width: 15", "Width and height are from 16 to 3200 pixels."),
        ("width: 300, height: 3201", "Width and height are from 16 to 3200 pixels."),
        ("width: -300", "Width and height are from 16 to 3200 pixels."),
        ("width: 300, quality: 0", "The quality is from 1 to 100."),
        ("width: 300, quality: 101", "The quality is from 1 to 100."),
    ],
)
def test_a_size_beyond_the_bounds_is_refused_with_a_code_and_a_sentence(image, gql, arguments, sentence):
    (error,) = gql(document(arguments))["errors"]
    assert (error["extensions"]["code"], error["message"]) == ("INVALID_VALUE", sentence)
    assert error["path"] == ["news", "nodes", 0, "image", "a0"]


@pytest.mark.parametrize("arguments", ["width: 3e2", 'width: "300"', "width: 300, fit: PAD", "width: 300, format: GIF"])
def test_an_argument_of_another_type_makes_the_document_invalid(image, gql, arguments):
    assert gql(document(arguments))["errors"][0]["extensions"]["code"] == "INVALID_DOCUMENT"


def test_twenty_sizes_of_a_picture_may_be_asked_for_at_once_and_no_more_than_aliases_allow(image, gql, data):
    (node,) = data(document(*(f"width: {width}" for width in range(100, 120))))["news"]["nodes"]
    assert len({node["image"][f"a{number}"]["url"] for number in range(20)}) == 20
    (error,) = gql(document(*(f"width: {width}" for width in range(100, 151))))["errors"]
    assert error["extensions"]["code"] == "TOO_MANY_ALIASES"


def test_every_size_counts_towards_the_cost(image, gql, settings):
    few, many = document("width: 100"), document("width: 100", "width: 101")
    settings.GRAPHQL_MAX_COST = 20 * 3  # of a list: items, their pictures, one size each
    assert "errors" not in gql(few)
    assert gql(many)["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


def test_a_private_picture_has_no_address(image, data):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image.collection = private
    image.save()
    assert data(document("width: 300"))["news"]["nodes"] == [{"image": None}]


def test_the_same_picture_has_the_same_address_in_every_answer(image, data):
    query = document("width: 300", "width: 300")
    first, second = (data(query)["news"]["nodes"][0]["image"] for _ in range(2))
    assert first == second
    assert first["a0"] == first["a1"]
    assert first["a0"]["url"] == "http://localhost" + sizes.address_of(
        image, sizes.spec_of(300, None, crop=True, format="webp", quality=80)
    )
