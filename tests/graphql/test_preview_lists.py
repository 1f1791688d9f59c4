"""Lists of a draft: sorted, filtered and paged like those of published pages, although its own rows are in no table."""

import datetime

import pytest
from wagtail.models import PageViewRestriction

from cms.pages.previews import keep_draft
from cms.visibility import statements
from programme.models import Duty
from tests import factories
from tests.graphql.editors import draft_of, person

DUTIES = """query ($token: String!, $first: Int, $last: Int, $after: String, $before: String,
                   $where: DutyWhere, $orderBy: [DutyOrder!]) {
  page(by: {previewToken: $token}) { ... on TeamProfilePage {
    duties(first: $first, last: $last, after: $after, before: $before, where: $where, orderBy: $orderBy) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { title } edges { cursor } } } } }"""


@pytest.fixture
def editor(tree):
    return person("editor", tree.home)


@pytest.fixture
def profile(tree):
    profile = factories.TeamProfileFactory(parent=tree.team)
    for place, (title, start) in enumerate([("beta", 2), ("Alpha", None), ("gamma", 1)]):
        day = start and datetime.date(2016, start, 1)
        Duty.objects.create(page=profile, kind="lead", title=title, start=day, sort_order=place)
    return profile


@pytest.fixture
def unsaved(profile):
    """The profile with an additional, unsaved row."""
    draft = draft_of(profile)
    draft.duties = [*draft.duties.all(), Duty(kind="support", title="Delta", sort_order=3)]
    return draft


@pytest.fixture
def duties(data, editor):
    def ask(draft, **variables) -> dict:
        return data(DUTIES, token=keep_draft(draft, editor), **variables)["page"]["duties"]

    return ask


def titles(found: dict) -> list[str]:
    return [node["title"] for node in found["nodes"]]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (None, ["beta", "Alpha", "gamma", "Delta"]),
        (["TITLE_ASC"], ["Alpha", "beta", "Delta", "gamma"]),
        (["TITLE_DESC"], ["gamma", "Delta", "beta", "Alpha"]),
        # Rows without a date come last in both directions.
        (["START_ASC", "TITLE_ASC"], ["gamma", "beta", "Alpha", "Delta"]),
        (["START_DESC", "TITLE_ASC"], ["beta", "gamma", "Alpha", "Delta"]),
    ],
)
def test_rows_are_sorted_as_the_database_would(duties, unsaved, order, expected):
    assert titles(duties(unsaved, orderBy=order)) == expected


def test_rows_are_paged_in_any_order_and_in_both_directions(duties, unsaved):
    order = ["START_ASC", "TITLE_ASC"]
    first = duties(unsaved, first=2, orderBy=order)
    assert (titles(first), first["totalCount"]) == (["gamma", "beta"], 4)
    assert first["pageInfo"]["hasNextPage"]
    rest = duties(unsaved, first=5, after=first["pageInfo"]["endCursor"], orderBy=order)
    assert (titles(rest), rest["pageInfo"]["hasNextPage"]) == (["Alpha", "Delta"], False)
    last = duties(unsaved, last=1, orderBy=order)
    assert (titles(last), last["pageInfo"]["hasPreviousPage"]) == (["Delta"], True)
    before = duties(unsaved, last=2, before=last["pageInfo"]["startCursor"], orderBy=order)
    assert titles(before) == ["beta", "Alpha"]


def test_a_cursor_of_another_order_is_refused(gql, duties, unsaved, editor):
    cursor = duties(unsaved, first=1)["pageInfo"]["endCursor"]
    body = gql(DUTIES, token=keep_draft(unsaved, editor), after=cursor, orderBy=["TITLE_ASC"])
    assert {error["extensions"]["code"] for error in body["errors"]} == {"BAD_CURSOR"}


def test_rows_as_they_are_published_can_be_filtered(duties, profile):
    found = duties(draft_of(profile, title="Renamed"), where={"title": {"contains": "A"}, "start": {"isNull": False}})
    assert (titles(found), found["totalCount"]) == (["beta", "gamma"], 2)


def test_rows_that_are_not_published_are_not_filtered_by_old_values(gql, editor, profile, unsaved):
    changed = draft_of(profile)
    rows = list(changed.duties.all())
    rows[0].title = "changed"
    changed.duties = rows
    for draft in (unsaved, changed):
        body = gql(DUTIES, token=keep_draft(draft, editor), where={"title": {"contains": "a"}})
        assert {error["extensions"]["code"] for error in body["errors"]} == {"INVALID_VALUE"}
        assert "aren't published" in body["errors"][0]["message"]


def test_choices_of_a_draft_are_filtered_and_sorted(data, tree, editor):
    streams = [factories.WorkStreamFactory(parent=tree.streams, title=f"Stream {letter}") for letter in "ABC"]
    hidden = factories.WorkStreamFactory(parent=tree.streams, title="Stream D", live=False)
    draft = draft_of(factories.NewsFactory(parent=tree.news), work_streams=[*streams[1:], hidden])
    query = """query ($token: String!, $not: String) { page(by: {previewToken: $token}) { ... on NewsPage {
      workStreams(where: {title: {not: $not}}, orderBy: [TITLE_DESC]) { totalCount nodes { title } } } } }"""
    found = data(query, token=keep_draft(draft, editor), **{"not": "Stream B"})["page"]["workStreams"]
    assert found == {"totalCount": 2, "nodes": [{"title": "Stream D"}, {"title": "Stream C"}]}


def test_rows_of_what_is_opened_and_of_what_is_public_stay_apart(data, tree, editor):
    """They are read together; each is answered in its own view, in either order."""
    stream = factories.WorkStreamFactory(parent=tree.streams)
    for number in (1, 2, 3, 4):
        profile = factories.TeamProfileFactory(parent=tree.team, title=f"Person {number}")
        Duty.objects.create(page=profile, kind="lead", title=f"Duty {number}", work_stream=stream, sort_order=0)
        if number in (1, 4):
            PageViewRestriction.objects.create(page=profile, restriction_type="login")
    restricted = [restriction.page for restriction in PageViewRestriction.objects.order_by("pk")]
    draft = draft_of(stream, background=[("page_links", {"title": "", "pages": restricted[:1]})])
    query = """query ($token: String!) { page(by: {previewToken: $token}) { ... on WorkStreamPage {
      duties { totalCount nodes { title
      profile { title duties { totalCount } } workStream { title duties { totalCount } } } } } } }"""
    duties = data(query, token=keep_draft(draft, editor))["page"]["duties"]
    assert duties["totalCount"] == 3  # not the fourth, which the draft doesn't link to
    assert {
        (node["profile"]["title"], node["workStream"]["duties"]["totalCount"]): node["profile"]["duties"]["totalCount"]
        for node in duties["nodes"]
    } == {("Person 1", 3): 1, ("Person 2", 2): 1, ("Person 3", 2): 1}


def test_previews_share_their_statements(data, tree, editor):
    """A compiled statement also works for the next preview of any page."""
    query = """query ($token: String!) { page(by: {previewToken: $token}) { ... on NewsPage { ancestors { nodes { title } }
      workStreams { nodes { title duties { totalCount } } } } } }"""

    def look(number: int) -> None:
        streams = [factories.WorkStreamFactory(parent=tree.streams, live=False) for _ in range(number)]
        draft = draft_of(factories.NewsFactory(parent=tree.news), work_streams=streams)
        nodes = data(query, token=keep_draft(draft, editor))["page"]["workStreams"]["nodes"]
        assert len(nodes) == number

    look(1)
    before = set(statements._kept)
    look(3)
    assert set(statements._kept) == before
