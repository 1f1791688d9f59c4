"""What a server does before its first request."""

import logging

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError

from cms.graphql import cache, documents, warming
from tests import factories


@pytest.fixture
def kept(settings):
    settings.GRAPHQL_CACHE = True
    cache.forget()


def test_the_first_reader_finds_stored_documents_answered(kept, tree, client, caplog, django_assert_num_queries):
    factories.NewsFactory(parent=tree.news, slug=documents.example_variables("NewsItem")["slug"])
    with caplog.at_level(logging.WARNING):
        warming.warm(WSGIHandler())
    assert not caplog.records
    host = {"host": "localhost"}  # that of BASE_URL
    with django_assert_num_queries(2):  # the content's version, for each
        home = client.get("/graphql/", {"document": "Home"}, headers=host)
        item = client.get("/graphql/", {"document": "NewsItem", "variables": '{"slug": "eyes-open"}'}, headers=host)
    assert home.json()["data"]["site"]["siteName"] == "Information hub"
    assert item.json()["data"]["newsItem"]


def test_a_server_starts_without_a_database(monkeypatch, caplog):
    def unreadable():
        raise OperationalError("no such table")

    monkeypatch.setattr(warming, "current_period", unreadable)
    warming.warm(WSGIHandler())
    (record,) = caplog.records
    assert "no such table" in record.getMessage()


def test_a_stored_document_that_cannot_be_answered_is_named(monkeypatch, tree, caplog):
    monkeypatch.setattr(warming, "stored_documents", lambda: {"Gone": "query Gone { site { siteName } }"})
    monkeypatch.setattr(warming, "example_variables", lambda name: {})
    warming.warm(WSGIHandler())
    assert "Gone was answered with status 404" in caplog.text
