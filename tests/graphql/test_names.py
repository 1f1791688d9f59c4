"""The names of root fields and of types of pages follow from the types: docs/graphql.md has the rule."""

import pytest
from graphql import get_named_type, get_nullable_type, is_list_type
from wagtail.models import get_page_models

from cms.graphql.schema import get_schema
from cms.pages import kinds

# Neither lists of one kind of thing, nor one of them, nor a type's only page.
OTHERS = {
    *("site", "programme", "progress", "page", "draft", "route", "search", "suggest"),
    *("helpAtOnce", "subscribeWording", "followWording", "feedbackWording", "survey", "textQuality", "waiting"),
    *("issueProposal", "registrationForEvent"),
}
# Rows without an address or a slug: there is nothing to ask for one by. Groups of people are few, and listed whole.
WITHOUT_ONE = {"bundles", "changes", "engagements", "redirects", "locales", "helpGroups", "waitingFeedback"}
# The same in both numbers.
UNCOUNTABLE = ("news", "waitingFeedback")
# Wagtail has collections too, of media: the type has a longer name than the fields.
LONGER_TYPES = {"collections": "DocumentCollectionPage"}


def roots() -> dict:
    return get_schema().query_type.fields


def lists() -> dict[str, str]:
    """Return the root fields that are lists, with the names of their items' types."""
    found = {}
    for name, field in roots().items():
        kind = get_named_type(field.type)
        if name not in OTHERS and is_list_type(get_nullable_type(field.type)):
            found[name] = kind.name
        elif name not in OTHERS and kind.name.endswith("Connection"):
            found[name] = kind.name.removesuffix("Connection")
    return found


def single_of(several: str) -> str:
    if several == "news":
        return "newsItem"
    return f"{several.removesuffix('ies')}y" if several.endswith("ies") else several.removesuffix("s")


def singletons() -> set[str]:
    return {model.__name__ for model in get_page_models() if kinds.is_once_a_site(model)}


def camel(name: str) -> str:
    return name[:1].lower() + name[1:]


@pytest.mark.parametrize("several", sorted(lists()))
def test_a_list_is_the_plural_of_its_type_and_one_item_the_singular(several):
    kind, one = lists()[several], single_of(several)
    assert several in (*UNCOUNTABLE, f"{one}s", f"{one.removesuffix('y')}ies")
    if several in LONGER_TYPES:
        assert kind == LONGER_TYPES[several]
    else:
        assert one.removesuffix("Item") in (camel(kind), camel(kind.removesuffix("Page")))
    if several not in WITHOUT_ONE:
        assert get_named_type(roots()[one].type).name == kind


@pytest.mark.parametrize("kind", sorted(singletons()))
def test_the_only_page_of_a_type_is_named_as_the_type(kind):
    assert get_named_type(roots()[camel(kind)].type).name == kind


def test_there_are_no_other_roots():
    named = set(lists()) | {single_of(several) for several in lists()} | {camel(kind) for kind in singletons()} | OTHERS
    assert set(roots()) - named == set()
    assert not WITHOUT_ONE - set(lists())


def test_each_type_of_page_is_one_value_of_page_type_and_nothing_else():
    """`NEWS_PAGE` is the type `NewsPage`."""
    values = get_schema().type_map["PageType"].values
    types = {kind.name for kind in get_schema().get_possible_types(get_schema().type_map["Page"])}
    assert {name.title().replace("_", "") for name in values} == types


def test_page_types_are_named_in_no_other_way():
    """Wherever the schema has a type of page as a value, it is `PageType`; only `typeLabel` is for people."""
    kinds = get_schema().type_map
    assert kinds["Change"].fields["pageType"].type is kinds["PageType"]
    assert kinds["ChangesWhere"].fields["pageType"].type is kinds["PageTypeFilter"]
    assert kinds["PageWhere"].fields["type"].type is kinds["PageTypeFilter"]
    assert get_named_type(kinds["SearchWhere"].fields["types"].type) is kinds["PageType"]
    assert [name for name in kinds["SearchResult"].fields if "type" in name.lower()] == ["typeLabel"]
