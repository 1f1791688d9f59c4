"""A picture has the hub's sizes, which are made when it is saved and never on reading."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.renditions import EDITORS, PRESETS
from tests import factories

QUERY = "{ news { nodes { image { alt picture(preset: CONTENT) { fallback { url } } } } } }"


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


def test_a_private_picture_has_no_file_for_the_public(image, data, client):
    path = image.renditions.first().file.url
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image.collection = private
    image.save()
    assert data(QUERY)["news"]["nodes"] == [{"image": None}]
    assert client.get(path).status_code == 404
    assert client.get(image.file.url).status_code == 404
