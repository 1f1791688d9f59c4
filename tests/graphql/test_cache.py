"""Answers are kept until the content changes and no longer, with matching headers for HTTP caches."""

import datetime
import json
import re
import time

import pytest
from django.core.cache import cache as shared
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import BaseViewRestriction, PageViewRestriction, Site

from cms.base import store
from cms.base.memory import Bounded
from cms.graphql import cache
from cms.graphql.context import Context
from cms.graphql.schema import get_schema
from cms.jobs import schedule
from cms.models import ContentVersion, HubSettings
from programme.models import NewsPage, Topic
from tests import factories

QUERY = """{ site { name } news(first: 100) { nodes { title path image { title picture(preset: CARD) { fallback { url } } }
    topics { nodes { name } } } } }"""
RESPONSE_TYPE = "application/graphql-response+json"


@pytest.fixture(autouse=True)
def kept(settings):
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()
    yield
    cache.answers.forget()


@pytest.fixture
def news(tree) -> NewsPage:
    topic = factories.TopicFactory(name="Neglect")
    page = factories.NewsFactory(
        parent=tree.news, title="First", slug="first", topics=[topic], image=factories.ImageFactory(title="A picture")
    )
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


@pytest.fixture
def get(client):
    def ask(query=QUERY, *, headers=None, **parameters):
        return client.get("/graphql/", {"query": query, **parameters}, headers=headers or {})

    return ask


@pytest.fixture
def at(monkeypatch):
    """Move the clock for the whole process."""

    def travel(moment: datetime.datetime):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return travel


def local(*parts: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(*parts))


def directives(response) -> dict[str, int]:
    return {name: int(seconds) for name, seconds in re.findall(r"([\w-]+)=(\d+)", response["Cache-Control"])}


# One small read, and nothing else


def test_the_second_answer_costs_one_statement_and_is_the_same(news, get, django_assert_num_queries):
    first = get()
    with django_assert_num_queries(1):
        second = get()
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    # But for the id that each request has of its own.
    assert set(first.headers.items()) ^ set(second.headers.items()) <= {
        ("X-Request-Id", one["X-Request-Id"]) for one in (first, second)
    }


def test_a_client_that_has_the_answer_gets_304_for_one_statement(news, get, django_assert_num_queries):
    first = get()
    with django_assert_num_queries(1):
        again = get(headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["Vary"] == first["Vary"] == "Accept, Accept-Encoding, Authorization"
    assert get(headers={"If-None-Match": f'"other", W/{first["ETag"]}'}).status_code == 304
    assert get(headers={"If-None-Match": '"other"'}).status_code == 200
    cache.answers.forget()
    assert get(headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_post_is_kept_too_but_not_by_others(news, gql, client, django_assert_num_queries):
    before = gql(QUERY)
    with django_assert_num_queries(1):
        assert gql(QUERY) == before
    body = json.dumps({"query": QUERY})
    response = client.post("/graphql/", body, content_type="application/json", headers={"If-None-Match": "*"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_head_tells_what_get_tells(news, get, client):
    answer, head = get(), client.head("/graphql/", {"query": QUERY})
    assert head.status_code == 200
    assert head.content == b""
    of_each = {"Content-Length", "X-Request-Id"}
    assert {name: value for name, value in head.headers.items() if name not in of_each} == {
        name: value for name, value in answer.headers.items() if name not in of_each
    }


def test_media_types_variables_hosts_and_operations_are_kept_apart(news, get, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    document = "query A($n: Int) { news(first: $n) { nodes { title } } } query B { site { name } }"
    answers = [
        get(document, operationName="A", variables='{"n": 1}'),
        get(document, operationName="A", variables='{"n": 0}'),
        get(document, operationName="B"),
        get(document, operationName="B", headers={"Accept": RESPONSE_TYPE}),
        get(document, operationName="B", headers={"Host": "other.example"}),
    ]
    assert len({answer["ETag"] for answer in answers}) == len(answers)
    assert answers[3]["Content-Type"] == f"{RESPONSE_TYPE}; charset=utf-8"


STORED = "/graphql/?document=NewsList"


@pytest.fixture
def files(settings, tmp_path):
    """A shared cache."""
    folder = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path / "kept")}
    settings.CACHES = settings.CACHES | {"kept": folder}
    return tmp_path / "kept"


def test_processes_share_answers_to_stored_documents(news, client, files, django_assert_num_queries):
    first = client.get(STORED)
    assert "First" in first.content.decode()
    cache.answers._own.clear()  # as in another process that has had this request
    with django_assert_num_queries(1):
        assert client.get(STORED).content == first.content


def test_programs_of_two_releases_share_no_answer(news, client, files, monkeypatch):
    client.get(STORED)
    cache.answers._own.clear()
    monkeypatch.setattr("cms.base.release.fingerprint", lambda: "of another release")
    monkeypatch.setattr("cms.graphql.cache.known", lambda asked: True)
    with CaptureQueriesContext(connection) as asked:
        assert "First" in client.get(STORED).content.decode()
    assert len(asked) > 1


def test_what_anybody_can_ask_for_is_kept_by_the_process_for_a_while(news, get, client, files, monkeypatch):
    get()
    get(QUERY + "# of another form")
    client.get(f"{STORED}&operationName=NewsList")
    client.get("/graphql/", {"document": "NewsItem", "variables": '{"slug": "first"}'})
    client.get(STORED, headers={"host": "testserver:1234"})
    assert not files.exists()
    assert (len(cache.answers._own._kept), len(cache.answers._strangers._kept)) == (0, 5)
    with CaptureQueriesContext(connection) as asked:
        get()
    assert len(asked) == 1
    monkeypatch.setattr(store.time, "monotonic", lambda: time.perf_counter() + 1e9)
    with CaptureQueriesContext(connection) as asked:
        get()
    assert len(asked) > 1


def test_the_endpoint_reads_and_sets_no_cookie_and_keeps_the_headers_of_security(news, get, client):
    client.cookies["sessionid"] = "x"
    response = get()
    assert response.cookies == {}
    assert response["Vary"] == "Accept, Accept-Encoding, Authorization"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


# The next answer is the new one


def rename(news):
    news.title = "Renamed"
    news.save_revision().publish()


def restrict(news):
    PageViewRestriction.objects.create(page=news, restriction_type=BaseViewRestriction.LOGIN)


def rename_topic(news):
    Topic.objects.update(name="Renamed")


def replace_image(news):
    news.image.title = "Renamed"
    news.image.save()


def change_setting(news):
    settings = HubSettings.for_site(Site.objects.get())
    settings.site_name = "Renamed"
    settings.save()


@pytest.mark.parametrize(
    ("change", "gone", "new"),
    [
        (rename, "First", "Renamed"),
        (lambda news: news.unpublish(), "First", None),
        (lambda news: news.delete(), "First", None),
        (lambda news: news.move(news.get_parent().get_parent(), "last-child"), "/news/first/", '"/first/"'),
        (restrict, "First", None),
        (rename_topic, "Neglect", "Renamed"),
        (replace_image, "A picture", "Renamed"),
        (change_setting, "Information hub", "Renamed"),
    ],
    ids=["publish", "unpublish", "delete", "move", "restrict", "topic", "image", "setting"],
)
def test_a_change_is_in_the_next_answer(news, get, change, gone, new):
    before = get()
    assert gone in before.content.decode()
    change(news)
    after = get(headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert gone not in after.content.decode()
    assert new is None or new in after.content.decode()


def test_a_draft_evicts_nothing(news, get, django_assert_num_queries):
    before = get()
    news.title = "Not yet"
    news.save_revision()
    with django_assert_num_queries(1):
        after = get()
    assert after["ETag"] == before["ETag"]


# Time


def test_a_page_past_its_expiry_is_gone_from_a_kept_answer(news, get, at):
    at(local(2026, 3, 10, 12))
    NewsPage.objects.filter(pk=news.pk).update(expire_at=local(2026, 3, 10, 12, 0, 20))
    before = get()
    assert "First" in before.content.decode()
    assert directives(before) == {"max-age": 20, "s-maxage": 20, "stale-while-revalidate": 0}
    at(local(2026, 3, 10, 12, 0, 20))
    after = get(headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "First" not in after.content.decode()


def test_a_page_appears_at_its_go_live(news, get, at):
    at(local(2026, 3, 10, 12))
    NewsPage.objects.filter(pk=news.pk).update(go_live_at=local(2026, 3, 10, 12, 1, 10))
    before = get()
    assert "First" not in before.content.decode()
    assert directives(before) == {"max-age": 60, "s-maxage": 60, "stale-while-revalidate": 10}
    at(local(2026, 3, 10, 12, 1, 10))
    assert "First" in get().content.decode()


def test_a_term_that_expires_counts_too(news, get, at):
    at(local(2026, 3, 10, 12))
    Topic.objects.update(expire_at=local(2026, 3, 10, 12, 0, 5))
    assert directives(get())["max-age"] == 5
    at(local(2026, 3, 10, 12, 0, 5))
    assert "Neglect" not in get().content.decode()


@pytest.fixture
def scheduled(news, tree, get, at):
    """A draft scheduled for nineteen seconds past noon, in a period that has begun."""
    at(local(2026, 3, 10, 12))
    assert directives(get())["max-age"] == 60
    draft = factories.NewsFactory(parent=tree.news, title="Soon", live=False)
    draft.go_live_at = local(2026, 3, 10, 12, 0, 19)
    draft.save_revision().publish()
    return draft


def test_an_answer_without_a_scheduled_draft_ends_with_its_moment(scheduled, get, at):
    before = get()
    assert "Soon" not in before.content.decode()
    assert directives(before) == {"max-age": 19, "s-maxage": 19, "stale-while-revalidate": 0}
    at(local(2026, 3, 10, 12, 0, 19))
    waiting = get(headers={"If-None-Match": before["ETag"]})
    assert waiting.status_code == 200
    assert "Soon" not in waiting.content.decode(), "no worker has come yet"
    assert directives(waiting) == {"max-age": 0, "s-maxage": 0, "stale-while-revalidate": 0}
    schedule.keep(lambda: False)
    after = get(headers={"If-None-Match": waiting["ETag"]})
    assert "Soon" in after.content.decode()
    assert directives(after)["max-age"] == 60


def test_a_worker_that_does_not_come_is_waited_for_a_minute(scheduled, get, at):
    at(local(2026, 3, 10, 12, 1, 18))
    assert directives(get())["max-age"] == 0
    at(local(2026, 3, 10, 12, 1, 20))
    assert directives(get())["max-age"] == 60


def test_a_draft_that_is_not_to_be_published_any_more_shortens_nothing(scheduled, get, at):
    scheduled.revisions.update(approved_go_live_at=None)
    assert directives(get())["max-age"] == 60


@pytest.mark.parametrize("day", [(2026, 3, 10), (2026, 3, 28), (2026, 10, 24)])
def test_no_answer_lives_past_midnight(tree, get, at, day):
    query = "{ progress { asOf } }"
    at(local(*day, 23, 59, 50))
    before = get(query)
    assert directives(before)["max-age"] == 10
    at(timezone.now() + datetime.timedelta(seconds=10))
    after = get(query)
    assert after.json()["data"] == {
        "progress": {"asOf": str(datetime.date(*day) + datetime.timedelta(days=1))},
    }
    assert after["ETag"] != before["ETag"]


def test_how_long_is_a_setting(tree, get, at, settings):
    settings.GRAPHQL_MAX_AGE, settings.GRAPHQL_SHARED_MAX_AGE, settings.GRAPHQL_STALE_WHILE_REVALIDATE = 0, 600, 86_400
    at(local(2026, 3, 10, 23))
    assert get()["Cache-Control"] == "public, max-age=0, s-maxage=600, stale-while-revalidate=3000"


# Answers that may not be kept


def test_an_answer_with_an_error_is_not_kept(news, get, monkeypatch):
    def broken(root, info):
        raise RuntimeError

    field = get_schema().query_type.fields["homePage"]
    query = "{ homePage { title } site { name } }"
    with monkeypatch.context() as patch:
        patch.setattr(field, "resolve", broken)
        response = get(query)
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response
    assert "errors" not in get(query).json()


@pytest.mark.parametrize("query", ["{", "{ nothing }", "{ news(first: 101) { totalCount } }"])
def test_a_refusal_is_not_kept(tree, get, query):
    for _ in range(2):
        response = get(query)
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response


def test_refusing_costs_no_statement(tree, get, django_assert_num_queries):
    with django_assert_num_queries(0):
        get("{ nothing }")


def test_a_preview_is_the_editors_alone(news, get, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Context, "perspective", "preview")
        response = get()
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    assert get()["Cache-Control"].startswith("public")


def test_nothing_is_kept_while_the_content_has_no_version(news, get):
    """During a migration, and after one that has failed."""
    get()
    ContentVersion.objects.all().delete()
    assert get()["Cache-Control"] == "private, no-store"


def test_it_can_be_switched_off(news, get, settings):
    settings.GRAPHQL_CACHE = False
    assert get()["Cache-Control"] == "private, no-store"


# Tags


def test_tags_name_what_is_in_the_answer_and_which_kinds_were_looked_through(news, get):
    tags = get()["Surrogate-Key"].split()
    topic = Topic.objects.get()
    assert {"hub", "newspage", "topic", f"page-{news.pk}", f"topic-{topic.pk}", f"image-{news.image_id}"} <= set(tags)
    empty = get("{ publications { nodes { title } } }")["Surrogate-Key"].split()
    assert empty == ["hub", "publicationpage"]


def test_too_many_tags_become_kinds(tree):
    seen = {(NewsPage, number) for number in range(1000)}
    assert cache.tags_of(seen, {NewsPage, Topic}) == "hub newspage topic"


# Memory


def test_memory_is_bounded_and_drops_what_was_not_used_for_longest():
    memory = Bounded(100)
    for name in "abcdefghij":
        memory.keep(name, name.upper(), 10)
    assert memory.get("a") == "A"
    memory.keep("k", "K", 10)
    assert memory.get("b") is None
    assert memory.get("a") == "A"
    memory.keep("large", "", 11)
    assert memory.get("large") is None
    memory.keep("a", "again", 5)
    memory.keep("l", "L", 5)
    assert [memory.get(name) for name in "acl"] == ["again", "C", "L"]


def test_the_same_document_is_parsed_once(tree, get, monkeypatch, settings):
    settings.GRAPHQL_CACHE = False
    query = "{ site { organisation } } # once"
    first = get(query)
    monkeypatch.setattr("cms.graphql.execution.parse_document", None)
    monkeypatch.setattr("cms.graphql.execution.validate_document", None)
    assert get(query).content == first.content


def test_an_empty_shared_cache_is_no_fault(news, get):
    shared.clear()
    assert get().status_code == 200
