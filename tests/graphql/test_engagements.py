"""Engagements in the API: only public ones, without the team's internal fields."""

import datetime

import pytest

from cms.graphql.schema import get_schema
from tests import factories


@pytest.fixture
def cosla(tree):
    return factories.OrganisationFactory(name="COSLA")


def test_only_what_is_marked_public_is_listed_latest_first(data, tree, cosla):
    for day, is_public in ((1, True), (2, False), (3, True)):
        one = factories.EngagementFactory(
            date=datetime.date(2026, 3, day), is_public=is_public, public_summary=f"Day {day}.", summary="Secret."
        )
        one.organisations.add(cosla)
    query = """{ engagements {
        totalCount nodes { date kind { key label } publicSummary organisations { nodes { name } } } } }"""
    found = data(query)["engagements"]
    assert found == {
        "totalCount": 2,
        "nodes": [
            {
                "date": f"2026-03-0{day}",
                "kind": {"key": "meeting", "label": "Meeting"},
                "publicSummary": f"Day {day}.",
                "organisations": {"nodes": [{"name": "COSLA"}]},
            }
            for day in (3, 1)
        ],
    }


def test_what_is_no_longer_public_is_gone_from_kept_answers(data, tree):
    one = factories.EngagementFactory(is_public=True, public_summary="Here.")
    ask = "{ engagements { nodes { publicSummary } } }"
    assert data(ask)["engagements"]["nodes"] == [{"publicSummary": "Here."}]
    one.is_public = False
    one.save()
    assert data(ask)["engagements"]["nodes"] == []
    one.is_public = True
    one.save()
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    one.work_streams.add(stream)
    ask = "{ engagements { nodes { workStreams { nodes { title } } } } }"
    assert data(ask)["engagements"]["nodes"] == [{"workStreams": {"nodes": [{"title": "Neglect"}]}}]
    stream.unpublish()
    assert data(ask)["engagements"]["nodes"] == [{"workStreams": {"nodes": []}}]


def test_what_is_for_the_team_is_not_in_the_schema():
    kind = get_schema().get_type("Engagement")
    assert set(kind.fields) == {"id", "date", "kind", "publicSummary", "organisations", "workStreams"}
    assert get_schema().get_type("Contact") is None
