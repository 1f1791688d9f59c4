"""Filters: the right rows, once each, and nothing about hidden objects."""

import datetime

import pytest
from wagtail.models import Page

from cms.base.dates import today
from cms.graphql.ids import id_of
from programme.models import Duty, Membership, ProgressEntry
from tests import factories

NEWS = "query ($where: NewsPageWhere) { news(where: $where) { totalCount nodes { title } } }"


@pytest.fixture
def news(data):
    """Return the titles of matching news, in alphabetical order."""

    def ask(**where) -> list[str]:
        found = data(NEWS, where=where)["news"]
        titles = [node["title"] for node in found["nodes"]]
        assert found["totalCount"] == len(titles) == len(set(titles))
        return sorted(titles)

    return ask


@pytest.fixture
def three(tree):
    """News A, B and C: with two streams and two topics, with one of each, with none."""
    neglect, abuse = (factories.WorkStreamFactory(parent=tree.streams, title=title) for title in ("Neglect", "Abuse"))
    school, home = (factories.TopicFactory(name=name) for name in ("School", "Home"))
    factories.NewsFactory(
        parent=tree.news,
        title="A",
        date=datetime.date(2018, 1, 1),
        work_streams=[neglect, abuse],
        topics=[school, home],
        summary="A hundred per cent: 100%",
    )
    factories.NewsFactory(
        parent=tree.news,
        title="B",
        date=datetime.date(2018, 6, 1),
        work_streams=[neglect],
        topics=[home],
        kind="report",
    )
    factories.NewsFactory(parent=tree.news, title="C", date=datetime.date(2019, 1, 1), author="Élise")


FITTING = [
    ({}, "ABC"),
    ({"title": {"eq": "A"}}, "A"),
    ({"title": {"not": "A"}}, "BC"),
    ({"title": {"in": ["A", "C", "Z"]}}, "AC"),
    ({"title": {"in": []}}, ""),
    ({"NOT": {"title": {"in": []}}}, "ABC"),
    ({"topics": {"slug": {"in": []}}}, ""),
    ({"OR": []}, ""),
    ({"NOT": {"OR": []}}, "ABC"),
    ({"OR": [{"title": {"in": []}}, {"title": {"eq": "A"}}]}, "A"),
    ({"title": {"contains": "", "not": "A"}}, "BC"),
    ({"title": {"contains": "a", "not": "B"}}, "A"),
    ({"summary": {"contains": "IN SHORT"}}, "BC"),
    ({"summary": {"contains": "0%"}}, "A"),
    ({"summary": {"contains": "_"}}, ""),
    ({"summary": {"startsWith": "a HUNDRED"}}, "A"),
    ({"author": {"eq": ""}}, "AB"),
    ({"kind": {"eq": "report"}}, "B"),
    ({"kind": {"not": "report"}}, "AC"),
    ({"kind": {"in": ["report", "campaign"]}}, "B"),
    ({"date": {"after": "2018-01-01"}}, "BC"),
    ({"date": {"from": "2018-01-01", "before": "2019-01-01"}}, "AB"),
    ({"date": {"isNull": True}}, ""),
    ({"date": {"isNull": False}}, "ABC"),
    ({"showInMenus": {"eq": True}}, ""),
    ({"firstPublishedAt": {"isNull": True}}, "ABC"),
    ({"firstPublishedAt": {"before": "2000-01-01T00:00:00"}}, ""),
    ({"path": {"eq": "/news/a"}}, "A"),
    ({"path": {"startsWith": "/news/"}}, "ABC"),
    ({"workStreams": {"slug": {"eq": "neglect"}}}, "AB"),
    ({"workStreams": {"title": {"contains": "e"}}}, "AB"),
    ({"NOT": {"workStreams": {"slug": {"eq": "abuse"}}}}, "BC"),
    ({"workStreams": {"slug": {"not": "abuse"}}}, "AB"),
    ({"workStreams": {"slug": {"eq": "abuse"}}, "topics": {"slug": {"eq": "home"}}}, "A"),
    ({"AND": [{"topics": {"slug": {"eq": "home"}}}, {"topics": {"slug": {"eq": "school"}}}]}, "A"),
    ({"topics": {"slug": {"eq": "home"}, "name": {"eq": "School"}}}, ""),
    ({"topics": {"news": {"title": {"eq": "B"}}}}, "AB"),
    ({"OR": [{"title": {"eq": "C"}}, {"workStreams": {"slug": {"eq": "abuse"}}}]}, "AC"),
    ({"NOT": {"OR": [{"title": {"eq": "C"}}, {"title": {"eq": "A"}}]}}, "B"),
    ({"NOT": {"NOT": {"title": {"eq": "A"}}}}, "A"),
    ({"hasTopics": True}, "AB"),
    ({"hasTopics": False}, "C"),
    ({"hasImage": False, "hasWorkStreams": True}, "AB"),
]


def test_each_condition_finds_what_fits_once(three, news):
    # One site for all tests: building it takes longer than querying.
    found = [(where, "".join(news(**where))) for where, _ in FITTING]
    assert found == FITTING


SAYING_NOTHING = [
    {"title": None},
    {"title": {"eq": None}},
    {"title": {}},
    {"NOT": {}},
    {"NOT": {"topics": {"slug": {"eq": None}}}},
    {"OR": [{"title": {"eq": None}}, {}]},
    {"AND": []},
    {"title": {"contains": ""}},
    {"NOT": {"title": {"startsWith": ""}}},
    {"OR": [{"title": {"contains": ""}}, {"summary": {"contains": ""}}]},
    {"topics": {"name": {"contains": ""}}},
    {"topics": {}},
    {"topics": {"news": {"title": {}}}},
    {"hasTopics": None},
    {"path": {"eq": None}},
    {"path": {"startsWith": ""}},
]


def test_what_is_null_or_empty_says_nothing(three, news):
    """So a frontend can omit a variable and send the same document."""
    for where in SAYING_NOTHING:
        assert news(**where) == ["A", "B", "C"], where
        assert news(title={"not": "B"}, **{"AND": [where]}) == ["A", "C"], where


def test_a_variable_that_is_left_out_says_nothing(three, data):
    query = """query ($topic: String, $word: String) { news(where: {
        topics: {slug: {eq: $topic}} OR: [{title: {contains: $word}} {summary: {contains: $word}}]
    }) { totalCount } }"""
    assert data(query)["news"]["totalCount"] == 3
    assert data(query, topic="home")["news"]["totalCount"] == 2
    assert data(query, word="100")["news"]["totalCount"] == 1
    assert data(query, word="")["news"]["totalCount"] == 3


def test_a_column_without_a_value_is_unlike_every_value(tree, data):
    """`not` and `NOT` mean the same on every database, even with NULL."""
    stream = factories.WorkStreamFactory(parent=tree.streams)
    theme = factories.ThemeFactory(slug="risk")
    for number, due, own in (
        (1, None, None),
        (2, datetime.date(2018, 1, 1), theme),
        (3, datetime.date(2019, 1, 1), None),
    ):
        factories.CommitmentFactory(parent=stream, number=number, due_date=due, theme=own)
    query = "query ($where: CommitmentPageWhere) { commitments(where: $where) { nodes { number } } }"

    def numbers(**where):
        return [node["number"] for node in data(query, where=where)["commitments"]["nodes"]]

    assert numbers(dueDate={"not": "2018-01-01"}) == [1, 3]
    assert numbers(NOT={"dueDate": {"eq": "2018-01-01"}}) == [1, 3]
    assert numbers(NOT={"dueDate": {"before": "2018-06-01"}}) == [1, 3]
    assert numbers(dueDate={"isNull": True}) == [1]
    assert numbers(dueDate={"in": ["2018-01-01", "2019-01-01"]}) == [2, 3]
    assert numbers(NOT={"theme": {"slug": {"eq": "risk"}}}) == [1, 3]
    assert numbers(hasTheme=False) == [1, 3]
    assert numbers(number={"greaterThan": 1, "lessThan": 3}) == [2]


def test_a_status_is_asked_as_of_a_day(tree, data):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    ledgers = {
        1: [],
        2: [("2017-01-01", "in_progress"), ("2018-01-01", "complete")],
        3: [("2017-06-01", "in_progress"), ("2017-06-01", "stopped")],
        4: [((today() + datetime.timedelta(days=9)).isoformat(), "complete")],
    }
    for number, entries in ledgers.items():
        page = factories.CommitmentFactory(parent=stream, number=number)
        for place, (day, status) in enumerate(entries):
            ProgressEntry.objects.create(page=page, date=day, status=status, note="So.", sort_order=place)
    query = """query ($where: CommitmentPageWhere, $day: Date) {
        commitments(where: $where) { nodes { number status(asOf: $day) { key } } } }"""

    def numbers(**where):
        return [node["number"] for node in data(query, where=where)["commitments"]["nodes"]]

    assert numbers(status={"eq": "complete"}) == [2]
    assert numbers(status={"eq": "not_started"}) == []
    assert numbers(status={"isNull": True}) == [1, 4]
    assert numbers(status={"isNull": False}) == [2, 3]
    assert numbers(status={"isNull": True, "asOf": "2017-05-01"}) == [1, 3, 4]
    assert numbers(status={"in": ["stopped", "complete"]}) == [2, 3]
    assert numbers(status={"not": "complete"}) == [1, 3, 4]
    assert numbers(NOT={"status": {"eq": "complete"}}) == [1, 3, 4]
    assert numbers(status={"eq": "in_progress", "asOf": "2017-05-01"}) == [2]
    ahead = (today() + datetime.timedelta(days=30)).isoformat()
    assert numbers(status={"eq": "complete", "asOf": ahead}) == [2]
    assert numbers(statusDate={"from": "2017-06-01"}) == [2, 3]
    assert numbers(statusDate={"isNull": True}) == [1, 4]
    assert numbers(statusDate={"not": "2018-01-01"}) == [1, 3, 4]
    assert numbers(NOT={"statusDate": {"after": "2017-12-31"}}) == [1, 3, 4]
    assert numbers(status={"asOf": "2017-05-01"}) == [1, 2, 3, 4]
    # The filter agrees with the field.
    for day in ("2016-01-01", "2017-06-01", "2019-01-01"):
        for status in ("not_started", "in_progress", "complete", "stopped"):
            said = data(query, day=day)["commitments"]["nodes"]
            assert numbers(status={"eq": status, "asOf": day}) == [
                n["number"] for n in said if n["status"] == {"key": status}
            ]
        assert numbers(status={"isNull": True, "asOf": day}) == [n["number"] for n in said if n["status"] is None]


def test_a_relation_counts_the_rows_that_its_field_lists(tree, data):
    """A stream's `leads` are its current leads; a filter by them uses the same people."""
    stream = factories.WorkStreamFactory(parent=tree.streams)
    former = factories.TeamProfileFactory(parent=tree.team, given_name="Ann")
    Duty.objects.create(page=former, kind="policy_lead", work_stream=stream, end=datetime.date(2017, 1, 1))
    query = "query ($where: WorkStreamPageWhere) { workStreams(where: $where) { totalCount } }"

    def count(**where):
        return data(query, where=where)["workStreams"]["totalCount"]

    ann = {"profile": {"givenName": {"eq": "Ann"}}}
    assert (count(duties=ann), count(leads=ann), count(hasLeads=False)) == (1, 0, 1)


def test_an_entry_dated_ahead_fits_nothing_before_its_day(tree, data):
    commitment = factories.CommitmentFactory(parent=factories.WorkStreamFactory(parent=tree.streams), number=1)
    ahead = today() + datetime.timedelta(days=30)
    ProgressEntry.objects.create(page=commitment, date=ahead, status="complete", note="Not yet said.")
    query = "query ($where: CommitmentPageWhere) { commitments(where: $where) { totalCount } }"
    told = {"progressEntries": {"note": {"contains": "said"}}}
    assert data(query, where=told)["commitments"]["totalCount"] == 0
    assert data(query, where={"NOT": told})["commitments"]["totalCount"] == 1
    assert data(query, where={"hasProgressEntries": True})["commitments"]["totalCount"] == 0


def test_pages_are_chosen_by_what_and_where_they_are(three, tree, data):
    query = "query ($where: PageWhere) { pages(where: $where) { totalCount nodes { title } } }"

    def titles(**where):
        return [node["title"] for node in data(query, where=where)["pages"]["nodes"]]

    assert titles(type={"eq": "NEWS_PAGE"}) == ["A", "B", "C"]
    assert titles(type={"in": ["NEWS_INDEX_PAGE", "TEAM_INDEX_PAGE"]}) == ["Team", "News"]
    assert titles(path={"startsWith": "/work-streams/"}) == ["Work streams", "Neglect", "Abuse"]
    assert titles(path={"eq": "/"}, type={"not": "NEWS_PAGE"}) == ["Home"]
    ids = [id_of(tree.news), id_of(tree.team)]
    assert titles(id={"in": ids}) == ["Team", "News"]
    assert titles(id={"eq": ids[0]}) == ["News"]


NESTED = """query ($where: NewsPageWhere, $pages: PageWhere, $order: [PageOrder!]) {
  workStreams {
    nodes {
      title
      news(where: $where) { totalCount nodes { title } }
      all: news { totalCount }
      children(where: $pages, orderBy: $order) { totalCount nodes { title } }
      ancestors(where: $pages, orderBy: $order) { totalCount nodes { title } }
    }
  }
}"""


def test_nested_lists_take_the_same_arguments_for_all_peers_at_once(three, tree, data, django_assert_num_queries):
    for stream in Page.objects.child_of(tree.streams).specific():
        for number in (1, 2):
            factories.CommitmentFactory(parent=stream, number=number, title=f"{stream.title} {number}")
    variables = {
        "where": {"topics": {"slug": {"eq": "school"}}},
        "pages": {"title": {"not": "Neglect 1"}},
        "order": ["TITLE_DESC"],
    }
    data(NESTED, **variables)
    # The lengths of lists are known after the first time.
    with django_assert_num_queries(7):
        nodes = data(NESTED, **variables)["workStreams"]["nodes"]
    assert nodes == [
        {
            "title": "Neglect",
            "news": {"totalCount": 1, "nodes": [{"title": "A"}]},
            "all": {"totalCount": 2},
            "children": {"totalCount": 1, "nodes": [{"title": "Neglect 2"}]},
            "ancestors": {"totalCount": 2, "nodes": [{"title": "Work streams"}, {"title": "Home"}]},
        },
        {
            "title": "Abuse",
            "news": {"totalCount": 1, "nodes": [{"title": "A"}]},
            "all": {"totalCount": 1},
            "children": {"totalCount": 2, "nodes": [{"title": "Abuse 2"}, {"title": "Abuse 1"}]},
            "ancestors": {"totalCount": 2, "nodes": [{"title": "Work streams"}, {"title": "Home"}]},
        },
    ]
    for number in range(3):
        factories.WorkStreamFactory(parent=tree.streams, title=f"More {number}")
    data(NESTED, **variables)
    with django_assert_num_queries(7):
        assert len(data(NESTED, **variables)["workStreams"]["nodes"]) == 5


def test_two_lists_with_different_conditions_do_not_share_what_they_read(three, data):
    query = """{ workStream(slug: "neglect") {
        a: news(where: {title: {eq: "A"}}) { nodes { title } }
        b: news(where: {title: {eq: "B"}}) { nodes { title } }
        c: news(orderBy: [DATE_ASC]) { nodes { title } }
        d: news { nodes { title } }
    } }"""
    answer = data(query)["workStream"]
    assert {name: [node["title"] for node in part["nodes"]] for name, part in answer.items()} == {
        "a": ["A"],
        "b": ["B"],
        "c": ["A", "B"],
        "d": ["B", "A"],
    }


def test_an_organisation_leads_to_what_it_does(tree, data):
    body = factories.OrganisationFactory(name="Board", slug="board")
    factories.PublicationFactory(parent=tree.publications, publisher=body, title="Report")
    factories.EventFactory(parent=tree.events, host=body, title="Day")
    stream = factories.WorkStreamFactory(parent=tree.streams)
    factories.CommitmentFactory(parent=stream, number=7, responsible_body=body)
    profile = factories.TeamProfileFactory(parent=tree.team)
    group = factories.GroupFactory(parent=tree.groups, title="Leaders")
    Membership.objects.create(page=group, organisation=body, profile=profile, role="Member")
    query = """{ organisations(where: {publications: {title: {eq: "Report"}}}) { nodes {
        publications { nodes { title } } events { nodes { title } } commitments { nodes { number } }
        memberships(orderBy: [ROLE_ASC]) { nodes { role group { title } } }
    } } teamProfiles { nodes { memberships { nodes { group { title } } } } } }"""
    assert data(query) == {
        "organisations": {
            "nodes": [
                {
                    "publications": {"nodes": [{"title": "Report"}]},
                    "events": {"nodes": [{"title": "Day"}]},
                    "commitments": {"nodes": [{"number": 7}]},
                    "memberships": {"nodes": [{"role": "Member", "group": {"title": "Leaders"}}]},
                }
            ]
        },
        "teamProfiles": {"nodes": [{"memberships": {"nodes": [{"group": {"title": "Leaders"}}]}}]},
    }


NONSENSE = [
    ({"id": {"eq": "abc"}}, "INVALID_VALUE"),
    ({"id": {"in": ["1", "9" * 30]}}, "INVALID_VALUE"),
    ({"title": {"contains": "a\0b"}}, "INVALID_VALUE"),
    ({"title": {"contains": "%" * 501}}, "INVALID_VALUE"),
    ({"path": {"eq": "news"}}, "INVALID_VALUE"),
    ({"path": {"startsWith": "/a\0"}}, "INVALID_VALUE"),
    ({"firstPublishedAt": {"before": "0001-01-01T00:00:00+14:00"}}, "INVALID_VALUE"),
    ({"date": {"before": "yesterday"}}, "INVALID_VALUE"),
    ({"kind": {"eq": 1}}, "INVALID_VALUE"),
    ({"owner": {"eq": "1"}}, "INVALID_VALUE"),
    ({"title__contains": "a"}, "INVALID_VALUE"),
    ({"work_streams": {}}, "INVALID_VALUE"),
    ({"draftTitle": {"contains": "a"}}, "INVALID_VALUE"),
    ({"title": {"regex": "a"}}, "INVALID_VALUE"),
    ({"title": {"in": ["a"] * 101}}, "TOO_COMPLEX"),
    ({"OR": [{"title": {"eq": "a"}}] * 51}, "TOO_COMPLEX"),
    ({"OR": [{}] * 51}, "TOO_COMPLEX"),
    (
        {"title": {"eq": "a", "not": "a", "in": [], "contains": "a"}, "OR": [{"slug": {"eq": "a"}}] * 47},
        "TOO_COMPLEX",
    ),
]


def test_nonsense_is_refused_in_clear_words(tree, gql):
    for where, code in NONSENSE:
        body = gql(NEWS, where=where)
        assert [error["extensions"]["code"] for error in body["errors"]] == [code], where
        assert body.get("data") is None


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ('{ news(where: {kind: {eq: "REPORT"}}) { totalCount } }', "announcement"),
        ('{ news(where: {NOT: {kind: {in: ["report", "nope"]}}}) { totalCount } }', "announcement"),
        ('{ topics(where: {news: {kind: {not: ""}}}) { totalCount } }', "announcement"),
        ('{ workStreams(where: {origin: {eq: "nope"}}) { totalCount } }', "continued, started, review"),
        ('{ commitments(where: {status: {eq: "COMPLETE"}}) { totalCount } }', "not_started, in_progress, complete"),
        ('{ commitment(workStream: "neglect", kind: "ACTION", number: 1) { title } }', "recommendation, action"),
        ('{ progress(kind: "ACTION") { asOf } }', "recommendation, action"),
        ('{ search(query: "a", where: {statuses: ["COMPLETE"]}) { totalCount } }', "stopped, not_recorded"),
    ],
)
def test_an_unknown_key_is_refused_with_the_known_ones(tree, gql, query, known):
    """A mistyped key mustn't find nothing in silence."""
    (error,) = gql(query)["errors"]
    assert error["extensions"]["code"] == "INVALID_VALUE"
    assert "is unknown. The known ones are: " in error["message"]
    assert known in error["message"]


def nested(levels: int) -> dict:
    where = {"title": {"eq": "A"}}
    for _ in range(levels):
        where = {"NOT": where}
    return where


def test_limits_hold_before_any_sql_in_the_document_and_in_variables(three, gql, django_assert_num_queries, settings):
    gql(NEWS)
    literal = "{ news(where: {OR: [%s]}) { totalCount } }" % ('{title: {eq: "a"}} ' * 51)
    halves = """query ($a: NewsPageWhere, $b: NewsPageWhere = {OR: [%s]}) { news(where: $a) { ...n } x: news(where: $b) { ...n } }
        fragment n on NewsPageConnection { nodes { topics(where: {NOT: {slug: {in: ["a", "b"]}}}) { totalCount } } }"""
    halves = halves % ('{title: {eq: "a"}} ' * 25)
    settings.GRAPHQL_MAX_VARIABLES_DEPTH = 50  # which would refuse the second one too
    with django_assert_num_queries(0):
        for body in (
            gql(literal),
            gql(NEWS, where=nested(9)),
            gql(halves, a={"OR": [{"title": {"eq": "a"}}] * 25}),
        ):
            (error,) = body["errors"]
            assert error["extensions"]["code"] == "TOO_COMPLEX"
            assert "data" not in body
    assert "errors" not in gql(NEWS, where=nested(8))
    assert "errors" not in gql(halves, a={"OR": [{"title": {"eq": "a"}}] * 24})
    settings.GRAPHQL_MAX_CONDITIONS = 1
    assert gql(NEWS, where={"title": {"eq": "a", "not": "b"}})["errors"][0]["extensions"]["code"] == "TOO_COMPLEX"


def test_all_that_is_allowed_at_once_is_answered(three, data):
    where = {"OR": [{"workStreams": {"news": {"topics": {"news": {"title": {"eq": f"{n}"}}}}}} for n in range(50)]}
    assert data(NEWS, where=where)["news"]["totalCount"] == 0
