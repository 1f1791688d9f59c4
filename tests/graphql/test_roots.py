"""Root fields: by address, by slug, redirects, the programme and its progress."""

import datetime

import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.graphql.ids import id_of
from programme.models import Phase, ProgrammeSettings, ProgressEntry, StatedCount
from tests import factories

ROUTE = "query ($path: String!) { route(path: $path) { page { __typename title url path } redirect { url status } } }"


def test_a_path_leads_to_its_page(tree, data):
    """`test_routes` tries other forms of addresses."""
    factories.NewsFactory(parent=tree.news, title="First")
    assert data(ROUTE, path="/news/first/")["route"] == {
        "page": {
            "__typename": "NewsPage",
            "title": "First",
            "url": "http://localhost/news/first/",
            "path": "/news/first/",
        },
        "redirect": None,
    }


def test_a_redirect_comes_with_its_status(tree, data):
    news = factories.NewsFactory(parent=tree.news, title="First")
    Redirect.objects.create(old_path="/old", site=tree.site, redirect_page=news)
    Redirect.objects.create(old_path="/away", site=None, redirect_link="https://example.org/x", is_permanent=False)
    assert data(ROUTE, path="/old/")["route"]["redirect"] == {"url": "http://localhost/news/first/", "status": 301}
    assert data(ROUTE, path="/away")["route"]["redirect"] == {"url": "https://example.org/x", "status": 302}


def test_one_page_by_one_of_its_id_and_its_path(tree, gql, data):
    query = "query ($by: PageBy!) { page(by: $by) { title } }"
    assert data(query, by={"id": id_of(tree.news)})["page"] == {"title": "News"}
    assert data(query, by={"path": "/news/"})["page"] == {"title": "News"}
    for by in ({}, {"id": "1", "path": "/"}, {"id": None}, {"id": None, "path": "/"}):
        (error,) = gql(query, by=by)["errors"]
        assert error["extensions"]["code"] == "INVALID_VALUE"
    for by in ("{}", '{id: "1", path: "/"}', "{path: null}"):
        (error,) = gql(f"{{ page(by: {by}) {{ title }} }}")["errors"]
        assert error["extensions"]["code"] == "INVALID_DOCUMENT"


def test_a_commitment_is_found_by_stream_kind_and_number(tree, data):
    for stream in (factories.WorkStreamFactory(parent=tree.streams), factories.WorkStreamFactory(parent=tree.streams)):
        factories.CommitmentFactory(parent=stream, kind="action", number=1, title=f"Action of {stream.title}")
        factories.CommitmentFactory(parent=stream, kind="recommendation", number=1, title="Recommendation")
    query = """query ($s: String!) { commitment(workStream: $s, kind: "action", number: 1) { title workStream { slug } } }"""
    answer = data(query, s=stream.slug)["commitment"]
    assert answer == {"title": f"Action of {stream.title}", "workStream": {"slug": stream.slug}}


def test_the_team_is_who_has_not_left(tree, data):
    here = factories.TeamProfileFactory(parent=tree.team)
    gone = factories.TeamProfileFactory(parent=tree.team, left_on=datetime.date(2018, 1, 1))
    assert data("{ teamProfiles { totalCount nodes { title } } }")["teamProfiles"] == {
        "totalCount": 1,
        "nodes": [{"title": here.title}],
    }
    query = "query ($s: String!) { teamProfile(slug: $s) { leftOn } }"
    assert data(query, s=gone.slug)["teamProfile"] == {"leftOn": "2018-01-01"}


def test_an_issue_comes_in_parts(tree, data):
    factories.IssueFactory(parent=tree.updates, number=10, part=1, title="Ten, one")
    factories.IssueFactory(parent=tree.updates, number=10, part=2, title="Ten, two")
    query = "{ one: issue(number: 10) { title } two: issue(number: 10, part: 2) { title } issues { totalCount } }"
    assert data(query) == {"one": {"title": "Ten, one"}, "two": {"title": "Ten, two"}, "issues": {"totalCount": 2}}


PROGRESS = """query ($asOf: Date, $stream: String, $kind: String) {
  progress(asOf: $asOf, workStream: $stream, kind: $kind) {
    asOf
    totals { total complete notRecorded counts { status { key category } number } }
    byStream { workStream { title } kind { key label } totals { total complete } }
    series { date totals { complete } }
    comparedWith(date: "2017-01-01") { sentence gained }
  }
}"""


@pytest.fixture
def ledger(tree):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    done = factories.CommitmentFactory(parent=stream, number=1)
    factories.CommitmentFactory(parent=stream, number=2)
    factories.CommitmentFactory(parent=factories.WorkStreamFactory(parent=tree.streams, title="Other"), number=1)
    for day, status in ((datetime.date(2017, 3, 2), "in_progress"), (datetime.date(2018, 11, 14), "complete")):
        ProgressEntry.objects.create(page=done, date=day, status=status, note="It happened.")


def test_progress_answers_for_any_day(ledger, data, django_assert_num_queries):
    data(PROGRESS)
    with django_assert_num_queries(4):  # the content's version, commitments, entries, streams
        now = data(PROGRESS)["progress"]
    assert now["totals"]["total"] == 3
    assert now["totals"]["complete"] == 1
    assert now["totals"]["notRecorded"] == 2
    counts = now["totals"]["counts"]
    assert sum(count["number"] for count in counts) == now["totals"]["total"]
    assert counts[-1] == {"status": {"key": "not_recorded", "category": "NONE"}, "number": 2}
    sentence = "Recorded as complete: 1, 1 more than on 1 January 2017; nothing is recorded for 2 of 3."
    assert now["comparedWith"] == {"sentence": sentence, "gained": 1}
    assert [point["date"] for point in now["series"]] == ["2017-03-02", "2018-11-14"]
    before = data(PROGRESS, asOf="2018-11-13")["progress"]
    assert before["asOf"] == "2018-11-13"
    assert before["totals"]["complete"] == 0
    assert [point["date"] for point in before["series"]] == ["2017-03-02"]


def test_progress_of_one_stream_and_kind(ledger, data):
    answer = data(PROGRESS, stream="neglect", kind="action")["progress"]
    assert answer["byStream"] == [
        {
            "workStream": {"title": "Neglect"},
            "kind": {"key": "action", "label": "Action"},
            "totals": {"total": 2, "complete": 1},
        }
    ]
    assert data(PROGRESS, kind="recommendation")["progress"]["totals"]["total"] == 0


def test_counts_stand_beside_what_documents_state(tree, data):
    record = ProgrammeSettings.objects.create(site=tree.site, name="The programme", short_name="P")
    Phase.objects.create(programme=record, name="One", objective="Find out", start=datetime.date(2016, 2, 1))
    StatedCount.objects.create(programme=record, thing="actions", number=35, note="May include two of the review.")
    factories.WorkStreamFactory(parent=tree.streams)
    answer = data(
        """{ programme { name shortName startedOn vision { plainText } phases { name isCurrent }
             counts { thing counted stated { number note } } } }"""
    )["programme"]
    assert answer["vision"] == {"plainText": "What we want"}
    assert answer["startedOn"] is None
    assert answer["phases"] == [{"name": "One", "isCurrent": False}]
    assert answer["counts"] == [
        {"thing": "RECOMMENDATIONS", "counted": 0, "stated": None},
        {"thing": "ACTIONS", "counted": 0, "stated": {"number": 35, "note": "May include two of the review."}},
        {"thing": "OTHER_STREAMS", "counted": 1, "stated": None},
    ]


def test_an_empty_site_answers_too(tree, data):
    answer = data(
        "{ site { name socialChannels { handle } } programme { name principles { title } } homePage { title } }"
    )
    assert answer["programme"] == {"name": "", "principles": []}


def test_every_page_names_its_programme_at_no_cost_for_each_page(tree, data, django_assert_num_queries):
    ProgrammeSettings.objects.create(site=tree.site, name="Programme", short_name="P")
    query = """{ news { nodes { programme { name vision { plainText } phases { name } principles { title }
      counts { counted } } } } programme { name } }"""
    for _ in range(2):
        factories.NewsFactory.create_batch(3, parent=tree.news)
        data(query)
        # The content's version, news, settings, home, phases, principles, the counts stated, and three counts of pages.
        with django_assert_num_queries(10):
            answer = data(query)
    assert [node["programme"]["name"] for node in answer["news"]["nodes"]] == ["Programme"] * 6
    assert answer["programme"] == {"name": "Programme"}


def test_totals_count_only_what_is_public(tree, data):
    factories.NewsFactory(parent=tree.news)
    factories.NewsFactory(parent=tree.news, live=False)
    stream = factories.WorkStreamFactory(parent=tree.streams)
    factories.CommitmentFactory(parent=stream, number=1, live=False)
    query = "{ news { totalCount } workStreams { nodes { commitments { totalCount } children { totalCount } } } }"
    assert data(query) == {
        "news": {"totalCount": 1},
        "workStreams": {"nodes": [{"commitments": {"totalCount": 0}, "children": {"totalCount": 0}}]},
    }


def test_a_page_under_a_hidden_page_is_hidden(tree, data):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    factories.CommitmentFactory(parent=stream, number=1, title="Below")
    stream.unpublish()
    assert data("{ commitments { totalCount } pages(first: 100) { nodes { title } } }") == {
        "commitments": {"totalCount": 0},
        "pages": {"nodes": [{"title": page.title} for page in (tree.home, *tree.home.get_children())]},
    }


def test_the_sites_own_redirect_wins_over_one_for_all_sites(tree, data):
    Redirect.objects.create(old_path="/old", site=None, redirect_link="https://example.org/all")
    Redirect.objects.create(old_path="/old", site=tree.site, redirect_link="https://example.org/own")
    assert data(ROUTE, path="/old")["route"]["redirect"]["url"] == "https://example.org/own"


def test_a_link_typed_by_hand_to_a_hidden_page_is_dropped(tree, data):
    factories.StandardPageFactory(parent=tree.home, title="Secret", live=False)
    tree.home.vision = '<p><a href="/secret/">words</a> <a href="/news/">news</a></p>'
    tree.home.save()
    html = data("{ homePage { vision { html } } }")["homePage"]["vision"]["html"]
    assert html == '<p>words <a href="http://localhost/news/">news</a></p>'
