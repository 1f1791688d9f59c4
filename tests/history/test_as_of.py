"""`@asOf` answers as the public would have got it at a past moment."""

import datetime
import re

import pytest
from django.utils import timezone
from wagtail.models import Page, Site

from cms.history.models import HistoryTable
from cms.history.past import as_of
from cms.visibility.period import forget_period
from programme.models import NewsPage
from tests import factories

from .clock import moment

pytestmark = pytest.mark.django_db

NEWS = "query News($at: String) @asOf(at: $at) { news(first: 5) { totalCount nodes { title } } }"


def titles(answer):
    return [one["title"] for one in answer["news"]["nodes"]]


def test_each_moment_is_answered_as_it_was(tree, data):
    page = factories.NewsFactory(parent=tree.news, title="A first title")
    before = moment()
    page.title = "A second title"
    page.save_revision().publish()
    between = moment()
    page.unpublish()

    assert titles(data(NEWS, at=before.isoformat())) == ["A first title"]
    assert titles(data(NEWS, at=between.isoformat())) == ["A second title"]
    assert titles(data(NEWS, at=None)) == []


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("soon", "This isn't a day."),
        ("2027-02-30", "This isn't a day."),
        ("2020-01-01T10:00:00", "This isn't a day."),
        ("2001-01-01", "Nothing is kept of Monday 1 January 2001."),
        ("9000-01-01", "Wednesday 1 January 9000 is still to come."),
        ("9999-12-31T23:59:59-12:00", "This isn't a day."),
        ("0001-01-01T00:00:00+14:00", "This isn't a day."),
    ],
)
def test_what_is_no_past_day_gets_a_sentence_with_the_first_known_day(tree, gql, text, begins):
    (error,) = gql(NEWS, at=text)["errors"]

    assert error["extensions"]["code"] == "INVALID_AS_OF"
    assert error["message"].startswith(begins)
    assert "The first known day is " in error["message"]


def test_on_the_first_known_day_the_sentence_names_the_time(tree, gql):
    first = timezone.localtime().replace(hour=12, minute=30, second=0, microsecond=0) - datetime.timedelta(days=1)
    HistoryTable.objects.update(kept_since=first)
    forget_period()
    (error,) = gql(NEWS, at=(first - datetime.timedelta(minutes=1)).isoformat())["errors"]
    assert re.fullmatch(
        r"Nothing is kept of .+, 12:29, UK time\. The first known moment is .+, 12:30, UK time\.", error["message"]
    )


def test_the_answer_says_its_moment(tree, gql):
    moment = timezone.now()

    said = gql(NEWS, at=moment.isoformat())["extensions"]["asOf"]

    assert datetime.datetime.fromisoformat(said["moment"]) == moment
    known = HistoryTable.objects.get(table=Page._meta.db_table).kept_since
    assert datetime.datetime.fromisoformat(said["firstKnown"]) == known
    assert said["unknown"] == []


def test_the_search_refuses(tree, gql):
    searched = 'query Search($at: String) @asOf(at: $at) { search(query: "news") { totalCount } }'

    answer = gql(searched, at=timezone.now().isoformat())

    assert answer["errors"][0]["extensions"]["code"] == "AS_OF_NOT_SEARCHABLE"


def test_a_moment_may_be_read_within_another(tree, data):
    factories.NewsFactory(parent=tree.news, title="There")
    with_it = moment()
    NewsPage.objects.all().delete()

    with as_of(timezone.now()):
        assert not NewsPage.objects.exists()
        with as_of(with_it):
            assert NewsPage.objects.exists()
        assert not NewsPage.objects.exists()


def test_the_assessment_of_a_text_is_not_known(tree, gql):
    page = factories.NewsFactory(parent=tree.news, title="There")
    page.save_revision().publish()
    asked = "query News($at: String) @asOf(at: $at) { news(first: 5) { nodes { title quality { wordCount } } } }"
    assert gql(asked)["data"]["news"]["nodes"][0]["quality"] is not None

    answer = gql(asked, at=timezone.now().isoformat())

    assert answer["data"]["news"]["nodes"] == [{"title": "There", "quality": None}]
    assert answer["extensions"]["asOf"]["unknown"] == ["news.nodes.quality"]


def test_a_site_that_has_moved_is_where_it_was_and_today_s_paths_stay(tree):
    before = moment()
    factories.NewsFactory(parent=tree.news)  # SQLite's moments are thousandths of a second
    Site.objects.update(hostname="elsewhere.example.org")
    Site.clear_site_root_paths_cache()

    with as_of(before):
        assert [one.root_url for one in Site.get_site_root_paths()] == ["http://localhost"]
    assert [one.root_url for one in Site.get_site_root_paths()] == ["http://elsewhere.example.org"]
    with as_of(before):
        assert [one.root_url for one in Site.get_site_root_paths()] == ["http://localhost"]
    Site.clear_site_root_paths_cache()
