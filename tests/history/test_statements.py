"""A past day costs a constant number of statements, at most twice that of today's answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.graphql import plenty
from tests.graphql.test_budgets import BUDGETS, DOCUMENTS

from .world import ASIDE, as_at

pytestmark = pytest.mark.django_db
ASKED = {name: text for name, text in DOCUMENTS.items() if not ASIDE.search(text)}


def costs(data, moment) -> dict[str, int]:
    """Return how many statements each document needs as of a moment that was asked for before."""
    found = {}
    for name, document in ASKED.items():
        variables = BUDGETS[name].variables | {"pastDay": moment.isoformat()}
        data(as_at(document), **variables)
        with CaptureQueriesContext(connection) as captured:
            data(as_at(document), **variables)
        found[name] = len(captured)
    return found


def test_no_document_costs_more_on_a_day_with_more(tree, data):
    plenty.add(tree, 3)
    few = costs(data, timezone.now())
    plenty.add(tree, 9)
    many = costs(data, timezone.now())

    assert few == many
    assert {name: number for name, number in many.items() if number > 2 * BUDGETS[name].statements} == {}
