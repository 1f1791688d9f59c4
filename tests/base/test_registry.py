"""The registry with which an app reads what other apps know."""

import pytest

from cms.base.registry import Registry


def test_values_come_in_their_order_and_then_as_they_were_added():
    reporters = Registry("reporter")
    for name, order in (("links", 900), ("streams", 100), ("signposts", 10), ("events", 100)):
        reporters.add(name, name.upper(), order=order)
    assert list(reporters) == ["signposts", "streams", "events", "links"]
    assert list(reporters.values()) == ["SIGNPOSTS", "STREAMS", "EVENTS", "LINKS"]
    assert reporters["links"] == "LINKS" and "pages" not in reporters and len(reporters) == 4


def test_a_name_stands_for_one_value():
    reporters = Registry("reporter")
    reporters.add("links", len)
    reporters.add("links", len)
    with pytest.raises(ValueError, match="“links” is already the name of another reporter"):
        reporters.add("links", max)
    assert dict(reporters) == {"links": len}
