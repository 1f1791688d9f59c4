"""Signposts in the API: all, by audience, by topic, and the few on every page."""

import pytest
from graphql import get_named_type

from cms.graphql.schema import get_schema
from tests import factories


@pytest.fixture
def signposts(tree):
    return factories.add_signposts()


def names(answer) -> list[str]:
    return [one["name"] for one in answer["signposts"]]


def test_they_are_asked_for_by_person_and_trouble(signposts, data):
    assert names(data("{ signposts { name } }")) == ["Emergency services", "Childline", "Police Scotland"]
    assert names(data("{ signposts(audience: CHILD) { name } }")) == ["Emergency services", "Childline"]
    assert names(data("{ signposts(topic: NEGLECT) { name } }")) == ["Police Scotland", "Childline"]
    assert names(data("{ signposts(audience: PARENT, topic: NEGLECT) { name } }")) == ["Police Scotland"]


def test_they_are_asked_for_by_keys_of_the_hub_s_own(signposts, data):
    """Also by keys that no enum has."""
    assert names(data('{ signposts(audienceKey: "child") { name } }')) == ["Emergency services", "Childline"]
    assert names(data('{ signposts(topicKey: "neglect") { name } }')) == ["Police Scotland", "Childline"]
    factories.SignpostFactory(name="Debt line", audiences=["tenants"], topics=["debt"])
    found = data('{ signposts(audienceKey: "tenants", topicKey: "debt") { name audienceKeys topicKeys } }')["signposts"]
    assert found == [{"name": "Debt line", "audienceKeys": ["tenants"], "topicKeys": ["debt"]}]
    assert names(data('{ signposts(audienceKey: "nobody") { name } }')) == []


def test_no_kind_of_help_is_an_enum_but_in_what_is_deprecated():
    enums = {"HelpTopic", "HelpAudience", "SearchHelpSpeaker"}
    types = get_schema().type_map.values()
    fields = [field for kind in types for field in getattr(kind, "fields", {}).values()]
    parts = [*fields, *(argument for field in fields for argument in getattr(field, "args", {}).values())]
    found = [part for part in parts if get_named_type(part.type).name in enums]
    assert len(found) == 6
    assert all("goes with 2.0.0" in part.deprecation_reason for part in found)


def test_a_signpost_has_its_ways_as_addresses(signposts, data):
    factories.SignpostFactory(
        name="Shout", telephone="", text_number="85258", text_keyword="SHOUT", audiences=["parent"], topics=["suicide"]
    )
    fields = "name audiences topics urgent telephone telephoneLink textLink checkedOn source"
    (shout,) = data(f"{{ signposts(topic: SUICIDE, audience: PARENT) {{ {fields} }} }}")["signposts"]
    assert shout["checkedOn"]
    assert shout | {"checkedOn": ""} == {
        "name": "Shout",
        "audiences": ["PARENT"],
        "topics": ["SUICIDE"],
        "urgent": False,
        "telephone": "",
        "telephoneLink": "",
        "textLink": "sms:85258?body=SHOUT",
        "checkedOn": "",
        "source": "https://example.org/where-it-says-so",
    }


def test_whom_to_ring_at_once(signposts, data):
    assert data("{ helpAtOnce { words text signpost { telephoneLink } } }")["helpAtOnce"] == [
        {"words": "In danger now", "text": "999", "signpost": {"telephoneLink": "tel:999"}},
        {
            "words": "Children and young people",
            "text": "Childline 0800 1111",
            "signpost": {"telephoneLink": "tel:08001111"},
        },
        {
            "words": "Worried about a child",
            "text": "Police Scotland 101",
            "signpost": {"telephoneLink": "tel:101"},
        },
    ]
