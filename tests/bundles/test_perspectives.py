"""With `read:drafts` the same schema answers from drafts, as a bundle will be, or as a later moment will be."""

import datetime
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageViewRestriction

from bundles.publishing import services
from cms.graphql import cache
from cms.models import AccessToken, ContentVersion
from cms.perspectives.overlay import current
from cms.tokens.scopes import READ, READ_DRAFTS
from programme.models import CommitmentPage, NewsPage, ProgressEntry
from search.index.rebuilds import Rebuild
from tests import factories

from .conftest import draft

LISTS = """{
  news { totalCount nodes { title path } }
  commitments { totalCount nodes { title workStream { title } } }
  route(path: "/work-streams/launch/") { page { title } }
  menu: page(by: {path: "/work-streams/"}) { children { nodes { title } } }
}"""
SEARCH = '{ search(query: "zebra") { totalCount nodes { page { title } } } suggest(prefix: "zebr") { text } }'


class Asker:
    """A program with an access token."""

    def __init__(self, user, scopes=(READ_DRAFTS,), **fields):
        expires = timezone.now() + datetime.timedelta(days=1)
        fields = {"name": "Frontend", "expires_at": expires, "budget": 1_000_000} | fields
        self.token, self.secret = AccessToken.make(user, scopes=list(scopes), **fields)

    def ask(self, query, perspective, *, by_get=False, **variables):
        headers = {"Authorization": f"Bearer {self.secret}", "Hub-Perspective": perspective}
        fields = {"query": query, "variables": variables}
        if by_get:
            fields["variables"] = json.dumps(variables)
            return Client().get("/graphql/", fields, headers=headers)
        return Client().post("/graphql/", fields, content_type="application/json", headers=headers)

    def data(self, query, perspective="drafts", **options):
        response = self.ask(query, perspective, **options)
        body = response.json()
        assert "errors" not in body, body
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response
        assert "Surrogate-Key" not in response
        return body["data"]

    def refused_field(self, query, perspective):
        response = self.ask(query, perspective)
        assert response["Cache-Control"] == "private, no-store"
        return [error["extensions"]["code"] for error in response.json()["errors"]]

    def refused(self, perspective, query=LISTS, **options):
        response = self.ask(query, perspective, **options)
        [error] = response.json()["errors"]
        assert response["Cache-Control"] == "private, no-store"
        assert "data" not in response.json()
        return response.status_code, error["extensions"]["code"], error["message"]


def publicly(query=LISTS):
    response = Client().get("/graphql/", {"query": query})
    assert b"errors" not in response.content, response.content
    return response.content, response["ETag"]


@pytest.fixture(autouse=True)
def kept(settings):
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()
    yield
    cache.answers.forget()


@pytest.fixture
def asker(launch, lead):
    return Asker(lead.user)


def titles(connection):
    return [node["title"] for node in connection["nodes"]]


@pytest.mark.parametrize("by_get", [True, False])
def test_lists_routes_and_menus_have_the_drafts_and_nobody_else_sees_them(launch, asker, by_get):
    before, token = publicly(), ContentVersion.current()
    found = asker.data(LISTS, by_get=by_get)
    assert found["news"] == {"totalCount": 1, "nodes": [{"title": "New news", "path": "/news/launch-news/"}]}
    assert found["commitments"] == {
        "totalCount": 1,
        "nodes": [{"title": "Action 1", "workStream": {"title": "Launch stream"}}],
    }
    assert found["route"]["page"] == {"title": "Launch stream"}
    assert titles(found["menu"]["children"]) == ["Launch stream"]
    assert publicly() == before
    assert b"New news" not in before[0]
    assert b"Launch stream" not in before[0]
    assert ContentVersion.current() == token


def test_the_search_has_what_is_published(launch, asker, editor, tree):
    draft(launch.news, editor.user, title="Zebra crossings")
    factories.NewsFactory(parent=tree.news, title="Zebra rules")
    list(Rebuild())
    before = publicly(SEARCH)
    for perspective in ("drafts", f"bundle={launch.bundle.pk}"):
        found = asker.data(SEARCH, perspective)["search"]
        assert [node["page"]["title"] for node in found["nodes"]] == ["Zebra rules"]
    assert publicly(SEARCH) == before


def test_a_bundle_is_shown_as_it_will_be_and_other_drafts_are_not(launch, asker, editor, tree):
    before = publicly()
    draft(factories.NewsFactory(parent=tree.news, title="Other"), editor.user, title="Other draft")
    found = asker.data(LISTS, f"bundle={launch.bundle.pk}")
    assert sorted(titles(found["news"])) == ["New news", "Other"]
    assert titles(found["menu"]["children"]) == ["Launch stream"]
    draft(launch.news, editor.user, title="Newer news")  # after it was put in
    assert sorted(titles(asker.data(LISTS, f"bundle={launch.bundle.pk}")["news"])) == ["New news", "Other"]
    assert before != publicly()  # only the other news


def test_an_unknown_bundle_and_one_that_cannot_be_published(launch, asker, lead, viewer, editor):
    for value in ("bundle=99999", "bundle=", "bundle=seven", "bundle=²", "bundle=99999999999999999999"):
        assert asker.refused(value)[:2] == (404, "UNKNOWN_BUNDLE")
    item = next(item for item in launch.bundle.page_items if item.page_id == launch.news.pk)
    item.revision.content["title"] = ""
    item.revision.save()
    status, code, message = asker.refused(f"bundle={launch.bundle.pk}")
    assert (status, code) == (409, "BUNDLE_NOT_PUBLISHABLE")
    assert "isn't complete: title: This field cannot be blank." in message
    item.revision.delete()
    assert asker.refused(f"bundle={launch.bundle.pk}")[:2] == (409, "BUNDLE_NOT_PUBLISHABLE")
    launch.bundle.pages.all().delete()
    assert asker.data(LISTS, f"bundle={launch.bundle.pk}")["news"]["totalCount"] == 1  # negative control
    lead.user.groups.clear()
    assert asker.ask(LISTS, f"bundle={launch.bundle.pk}").status_code in (401, 404)


def test_a_later_moment_has_every_schedule_until_then(launch, approved, asker, lead, editor, tree):
    now = timezone.now()
    tomorrow, later, last = (now + datetime.timedelta(days=days) for days in (1, 2, 3))
    services.schedule(approved.bundle, lead.user, later)
    scheduled = factories.NewsFactory(parent=tree.news, title="Scheduled", slug="scheduled", live=False)
    scheduled.go_live_at = tomorrow
    scheduled.save_revision(user=editor.user).publish()
    factories.NewsFactory(parent=tree.news, title="Ends", slug="ends", expire_at=later + datetime.timedelta(hours=1))
    draft(factories.NewsFactory(parent=tree.news, title="As it is"), editor.user, title="Not approved")
    before = publicly()

    def at(moment):
        return sorted(titles(asker.data(LISTS, f"at={moment.isoformat()}")["news"]))

    assert at(now + datetime.timedelta(minutes=5)) == ["As it is", "Ends", "Old news"]
    assert at(tomorrow) == ["As it is", "Ends", "Old news", "Scheduled"]
    assert at(later) == ["As it is", "Ends", "New news", "Scheduled"]
    assert at(last) == ["As it is", "New news", "Scheduled"]
    assert asker.refused_field(SEARCH, f"at={last.isoformat()}") == ["AT_NOT_SEARCHABLE"]
    assert publicly() == before


def test_a_later_moment_has_nothing_of_a_bundle_that_its_maker_may_not_see(launch, approved, asker, lead, tree):
    moment = timezone.now() + datetime.timedelta(days=1)
    services.schedule(approved.bundle, lead.user, moment)
    found = asker.data(LISTS, f"at={moment.isoformat()}")
    assert (titles(found["news"]), found["commitments"]["totalCount"]) == (["New news"], 1)
    GroupPagePermission.objects.filter(group=lead.user.groups.get()).update(page=tree.news)
    found = asker.data(LISTS, f"at={moment.isoformat()}")
    assert (titles(found["news"]), found["commitments"]["totalCount"]) == (["New news"], 0)


@pytest.mark.parametrize(
    "asked",
    ["", "draft", "drafts=1", "at=", "at=tomorrow", "at=2999-12-01", "at=2030-12-01T09:00:00", "at=2020-01-01T00:00:00Z",
     "at=9999-12-31T23:59:59Z", "at=2030-02-31T09:00:00Z", "at=2030-12-01T09:00:00Z,drafts"],
)  # fmt: skip
def test_a_perspective_that_is_none_is_refused(asker, asked):
    status, code, message = asker.refused(asked)
    assert (status, code) == (400, "INVALID_PERSPECTIVE")
    assert message.endswith(".")


def test_only_a_token_for_drafts_opens_a_perspective(launch, lead):
    kept = publicly()
    assert Asker(lead.user, [READ]).refused("drafts")[:2] == (403, "WRONG_SCOPE")
    response = Client().get("/graphql/", {"query": LISTS}, headers={"Hub-Perspective": "drafts"})
    assert response.status_code == 401
    assert response.json()["errors"][0]["extensions"]["code"] == "TOKEN_MISSING"
    asker = Asker(lead.user)
    with_etag = {"Authorization": f"Bearer {asker.secret}", "Hub-Perspective": "drafts", "If-None-Match": kept[1]}
    assert Client().get("/graphql/", {"query": LISTS}, headers=with_etag).status_code == 200
    assert asker.refused("drafts", "mutation { __typename }")[:2] == (405, "BAD_REQUEST")


def test_a_token_shows_only_drafts_that_its_maker_may_see(launch, lead, tree):
    asker = Asker(lead.user)
    assert asker.data(LISTS)["commitments"]["totalCount"] == 1
    group = lead.user.groups.get()
    GroupPagePermission.objects.filter(group=group).update(page=tree.news)
    found = asker.data(LISTS)
    assert titles(found["news"]) == ["New news"]
    assert found["commitments"]["totalCount"] == 0
    assert found["route"] is None
    status, code, message = asker.refused(f"bundle={launch.bundle.pk}")
    assert (status, code) == (409, "BUNDLE_NOT_PUBLISHABLE")
    assert "may not see" in message


def test_restricted_and_expired_drafts_stay_hidden(launch, asker, editor, tree):
    expired = factories.NewsFactory(parent=tree.news, title="Expired", expire_at=timezone.now())
    draft(expired, editor.user, title="Expired draft")
    withdrawn = factories.NewsFactory(parent=tree.news, title="Withdrawn")
    withdrawn.save_revision()
    withdrawn.unpublish()
    assert sorted(titles(asker.data(LISTS)["news"])) == ["New news", "Withdrawn"]
    PageViewRestriction.objects.create(page=tree.news, restriction_type=PageViewRestriction.LOGIN)
    assert asker.data(LISTS)["news"]["totalCount"] == 0


def test_another_slug_gives_the_page_and_those_below_it_another_path(launch, asker, editor, tree):
    services_page = factories.WorkStreamFactory(parent=tree.streams, title="Moved", slug="old")
    factories.CommitmentFactory(parent=services_page, number=9, slug="action-9", title="Action 9")
    below = factories.CommitmentFactory(parent=services_page, number=8, slug="action-8", title="Action 8")
    draft(below, editor.user, slug="action-eight")
    draft(services_page, editor.user, slug="new")
    query = """{
      old: route(path: "/work-streams/old/") { page { title } }
      new: route(path: "/work-streams/new/") { page { path } }
      commitments { nodes { path } }
    }"""
    found = asker.data(query)
    assert found["old"] is None
    assert found["new"]["page"] == {"path": "/work-streams/new/"}
    paths = {node["path"] for node in found["commitments"]["nodes"]}
    assert paths == {
        "/work-streams/launch/action-1/",
        "/work-streams/new/action-9/",
        "/work-streams/new/action-eight/",
    }


def test_rows_and_choices_of_a_draft_are_those_of_the_draft(launch, asker, editor):
    topic = factories.TopicFactory(name="Horses")
    news = NewsPage.objects.get(pk=launch.news.pk)
    news.topics.set([topic])
    draft(news, editor.user, title="New news")
    query = "{ news { nodes { title topics { nodes { name } } } } topics { nodes { name news { totalCount } } } }"
    found = asker.data(query)
    assert found["news"]["nodes"] == [{"title": "New news", "topics": {"nodes": [{"name": "Horses"}]}}]
    assert {"name": "Horses", "news": {"totalCount": 1}} in found["topics"]["nodes"]
    assert b'"totalCount":1' not in publicly("{ topics { nodes { name news { totalCount } } } }")[0]


def test_terms_are_those_of_their_drafts(launch, asker, lead):
    topic = factories.TopicFactory(name="Horses", slug="horses")
    topic.name = "Ponies"
    topic.save_revision()
    new = factories.TopicFactory(name="Foals", slug="foals", live=False)
    new.save_revision()
    query = "{ topics { nodes { name } } }"
    before = publicly(query)
    assert {node["name"] for node in asker.data(query)["topics"]["nodes"]} == {"Ponies", "Foals"}
    assert json.loads(before[0])["data"]["topics"]["nodes"] == [{"name": "Horses"}]
    assert publicly(query) == before


def test_what_has_no_revision_is_shown_as_it_is(launch, asker, tree):
    topic = factories.TopicFactory(name="Horses", slug="horses", live=False)
    factories.NewsFactory(parent=tree.news, title="Made by code", slug="code")
    factories.NewsFactory(parent=tree.news, title="Never public", slug="never", live=False, topics=[topic])
    query = """{
      news { nodes { title path publishedAt: lastPublishedAt topics { nodes { name } } } }
      route(path: "/news/never/") { page { title } }
    }"""
    found = asker.data(query)
    assert sorted(titles(found["news"])) == ["Made by code", "Never public", "New news"]
    assert found["route"]["page"] == {"title": "Never public"}
    [news] = [node for node in found["news"]["nodes"] if node["title"] == "Never public"]
    assert news["topics"]["nodes"] == [{"name": "Horses"}]
    assert b"Never public" not in publicly(query)[0]


def test_statements_do_not_grow_with_the_drafts(launch, asker, editor, tree):
    query = "{ news { totalCount nodes { title topics { nodes { name } } } } }"

    def cost():
        asker.data(query)  # the rows of the drafts are known from now on
        with CaptureQueriesContext(connection) as ran:
            found = asker.data(query)
        return found["news"]["totalCount"], [
            one["sql"][:60] for one in ran.captured_queries if "TEMP" not in one["sql"]
        ]

    few, statements = cost()
    for number in range(5):
        draft(factories.NewsFactory(parent=tree.news, title=f"Item {number}"), editor.user, title=f"Draft {number}")
    many, as_many = cost()
    assert many == few + 5
    assert len(as_many) == len(statements), (statements, as_many)


def test_nothing_temporary_is_left(launch, asker):
    asker.data(SEARCH)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_temp_master")
        else:
            cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()")
        assert cursor.fetchall() == []
    assert current() is None


def test_a_correction_in_a_draft_stands_and_what_it_corrects_does_not(launch, asker, editor):
    promise = CommitmentPage.objects.get(pk=launch.promise.pk)
    promise.progress_entries.add(
        ProgressEntry(date=datetime.date(2018, 1, 1), status="complete", note="Wrong.", sort_order=0)
    )
    promise.save_revision().publish()
    [wrong] = ProgressEntry.objects.filter(page=promise.pk)
    promise = CommitmentPage.objects.get(pk=promise.pk)
    right = ProgressEntry(date=wrong.date, status="in_progress", note="Right.", corrects=wrong)
    promise.progress_entries.add(right)
    draft(promise, editor.user)
    query = "{ commitments { nodes { status { key } updatedOn progressEntries { note } } } }"
    [found] = asker.data(query)["commitments"]["nodes"]
    assert found["status"] == {"key": "in_progress"}
    assert found["updatedOn"] == str(timezone.localdate())
    assert [entry["note"] for entry in found["progressEntries"]] == ["Right.", "Wrong."]
    assert ProgressEntry.objects.get().corrected_on is None
