"""The field `changes`: recorded events, their visibility, and filters."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms.graphql.ids import id_of
from cms.jobs import schedule
from cms.models import Change
from home.models import StandardPage
from programme.models import NewsPage
from tests import factories

CHANGES = """
query ($since: DateTime!, $until: DateTime, $where: ChangesWhere, $first: Int, $after: String) {
  changes(since: $since, until: $until, where: $where, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { kind at significance note path pageType pageId page { title } }
  }
}
"""
LONG_AGO = "2000-01-01T00:00:00Z"


@pytest.fixture
def told(data):
    """Query changes; returns them newest first."""

    def ask(since=LONG_AGO, **variables):
        return data(CHANGES, since=since, **variables)["changes"]["nodes"]

    return ask


@pytest.fixture
def kinds(told):
    """Query changes; returns kind and path, oldest first."""
    return lambda **variables: [(change["kind"], change["path"]) for change in reversed(told(**variables))]


def publish(page, **values):
    """Publish the page with some values changed, as from the editor's form."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def later(**after) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(**after)


@pytest.fixture
def news(tree):
    return publish(factories.NewsFactory(parent=tree.news, title="First", live=False))


def test_the_first_publication_is_major_and_later_ones_are_minor(news, told):
    publish(news, change_note="Says when it was")
    second, first = told()
    assert first | {"at": None} == {
        "kind": "PUBLISHED",
        "at": None,
        "significance": "MAJOR",
        "note": "",
        "path": "/news/first/",
        "pageType": "NEWS_PAGE",
        "pageId": id_of(news),
        "page": {"title": "First"},
    }
    assert (second["kind"], second["significance"], second["note"]) == ("CHANGED", "MINOR", "Says when it was")
    assert second["at"] > first["at"]


def test_an_unpublished_page_leaves_neither_title_nor_note(news, told):
    publish(news, change_note="A name that should not be here")
    news.unpublish()
    (change,) = told()
    assert change | {"at": None} == {
        "kind": "WITHDRAWN",
        "at": None,
        "significance": "MINOR",
        "note": "",
        "path": "/news/first/",
        "pageType": "NEWS_PAGE",
        "pageId": id_of(news),
        "page": None,
    }


def test_a_page_that_comes_back_is_told_with_what_was_before(news, kinds):
    news.unpublish()
    publish(news)
    assert kinds() == [
        ("PUBLISHED", "/news/first/"),
        ("WITHDRAWN", "/news/first/"),
        ("PUBLISHED", "/news/first/"),
    ]


def test_a_draft_is_never_told(tree, kinds):
    page = factories.NewsFactory(parent=tree.news, live=False)
    page.save_revision()
    page.delete()
    assert kinds() == []


def test_a_page_below_a_draft_is_told_when_the_draft_is_published(tree, kinds):
    above = factories.StandardPageFactory(parent=tree.home, slug="above", live=False)
    publish(factories.StandardPageFactory(parent=above, slug="below", live=False))
    assert kinds() == []
    publish(above)
    assert sorted(kinds()) == [("PUBLISHED", "/above/"), ("PUBLISHED", "/above/below/")]


@pytest.fixture
def branch(tree):
    """Return a public page with one below it, both recorded."""
    above = publish(factories.StandardPageFactory(parent=tree.home, slug="above", live=False))
    publish(factories.StandardPageFactory(parent=above, slug="below", live=False))
    return StandardPage.objects.get(pk=above.pk)


BRANCH = [("PUBLISHED", "/above/"), ("PUBLISHED", "/above/below/")]
GONE = [("WITHDRAWN", "/above/"), ("WITHDRAWN", "/above/below/")]


@pytest.mark.parametrize("how", ["unpublish", "delete", "delete as base page", "restrict", "move under a draft"])
def test_what_hides_a_page_withdraws_those_below(tree, branch, kinds, how):
    assert kinds() == BRANCH
    if how == "unpublish":
        branch.unpublish()
    elif how == "delete":
        branch.delete()
    elif how == "delete as base page":
        Page.objects.filter(pk=branch.pk).delete()
    elif how == "restrict":
        PageViewRestriction.objects.create(page=branch, restriction_type="login")
    else:
        branch.move(factories.StandardPageFactory(parent=tree.home, live=False), pos="last-child")
    assert sorted(kinds()) == GONE


def test_a_lifted_restriction_shows_the_pages_again(branch, kinds):
    restriction = PageViewRestriction.objects.create(page=branch, restriction_type="login")
    restriction.delete()
    assert sorted(kinds()) == sorted([*BRANCH, *GONE, *BRANCH])


def test_deleting_a_restricted_page_tells_nothing_more(branch, kinds):
    PageViewRestriction.objects.create(page=branch, restriction_type="login")
    number = Change.objects.count()
    branch.delete()
    assert Change.objects.count() == number
    assert sorted(kinds()) == GONE


def test_a_move_gives_every_page_below_another_address(tree, branch, told):
    branch.move(publish(factories.StandardPageFactory(parent=tree.home, slug="new")), pos="last-child")
    moves = [(change["kind"], change["path"], change["significance"]) for change in told()[:2]]
    assert sorted(moves) == [("MOVED", "/new/above/", "MINOR"), ("MOVED", "/new/above/below/", "MINOR")]


def test_another_order_is_no_move(tree, branch, kinds):
    branch.move(tree.home, pos="first-child")
    assert kinds() == BRANCH


def test_a_new_slug_is_a_move_that_carries_the_note(branch, told):
    publish(branch, slug="renamed", change_note="Has a better name", change_significance="major")
    changes = {change["path"]: change for change in told()[:2]}
    assert set(changes) == {"/renamed/", "/renamed/below/"}
    assert {change["kind"] for change in changes.values()} == {"MOVED"}
    above, below = changes["/renamed/"], changes["/renamed/below/"]
    assert (above["note"], above["significance"]) == ("Has a better name", "MAJOR")
    assert (below["note"], below["significance"]) == ("", "MINOR")


def test_old_addresses_are_told_only_of_withdrawn_pages(branch, told):
    publish(branch, slug="renamed")
    assert {change["path"] for change in told()} == {"/renamed/", "/renamed/below/"}


@pytest.fixture
def clock(monkeypatch):
    """Move the clock forward."""

    def forward(**by):
        now = timezone.now() + datetime.timedelta(**by)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return forward


def test_an_expired_page_is_withdrawn_at_its_moment_and_once(branch, kinds, told, clock):
    moment = later(hours=1)
    publish(branch, expire_at=moment)
    assert all(kind != "WITHDRAWN" for kind, _ in kinds())
    clock(hours=2)
    assert sorted(kinds()) == GONE
    assert {datetime.datetime.fromisoformat(change["at"]) for change in told()} == {moment}
    call_command("publish_scheduled")
    assert not StandardPage.objects.get(pk=branch.pk).live
    assert sorted(kinds()) == GONE


def test_a_later_expiry_and_none_replace_the_first(branch, kinds, clock):
    publish(branch, expire_at=later(hours=1))
    publish(branch, expire_at=later(hours=5))
    clock(hours=2)
    assert all(kind != "WITHDRAWN" for kind, _ in kinds())
    publish(branch, expire_at=None)
    clock(hours=4)
    assert all(kind != "WITHDRAWN" for kind, _ in kinds())


def test_a_page_published_under_one_that_expires_goes_with_it(branch, kinds, clock):
    publish(branch, expire_at=later(hours=1))
    publish(factories.StandardPageFactory(parent=branch, slug="third", live=False))
    clock(hours=2)
    assert sorted(kinds()) == [*GONE, ("WITHDRAWN", "/above/third/")]


def test_a_page_unpublished_before_it_expires_is_withdrawn_once(news, kinds, clock):
    publish(news, expire_at=later(hours=1))
    NewsPage.objects.get().unpublish()
    clock(hours=2)
    assert kinds() == [("WITHDRAWN", "/news/first/")]


def test_a_scheduled_page_is_told_when_it_is_there(tree, told, clock):
    page = factories.NewsFactory(parent=tree.news, title="Soon", live=False)
    page.go_live_at = later(hours=1)
    page.change_note = "It begins"
    page.save_revision().publish()
    assert told() == []
    clock(hours=2)
    call_command("publish_scheduled")
    (change,) = told()
    assert (change["kind"], change["note"], change["significance"]) == ("PUBLISHED", "It begins", "MAJOR")
    assert datetime.datetime.fromisoformat(change["at"]) == page.go_live_at, "not when a worker came"


def test_a_branch_that_appears_on_schedule_appears_at_its_moment(tree, told, clock):
    above = factories.StandardPageFactory(parent=tree.home, slug="above", live=False)
    publish(factories.StandardPageFactory(parent=above, slug="below", live=False))
    moment = later(hours=1)
    publish(above, go_live_at=moment)
    clock(hours=2)
    schedule.keep(lambda: False)
    assert sorted(change["path"] for change in told()) == ["/above/", "/above/below/"]
    assert {datetime.datetime.fromisoformat(change["at"]) for change in told()} == {moment}


def test_what_a_late_worker_publishes_is_told_after_what_happened_meanwhile(branch, tree, kinds, told, clock):
    publish(branch, title="Newer", go_live_at=later(hours=1))
    clock(hours=2)
    StandardPage.objects.get(pk=branch.pk).move(tree.news, pos="last-child")
    clock(hours=1)
    schedule.keep(lambda: False)
    assert [kind for kind, path in kinds() if path == "/news/above/"] == ["PUBLISHED", "MOVED", "CHANGED"]
    changed, moved = (
        told(where={"kind": {"eq": kind}, "pageType": {"eq": "STANDARD_PAGE"}}) for kind in ("CHANGED", "MOVED")
    )
    assert changed[0]["at"] == moved[0]["at"]


def test_an_expiry_of_which_nothing_was_known_is_told_with_its_moment(branch, told, clock):
    moment = later(hours=1)
    Page.objects.filter(pk=branch.pk).update(expire_at=moment)
    clock(hours=2)
    schedule.keep(lambda: False)
    withdrawn = told(where={"kind": {"eq": "WITHDRAWN"}})
    assert sorted(change["path"] for change in withdrawn) == ["/above/", "/above/below/"]
    assert {datetime.datetime.fromisoformat(change["at"]) for change in withdrawn} == {moment}


def test_the_window_holds_its_start_and_not_its_end(news, kinds):
    publish(news)
    first, second = (moment.isoformat() for moment in Change.objects.order_by("at").values_list("at", flat=True))
    assert [kind for kind, _ in kinds(since=first, until=second)] == ["PUBLISHED"]
    assert [kind for kind, _ in kinds(since=second)] == ["CHANGED"]
    assert kinds(since=first, until=first) == []


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2020-01-01T00:00:00", None),
        ("2020-01-02T00:00:00Z", "2020-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00+14:00", None),
        (LONG_AGO, "2020-01-01T00:00:00"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(tree, gql, since, until):
    (error,) = gql(CHANGES, since=since, until=until)["errors"]
    assert error["extensions"]["code"] == "INVALID_VALUE"


@pytest.mark.parametrize("slug", ["a\0b", "a" * 5000])
def test_a_slug_that_no_page_can_have_is_refused(tree, gql, slug):
    for where in ({"audience": {"eq": slug}}, {"workStream": {"in": ["neglect", slug]}}, {"audience": {"not": slug}}):
        (error,) = gql(CHANGES, since=LONG_AGO, where=where)["errors"]
        assert error["extensions"]["code"] == "INVALID_VALUE"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"kind": {"eq": "CHANGED"}}, ["/news/first/"]),
        ({"kind": {"in": ["CHANGED", "WITHDRAWN"]}}, ["/gone/", "/news/first/"]),
        ({"kind": {"not": "PUBLISHED"}, "pageType": {"eq": "NEWS_PAGE"}}, ["/news/first/"]),
        ({"significance": {"eq": "MAJOR"}}, ["/news/first/"]),
        ({"pageType": {"in": ["STANDARD_PAGE", "EVENT_PAGE"]}}, ["/gone/"]),
        ({"pageType": {"eq": "EVENT_PAGE"}}, []),
        ({"kind": {"in": []}}, []),
        ({"kind": None, "pageType": {"not": "NEWS_PAGE", "eq": None}}, ["/gone/"]),
        ({}, ["/gone/", "/news/first/", "/news/first/"]),
    ],
)
def test_changes_are_narrowed(tree, news, told, where, expected):
    publish(news)
    gone = publish(factories.StandardPageFactory(parent=tree.home, slug="gone", live=False))
    gone.unpublish()
    assert [change["path"] for change in told(where=where)] == expected


def test_changes_of_a_work_stream_are_its_own_and_those_of_what_belongs_to_it(tree, told):
    neglect = publish(factories.WorkStreamFactory(parent=tree.streams, slug="neglect", live=False))
    other = publish(factories.WorkStreamFactory(parent=tree.streams, slug="other", live=False))
    publish(factories.CommitmentFactory(parent=neglect, slug="action-1", live=False))
    item = factories.NewsFactory(parent=tree.news, slug="both", live=False)
    publish(item, work_streams=[neglect, other])
    gone = publish(factories.NewsFactory(parent=tree.news, slug="gone", live=False), work_streams=[neglect])
    gone.unpublish()
    of_neglect = {change["path"] for change in told(where={"workStream": {"eq": "neglect"}})}
    assert of_neglect == {"/work-streams/neglect/", "/work-streams/neglect/action-1/", "/news/both/"}
    others = {change["path"] for change in told(where={"workStream": {"not": "neglect"}})}
    assert others == {"/work-streams/other/", "/news/gone/"}
    other.unpublish()
    assert told(where={"workStream": {"eq": "other"}}) == []


def test_changes_are_read_in_parts(news, data):
    for number in range(4):
        publish(news, change_note=str(number))
    notes, after = [], None
    for _ in range(3):
        part = data(CHANGES, since=LONG_AGO, first=2, after=after)["changes"]
        notes += [change["note"] for change in part["nodes"]]
        after = part["pageInfo"]["endCursor"]
    assert notes == ["3", "2", "1", "0", ""]
    assert part["totalCount"] == 5
    assert part["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize("number", [1, 6])
def test_the_number_of_statements_does_not_grow(tree, data, django_assert_num_queries, number):
    stream = factories.WorkStreamFactory(parent=tree.streams, slug="neglect")
    for _ in range(number):
        publish(factories.NewsFactory(parent=tree.news, live=False), work_streams=[stream])
        publish(factories.StandardPageFactory(parent=tree.home, live=False)).unpublish()
    query = CHANGES.replace("totalCount", "")
    data(query, since=LONG_AGO)  # warms the facts of the period
    # the version, changes, their pages of all types
    with django_assert_num_queries(3):
        data(query, since=LONG_AGO)


def test_another_site_hears_nothing(tree, news, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    root = Page.objects.get(depth=1)
    home = factories.HomeFactory(parent=root, slug="other")
    Site.objects.create(hostname="other.example.org", root_page=home)
    news.unpublish()
    publish(factories.StandardPageFactory(parent=home, slug="here", live=False))
    query = f'{{ changes(since: "{LONG_AGO}") {{ nodes {{ kind path }} }} }}'
    answers = {
        host: client.get("/graphql/", {"query": query}, headers={"host": host}).json()["data"]["changes"]["nodes"]
        for host in ("localhost", "other.example.org")
    }
    assert answers == {
        "localhost": [{"kind": "WITHDRAWN", "path": "/news/first/"}],
        "other.example.org": [{"kind": "PUBLISHED", "path": "/here/"}],
    }


def test_loading_content_tells_each_page_once_and_as_no_news(own_content):
    changes = Change.objects.values_list("page_id", "kind", "significance")
    assert len(changes) == Page.objects.filter(depth__gt=1).count()
    assert {(kind, significance) for _, kind, significance in changes} == {("published", "minor")}
    call_command("load_programme", verbosity=0)
    assert Change.objects.count() == len(changes)
