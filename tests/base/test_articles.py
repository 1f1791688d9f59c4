"""Names within a sentence have an article only if they need one."""

import pytest

from cms.base.articles import the


@pytest.mark.parametrize(
    "name",
    [
        "National Archive",
        "Scottish Government",
        "Department for Education",
        "Office of the Commissioner",
        "University of the Isles",
        "regular update",
        "Warm Homes Hub",
    ],
)
def test_a_name_with_a_common_noun_has_the_article(name):
    assert the(name) == f"the {name}"


@pytest.mark.parametrize(
    "name",
    [
        "The Promise Scotland",
        "the regular update",
        "Our update",
        "Promise Scotland",
        "Education Scotland",
        "Glasgow City Council",
        "NHS Lothian",
        "Service Children",
        "Of the Isles",
        "",
    ],
)
def test_other_names_have_none(name):
    assert the(name) == name
