"""A picture has the hub's sizes, which are made when it is saved and never on reading."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.renditions import EDITORS, PRESETS
from cms.models import HubRendition
from tests import factories

QUERY = "{ news { nodes { image { alt renditions { preset url width height } } } } }"


@pytest.fixture
def image(tree, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = factories.ImageFactory()
    factories.NewsFactory(parent=tree.news, image=image)
    return image


def test_every_size_is_made_when_the_picture_is_saved(image):
    assert set(image.renditions.values_list("filter_spec", flat=True)) == {*PRESETS.values(), *EDITORS}


def test_a_new_focal_point_replaces_the_sizes_that_it_changes(image, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 100, 100, 50, 50
        image.save()
    assert image.renditions.count() == len(PRESETS) + len(EDITORS)


def test_the_api_gives_the_sizes_and_makes_none(image, data, client):
    (node,) = data(QUERY)["news"]["nodes"]
    assert node["image"]["alt"] == image.description
    assert {size["preset"] for size in node["image"]["renditions"]} == set(PRESETS)
    for size in node["image"]["renditions"]:
        assert size["url"].startswith("http://localhost/media/images/")
        response = client.get(size["url"].removeprefix("http://localhost"))
        assert response.status_code == 200
        assert b"".join(response.streaming_content)  # a file closes once it is read to its end
    HubRendition.objects.all().delete()
    (node,) = data(QUERY)["news"]["nodes"]
    assert node["image"]["renditions"] == []
    assert not HubRendition.objects.exists()


def test_a_private_picture_has_no_file_for_the_public(image, data, client):
    path = image.renditions.first().file.url
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image.collection = private
    image.save()
    assert data(QUERY)["news"]["nodes"] == [{"image": None}]
    assert client.get(path).status_code == 404
    assert client.get(image.file.url).status_code == 404
