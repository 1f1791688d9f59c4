"""Lengths of lists of the past: counted when they are asked for, not to choose how a list is read."""

import pytest
from django.db import connection
from wagtail.models import Page, Site

from cms.history.past import is_past
from cms.visibility.period import current_period
from cms.visibility.rule import Visibility
from programme.models import NewsPage
from tests import factories

from .clock import moment

pytestmark = pytest.mark.django_db

NEWS = """query News($slug: String!, $at: String) @asOf(at: $at) {
  workStream(slug: $slug) { news(first: 2) { %s nodes { title } } }
}"""


@pytest.fixture
def stream(tree):
    """Return a work stream with three news items."""
    stream = factories.WorkStreamFactory(parent=tree.streams, slug="neglect")
    for number in range(3):
        factories.NewsFactory(parent=tree.news, title=f"News {number}", work_streams=[stream])
    return stream


@pytest.fixture
def news(stream, data):
    """Ask for the stream's news as of a moment; return the list and the statements that counted news of the past."""
    counted = []

    def note(execute, sql, params, many, context):
        if is_past() and "COUNT(" in sql and NewsPage._meta.db_table in sql:
            counted.append(sql)
        return execute(sql, params, many, context)

    def ask(at, what=""):
        counted.clear()
        with connection.execute_wrapper(note):
            found = data(NEWS % what, slug=stream.slug, at=at.isoformat())["workStream"]["news"]
        return found, list(counted)

    return ask


def test_a_list_is_not_counted_to_be_read(news):
    found, counted = news(moment())

    assert len(found["nodes"]) == 2
    assert counted == []


def test_a_length_is_that_of_the_moment(news):
    before = moment()
    NewsPage.objects.first().unpublish()
    after = moment()

    (first, counted), (second, _) = news(before, "totalCount"), news(after, "totalCount")

    assert (first["totalCount"], second["totalCount"]) == (3, 2)
    assert len(counted) == 1


def test_a_length_is_that_of_the_moment_also_if_the_rows_are_read_first(data, stream):
    """How the rows are read is chosen by today's numbers: they mustn't be kept as those of the moment."""
    before = moment()
    NewsPage.objects.first().unpublish()
    query = """query News($slug: String!, $at: String) @asOf(at: $at) {
      workStream(slug: $slug) { news(first: 2) { nodes { title } totalCount } }
    }"""

    found = data(query, slug=stream.slug, at=before.isoformat())["workStream"]["news"]

    assert found["totalCount"] == 3


def test_what_is_kept_of_today_is_not_that_of_the_past(news, tree, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    before = moment()
    Page.objects.filter(pk=tree.home.pk).update(title="Another title")

    news(before)

    view = Visibility(Site.objects.get(pk=tree.site.pk), period=current_period())
    assert [root.title for root in view.roots] == ["Another title"]
