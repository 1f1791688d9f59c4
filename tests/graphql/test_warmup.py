"""The warm-up of a server."""

import logging
import threading

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.db.utils import ConnectionHandler

from cms.base import connections as base_connections
from cms.graphql import cache, documents, warmup
from cms.visibility.period import forget_period
from search.confidence import SearchError
from search.help import records
from tests import factories


@pytest.fixture
def kept(settings):
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()


@pytest.fixture
def application():
    """The hub's WSGI application, except that it leaves the test's connection open, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_first_reader_finds_stored_documents_answered(
    kept, application, tree, client, caplog, django_assert_num_queries
):
    factories.NewsFactory(parent=tree.news, slug=documents.example_variables("NewsItem")["slug"])
    with caplog.at_level(logging.WARNING):
        warmup.warm(application)
    assert not caplog.records
    host = {"host": "localhost"}  # that of BASE_URL
    with django_assert_num_queries(2):  # the content's version for each
        home = client.get("/graphql/", {"document": "Home"}, headers=host)
        item = client.get("/graphql/", {"document": "NewsItem", "variables": '{"slug": "eyes-open"}'}, headers=host)
    assert home.json()["data"]["site"]["name"] == "Information hub"
    assert item.json()["data"]["newsItem"]


def test_the_first_search_waits_for_nothing_to_be_learnt(kept, application, tree, client, monkeypatch):
    records._compiled.cache_clear()
    warmup.warm(application)
    monkeypatch.delattr(records, "Examples")
    assert client.get("/search/", {"query": "neglect"}).status_code == 200
    records._compiled.cache_clear()
    forget_period()
    with pytest.raises(SearchError):
        client.get("/search/", {"query": "neglect"})


def test_a_server_starts_without_a_database(application, monkeypatch, caplog):
    def unreadable():
        raise OperationalError("no such table")

    monkeypatch.setattr(warmup, "current_period", unreadable)
    warmup.warm(application)
    (record,) = caplog.records
    assert "no such table" in record.getMessage()


def test_a_stored_document_that_cannot_be_answered_is_named(application, monkeypatch, tree, caplog):
    monkeypatch.setattr(warmup, "stored_documents", lambda: {"Gone": "query Gone { site { name } }"})
    monkeypatch.setattr(warmup, "example_variables", lambda name: {})
    warmup.warm(application)
    assert "Gone was answered with status 404" in caplog.text


@pytest.mark.django_db
def test_the_connection_goes_to_the_thread_that_answers_first(monkeypatch, tmp_path):
    handler = ConnectionHandler({"default": {"ENGINE": "cms.base.sqlite", "NAME": str(tmp_path / "hub.sqlite3")}})
    monkeypatch.setattr(base_connections, "connections", handler)
    opened = handler["default"]
    opened.ensure_connection()
    base_connections.hand_over_connections()
    used = []

    def answer():
        request_started.send(sender=None)
        handler["default"].cursor().execute("SELECT 1")
        used.append(handler["default"])

    for _ in range(2):
        thread = threading.Thread(target=answer)
        thread.start()
        thread.join()
    assert used[0] is opened
    assert used[1] is not opened
