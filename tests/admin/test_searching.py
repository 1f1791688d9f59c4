"""The index behind the search of the admin's lists and choosers."""

import pytest

from cms.editing.admin_search import indexed_together
from programme.models import NewsPage, TeamProfilePage
from tests import factories


def found(words: str) -> list[str]:
    return [page.title for page in NewsPage.objects.all().search(words)]


def test_objects_saved_together_are_found_afterwards_as_they_are_then(tree):
    with indexed_together():
        page = factories.NewsFactory(parent=tree.news, title="A draft title")
        gone = factories.NewsFactory(parent=tree.news, title="A title taken back")
        page.title = "A final title"
        page.save()
        gone.delete()
        assert found("title") == []
    assert found("title") == ["A final title"]


def test_a_load_that_fails_leaves_later_saves_indexed(tree):
    with pytest.raises(ZeroDivisionError), indexed_together():
        factories.NewsFactory(parent=tree.news, title="A title before the failure")
        raise ZeroDivisionError
    factories.NewsFactory(parent=tree.news, title="A title after it")
    assert found("title") == ["A title after it"]


def test_a_loaded_profile_is_found_by_the_title_of_its_duty(content):
    assert [page.title for page in TeamProfilePage.objects.all().search("Trafficking Support")] == ["Katrina McDonald"]


@pytest.mark.parametrize("method", ["search", "autocomplete"])
def test_what_is_exactly_named_is_found_first(tree, method):
    for title in ("The review of reviews, a review", "Review", "Review of neglect, a review of reviews"):
        factories.NewsFactory(parent=tree.news, title=title)
    named = [page.title for page in getattr(NewsPage.objects.all(), method)("review")]
    assert named == ["Review", "Review of neglect, a review of reviews", "The review of reviews, a review"]
