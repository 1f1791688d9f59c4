"""The hub goes on without its shared cache: reads find nothing, writes are dropped, limits are counted in the database."""

import time

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.test import Client

from cms.base import caches as ours
from cms.base import rate_limits as limits
from cms.base.memory import Bounded
from cms.base.store import STRANGERS_LARGEST, Store
from cms.delivery import kept_pages as pages
from cms.graphql import cache as graphql
from tests import factories, own_redis

OPTIONAL = {"BACKEND": "cms.base.caches.OptionalRedisCache"}
STEADY = {"BACKEND": "cms.base.caches.SteadyRedisCache"}


@pytest.fixture
def redis(settings, tmp_path):
    """A Redis that the hub uses for everything."""
    with own_redis.own(tmp_path) as (address, process):
        there = {"LOCATION": address.replace("rediscache", "redis")}
        caches_in_redis = {"default": OPTIONAL | there, "kept": OPTIONAL | there, "limits": STEADY | there}
        settings.CACHES = settings.CACHES | caches_in_redis
        settings.PAGES_CACHE = settings.GRAPHQL_CACHE = True
        for kept in (pages.pages, graphql.answers):
            kept.forget()
        yield process
        for kept in (pages.pages, graphql.answers):
            kept.forget()


def kill(process) -> None:
    process.kill()
    process.wait()


STORED = "/graphql/?document=NewsList"


def test_with_redis_killed_everything_answers(tree, redis, client, caplog):
    get_user_model().objects.create_superuser("admin", password="a-long-password")
    news = factories.NewsFactory(parent=tree.news, title="First")
    before = client.get("/news/").content, client.get(STORED).content
    kill(redis)
    for kept in (pages.pages, graphql.answers):
        kept.forget()
    since = time.monotonic()
    for _ in range(2):
        assert (client.get("/news/").content, client.get(STORED).content) == before
        assert client.get(news.url).status_code == client.get("/search/?query=first").status_code == 200
        assert client.get("/search/suggest/?q=fi").status_code == 200
        body = {"message": "A comma is missing.", "page": "/news/"}
        assert client.post("/feedback/", body).status_code in (200, 303)
        posted = {"query": "{ site { name } }"}
        assert "errors" not in client.post("/graphql/", posted, content_type="application/json").json()
        editor = Client()
        signed_in = editor.post("/admin/login/", {"username": "admin", "password": "a-long-password"})
        assert signed_in.status_code == 302
        assert editor.get("/admin/").status_code == 200
    assert time.monotonic() - since < 60
    news.title = "Second"
    news.save_revision().publish()
    assert "Second" in client.get("/news/").content.decode()
    assert len([one for one in caplog.records if one.name == ours.__name__]) == 1, "it is logged once"


def test_limits_are_counted_without_redis(db, redis):
    assert [limits.spent("test", "192.0.2.0/24", 1) for _ in range(2)] == [1, 2]
    kill(redis)
    assert [limits.spent("test", "192.0.2.0/24", 1) for _ in range(3)] == [1, 2, 3]
    assert limits.spent("test", "198.51.100.0/24", 1) == limits.spent("other", "192.0.2.0/24", 1) == 1


def test_sign_in_stays_limited_without_redis(tree, redis, client):
    get_user_model().objects.create_superuser("admin", password="a-long-password")
    kill(redis)
    wrong = {"username": "admin", "password": "wrong"}
    answers = [client.post("/admin/login/", wrong).content.decode() for _ in range(30)]
    right = client.post("/admin/login/", wrong | {"password": "a-long-password"})
    assert right.status_code == 200, "not even the right password opens it now"
    assert answers[-1] != answers[0]


def test_what_is_missing_without_redis(redis):
    cache = caches["default"]
    cache.set("a", 1)
    cache.set_many({"b": 2})
    assert (cache.get("a"), cache.get_many(["a", "b"]), cache.add("a", 2)) == (1, {"a": 1, "b": 2}, False)
    kill(redis)
    assert (cache.get("a"), cache.get("a", 3), cache.get_many(["a"]), cache.has_key("a")) == (None, 3, {}, False)
    assert not (cache.add("a", 1) or cache.touch("a") or cache.delete("a") or cache.clear())
    assert cache.set("a", 1) is None
    assert cache.get_or_set("a", 4) == 4
    with pytest.raises(ValueError, match="no such key"):
        cache.incr("a")
    with pytest.raises(ours.CacheDownError):
        caches["limits"].get("a")


def test_a_server_that_comes_back_is_used_again(settings, tmp_path, monkeypatch, caplog):
    with own_redis.own(tmp_path) as (address, process):
        cache = ours.OptionalRedisCache(address.replace("rediscache", "redis"), {})
        cache.set("a", 1)
        kill(process)
        assert cache.get("a") is None
    with own_redis.own(tmp_path, port=int(address.rpartition(":")[2].partition("/")[0])):
        assert cache.get("a") is None, "it isn't asked again at once"
        monkeypatch.setattr(ours.time, "monotonic", lambda: time.perf_counter() + 1e9)
        cache.set("a", 2)
        assert cache.get("a") == 2
    assert [one.getMessage()[:10] for one in caplog.records if one.name == ours.__name__] == ["The cache "] * 2


# What is kept is bounded


def test_what_strangers_ask_for_has_a_ceiling_and_a_share():
    store = Store("test", tuple, 4)
    store.keep("own", (b"x" * STRANGERS_LARGEST,), 60)
    store.keep("large", (b"x" * STRANGERS_LARGEST,), 60, of_strangers=True)
    assert store.load("own") is not None
    assert store.load("large") is None
    for number in range(1_000):
        store.keep(str(number), (b"x" * 10_000,), 60, of_strangers=True)
    kept = [number for number in range(1_000) if store.load(str(number))]
    assert kept == list(range(1_000 - len(kept), 1_000))
    assert len(kept) * 10_000 <= 1024 * 1024
    assert store.load("own") is not None


def test_memory_takes_nothing_that_is_larger_than_its_ceiling():
    memory = Bounded(100, 50)
    assert memory.keep("a", "A", 50)
    assert not memory.keep("b", "B", 51)
    assert (memory.get("a"), memory.get("b")) == ("A", None)


def test_a_damaged_value_is_as_if_it_were_not_there(redis):
    store = graphql.answers
    store.keep("key", graphql.Kept(*[b"as it was"] * len(graphql.Kept._fields)), 60)
    shared = caches["kept"].get(store._shared_key("key"))
    for damaged in ((shared[0], b"As it was", *shared[2:]), shared[:-1], 7, ("checksum",)):
        store.forget()
        caches["kept"].set(store._shared_key("key"), damaged, 60)
        assert store.load("key") is None
    caches["kept"].set(store._shared_key("key"), shared, 60)
    assert store.load("key")[0] == b"as it was"
