"""What holds for every kind of page, however it is made: a new one is tested by being there."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from cms.pages import kinds
from programme.admin.listings import ProgrammeGroup
from tests import factories


@pytest.fixture(params=kinds.page_types)
def page(request, tree):
    """A published page of each kind, with no more than the model requires."""
    model = kinds.page_types[request.param]
    page = factories.derived(model)(parent=factories.place_for(model))
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def test_what_is_required_is_enough(page):
    page.full_clean()
    assert page.live


def test_its_facts_are_words(page):
    assert all(isinstance(fact, str) and fact for fact in kinds.facts(page))
    assert isinstance(kinds.summary(page), str)
    assert kinds.full_title(page).endswith(page.title)
    assert kinds.sort_of(page)


def test_readers_find_it_in_its_list(page, client):
    assert client.get(page.url).status_code == 200
    if kinds.is_directly_listed(type(page)):
        assert escape(page.title) in client.get(page.get_parent().url).content.decode()


def test_its_feed_and_calendar_have_it(page, client):
    kind = page.page_kind
    places = [("programme:feed", kind.feed and kind.date), ("programme:calendar", kind.calendar)]
    for name in [name for name, has in places if has]:
        answer = client.get(reverse(name, args=[kind.address]))
        assert answer.status_code == 200
        assert page.title in answer.content.decode().replace("\\,", ",")


def test_every_kind_that_says_so_has_a_list_in_the_menu():
    listed = [listing.model for listing in ProgrammeGroup.items]
    assert listed == sorted(kinds.models(listing=True), key=lambda model: model.page_kind.menu_order)
