"""What a server does before its first request."""

import logging
import threading

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.db.utils import ConnectionHandler

from cms.graphql import cache, documents, warming
from tests import factories


@pytest.fixture
def kept(settings):
    settings.GRAPHQL_CACHE = True
    cache.forget()


@pytest.fixture
def application():
    """The hub as a server calls it, but that it leaves the test's connection open, as Django's test client does."""
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
        warming.warm(application)
    assert not caplog.records
    host = {"host": "localhost"}  # that of BASE_URL
    with django_assert_num_queries(2):  # the content's version, for each
        home = client.get("/graphql/", {"document": "Home"}, headers=host)
        item = client.get("/graphql/", {"document": "NewsItem", "variables": '{"slug": "eyes-open"}'}, headers=host)
    assert home.json()["data"]["site"]["siteName"] == "Information hub"
    assert item.json()["data"]["newsItem"]


def test_a_server_starts_without_a_database(application, monkeypatch, caplog):
    def unreadable():
        raise OperationalError("no such table")

    monkeypatch.setattr(warming, "current_period", unreadable)
    warming.warm(application)
    (record,) = caplog.records
    assert "no such table" in record.getMessage()


def test_a_stored_document_that_cannot_be_answered_is_named(application, monkeypatch, tree, caplog):
    monkeypatch.setattr(warming, "stored_documents", lambda: {"Gone": "query Gone { site { siteName } }"})
    monkeypatch.setattr(warming, "example_variables", lambda name: {})
    warming.warm(application)
    assert "Gone was answered with status 404" in caplog.text


@pytest.mark.django_db
def test_the_connection_goes_to_the_thread_that_answers_first(monkeypatch, tmp_path):
    handler = ConnectionHandler({"default": {"ENGINE": "cms.sqlite", "NAME": str(tmp_path / "hub.sqlite3")}})
    monkeypatch.setattr(warming, "connections", handler)
    opened = handler["default"]
    opened.ensure_connection()
    warming.hand_over_connections()
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
