"""What one network may ask for within a minute, and what costs it nothing."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from graphql import get_operation_ast, parse

from cms.graphql import cache
from cms.graphql.cost import Weights
from cms.graphql.schema import get_schema

QUERY = "{ news(first: 10) { nodes { title } } }"  # costs 11 with the request itself
NETWORK = "192.0.2.1"
QUERIES = Path(__file__).parent.parent / "queries"


@pytest.fixture
def ask(tree, settings):
    settings.GRAPHQL_BUDGET = 30

    def post(query: str, address: str = NETWORK):
        body = json.dumps({"query": query})
        return Client().post("/graphql/", body, "application/json", REMOTE_ADDR=address)

    return post


def test_beyond_its_budget_a_network_has_to_wait(ask):
    assert [ask(QUERY, f"192.0.2.{n}").status_code for n in range(2)] == [200, 200]
    refused = ask(QUERY)
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "60", "private, no-store")
    (error,) = refused.json()["errors"]
    assert error["extensions"]["code"] == "OVER_BUDGET" and "more than 30 objects" in error["message"]
    assert ask(QUERY, "198.51.100.1").status_code == 200


def test_what_is_kept_or_refused_costs_nothing(ask, settings):
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()
    assert [ask(QUERY).status_code for _ in range(5)] == [200] * 5
    assert [ask("{ nothing }").status_code for _ in range(5)] == [200] * 5
    assert ask(QUERY.replace("title", "url")).status_code == 200
    assert ask(QUERY.replace("title", "slug")).status_code == 429


def test_the_budget_can_be_switched_off(ask, settings):
    settings.GRAPHQL_BUDGET = 0
    assert [ask(QUERY).status_code for _ in range(5)] == [200] * 5


@pytest.mark.parametrize("name", ["news_item", "stream_page", "group_meetings", "commitments_by_status"])
def test_the_build_of_a_site_of_5000_pages_fits_into_a_minute(name):
    document = parse((QUERIES / f"{name}.graphql").read_text())
    operation = get_operation_ast(document, None)
    cost = 1 + Weights(get_schema(), document).of(operation, {}).cost
    assert 5_000 * cost <= settings.GRAPHQL_BUDGET == 5_000_000
