"""The last part of a page's address is made from its title, and doesn't stop anybody from saving or publishing."""

import pytest

from programme.models import NewsPage
from tests import factories

from .forms import add_url, edit_url, field_errors, send

WITHOUT = {"title": "Summit in Perth", "slug": "", "summary": "Leaders met in Perth."}


@pytest.mark.parametrize("action", ["", "publish"])
@pytest.mark.parametrize("slug", ["", "summit-in-perth"])
def test_an_address_that_a_script_makes_or_has_not_made_yet_is_made_from_the_title(moderator, tree, action, slug):
    factories.NewsFactory(parent=tree.news, title="Other", slug="summit-in-perth")
    send(moderator, add_url(NewsPage, tree.news), action, **WITHOUT | {"slug": slug})
    page = NewsPage.objects.get(title="Summit in Perth")
    assert page.slug == "summit-in-perth-2"
    assert page.url_path.endswith("/news/summit-in-perth-2/")
    assert page.live == bool(action)


def test_the_address_of_a_draft_follows_its_title_until_it_is_public(moderator, tree):
    send(moderator, add_url(NewsPage, tree.news), **WITHOUT | {"title": "Sum"})
    page = NewsPage.objects.get()
    send(moderator, edit_url(page), "publish", **WITHOUT)
    page.refresh_from_db()
    assert (page.slug, page.live) == ("summit-in-perth", True)

    send(moderator, edit_url(page), "publish", **WITHOUT | {"title": "Summit in Dundee"})
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Summit in Dundee", "summit-in-perth")
    send(moderator, edit_url(page), "publish", slug="summit-in-dundee")
    page.refresh_from_db()
    assert page.slug == "summit-in-dundee"


def test_an_address_that_was_typed_and_is_taken_is_an_error_at_its_field(moderator, tree):
    factories.NewsFactory(parent=tree.news, title="Other", slug="taken")
    response = send(moderator, add_url(NewsPage, tree.news), "publish", **WITHOUT | {"slug": "taken"})
    assert list(field_errors(response)) == ["slug"]


def test_a_title_without_letters_needs_an_address(moderator, tree):
    response = send(moderator, add_url(NewsPage, tree.news), "publish", **WITHOUT | {"title": "!!!"})
    assert field_errors(response) == {
        "slug": ["The title has no letters or digits to make an address from. Type the address here."]
    }
