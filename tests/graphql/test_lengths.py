"""Lengths of lists: all rows, less those of hidden pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from cms.models import ProgrammeSite
from cms.visibility.rule import Visibility
from programme.models import NewsIndexPage, NewsPage
from tests import factories
from tests.search.test_hidden import WAYS

pytestmark = pytest.mark.django_db

LENGTHS = """query Lengths($slug: String!, $topic: String!) {
  news(first: 100) { totalCount nodes { id } }
  some: news(first: 100, where: {topics: {slug: {eq: $topic}}}) { totalCount nodes { id } }
  pages(first: 100) { totalCount nodes { id } }
  workStream(slug: $slug) {
    news(first: 100) { totalCount nodes { id } }
    part: news(first: 100, where: {topics: {slug: {eq: $topic}}}) { totalCount nodes { id } }
    children(first: 100) { totalCount nodes { id } }
  }
}"""
LISTS = ("news", "some", "pages")
OF_THE_STREAM = ("news", "part", "children")


@pytest.fixture
def stream(tree):
    """Return a work stream with news items, one of them below it; half of them have the topic."""
    stream = factories.WorkStreamFactory(parent=tree.streams, slug="neglect")
    topic = factories.TopicFactory(name="Housing", slug="housing")
    for number in range(4):
        topics = [topic] if number % 2 else []
        factories.NewsFactory(parent=tree.news, title=f"News {number}", work_streams=[stream], topics=topics)
    factories.NewsFactory(parent=stream, title="Below", work_streams=[stream], topics=[topic])
    return stream


@pytest.fixture
def lengths(stream, data):
    """Return a function that asks for all lists, and returns their lengths by their names, after it has counted them."""

    def lengths() -> dict[str, int]:
        found = data(LENGTHS, slug=stream.slug, topic="housing")
        lists = {name: found[name] for name in LISTS}
        if found["workStream"]:
            lists |= {f"{name} of the stream": found["workStream"][name] for name in OF_THE_STREAM}
        counted = {name: len(one["nodes"]) for name, one in lists.items()}
        assert {name: one["totalCount"] for name, one in lists.items()} == counted
        return counted

    return lengths


def test_lists_are_as_long_as_they_are(lengths):
    of_stream = {"news of the stream": 5, "part of the stream": 3, "children of the stream": 1}
    assert lengths() == {"news": 5, "some": 3, "pages": lengths()["pages"]} | of_stream


@pytest.mark.parametrize("title", ["News 1", "Below"])
@pytest.mark.parametrize("hide", WAYS, ids=lambda hide: hide.__name__)
@pytest.mark.parametrize("most", [2_000, 0])
def test_a_hidden_page_is_in_no_length(lengths, hide, title, most, monkeypatch):
    """Whether few pages are hidden or many."""
    monkeypatch.setattr("cms.visibility.rule.MOST_HIDDEN", most)
    before = lengths()
    hide(NewsPage.objects.get(title=title))
    after = lengths()
    assert after["news"] < before["news"]
    assert after["some"] < before["some"]


def test_a_draft_that_is_made_within_a_period_is_in_no_length(lengths, stream, tree, data):
    data("{ events(first: 1) { totalCount } }")  # what is counted once a period is counted
    factories.NewsFactory(parent=tree.news, live=False, work_streams=[stream])
    assert (lengths()["news"], lengths()["news of the stream"]) == (5, 5)


def test_a_page_outside_of_the_site_is_in_no_length(lengths):
    before = lengths()
    NewsPage.objects.get(title="News 1").move(Page.get_first_root_node(), "last-child")
    after = lengths()
    assert (before["news"], after["news"]) == (5, 4)
    assert (before["news of the stream"], after["news of the stream"]) == (5, 4)


def test_pages_of_another_site_are_in_no_length(lengths, tree):
    before = lengths()
    other = factories.HomeFactory(parent=Page.get_first_root_node(), slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)
    elsewhere = other.add_child(instance=NewsIndexPage(title="News", slug="news"))
    factories.NewsFactory(parent=elsewhere, title="Elsewhere")
    assert not Visibility(tree.site).hides_few
    assert lengths() == before
    NewsPage.objects.get(title="News 1").unpublish()
    assert lengths()["news of the stream"] == before["news of the stream"] - 1


def test_a_programme_within_the_organisation_s_tree_counts_once(lengths, tree):
    before = lengths()
    inner, after = (factories.NewsIndexFactory(parent=tree.home, slug=slug) for slug in ("inner", "after"))
    ProgrammeSite.objects.create(site=Site.objects.create(hostname="inner.example.org", root_page=inner), key="inner")
    ProgrammeSite.objects.create(site=tree.site, key="organisation", spans_programmes=True)
    for index in (inner, after):
        factories.NewsFactory(parent=index)
    assert Visibility(tree.site).hides_few
    assert lengths()["news"] == before["news"] + 2


def test_an_alias_of_a_restricted_page_is_in_no_length(lengths, tree):
    page = NewsPage.objects.get(title="News 1")
    page.create_alias(parent=tree.news, update_slug="alias")
    before = lengths()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert lengths()["news"] == before["news"] - 2


def test_public_pages_are_not_looked_at_to_be_counted(lengths, tree):
    """However long a list is: the rows are counted without the table of pages, and hidden pages by their indexes."""
    view = Visibility(tree.site)
    assert view.hides_few
    with CaptureQueriesContext(connection) as captured:
        lengths()
    counts = [query["sql"] for query in captured if "countall" in query["sql"] and "programme_newspage" in query["sql"]]
    assert counts
    joined = 'JOIN "wagtailcore_page"'
    assert [sql for sql in counts if joined in sql] == []
