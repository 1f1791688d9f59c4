"""Slow operations are stopped, in Python and in the database, and the connection is reset."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from cms.graphql.schema import get_schema
from cms.perspectives import requests
from cms.perspectives.overlay import Overlay
from cms.tokens.scopes import READ_DRAFTS
from tests import factories

QUERY = "{ homePage { title } site { name } }"
ENDLESS = """WITH RECURSIVE steps(n) AS (SELECT 1 UNION ALL SELECT (n + 1) % 1000 FROM steps)
    SELECT count(*) FROM steps"""


@pytest.fixture
def endless(monkeypatch):
    """A field whose statement never ends."""

    def resolve(root, info):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ENDLESS)

    monkeypatch.setattr(get_schema().query_type.fields["homePage"], "resolve", resolve)


def assert_stopped(body):
    assert body["data"] is None
    assert [error["extensions"]["code"] for error in body["errors"]] == ["TOO_SLOW"]


def test_an_operation_that_takes_too_long_is_stopped(tree, gql, settings):
    settings.GRAPHQL_MAX_SECONDS = 1e-9
    assert_stopped(gql(QUERY))


def test_a_statement_that_never_ends_is_stopped_by_the_database(tree, gql, settings, endless, caplog):
    settings.GRAPHQL_MAX_SECONDS = 0.2
    assert_stopped(gql(QUERY))
    assert caplog.text == ""  # it isn't an error


def test_afterwards_the_connection_is_free_of_the_limit(tree, gql, settings, endless):
    settings.GRAPHQL_MAX_SECONDS = 0.2
    gql(QUERY)
    assert get_user_model().objects.count() == 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)


def test_there_may_be_no_limit(tree, data, settings):
    settings.GRAPHQL_MAX_SECONDS = 0
    assert data(QUERY)["homePage"]["title"]


def run_endlessly(*args):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ENDLESS)


@pytest.mark.parametrize(
    ("seconds", "endless"), [(1e-9, None), (0.2, "tables_of"), (0.2, "overlaid")], ids=["none left", "rows", "views"]
)
def test_making_a_perspective_is_within_the_time(
    tree, client, settings, headers_for, monkeypatch, caplog, seconds, endless
):
    factories.NewsFactory(parent=tree.news, title="Draft", live=False)
    headers, query = headers_for(READ_DRAFTS), {"query": "{ news { nodes { title } } }"}
    settings.GRAPHQL_MAX_SECONDS = seconds
    with monkeypatch.context() as patched:
        if endless == "tables_of":
            patched.setattr(requests, "tables_of", run_endlessly)
        elif endless:
            patched.setattr(Overlay, "_put", run_endlessly)
        assert_stopped(client.get("/graphql/", query, headers=headers).json())
    assert caplog.text == ""
    settings.GRAPHQL_MAX_SECONDS = 60  # nothing is left of it
    found = client.get("/graphql/", query, headers=headers).json()
    assert found == {"data": {"news": {"nodes": [{"title": "Draft"}]}}}
    assert client.get("/graphql/", query).json() == {"data": {"news": {"nodes": []}}}
