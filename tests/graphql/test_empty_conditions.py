"""Null, an empty list and an empty text mean the same in every `where` of the schema.

The inputs are found by reflection, so that a new filter can't mean something else.
"""

from collections import deque

import pytest
from graphql import GraphQLInputObjectType, GraphQLList, get_named_type, get_nullable_type, is_non_null_type, parse

from cms.graphql.schema import get_schema
from tests.graphql.leaks.walker import ask

EVERYTHING, NOTHING = "everything", "nothing"
REQUIRED = {"changes": 'since: "2000-01-01T00:00:00Z"', "search": 'query: "open"'}
COMBINING = ("AND", "OR", "NOT")
# Parts of texts, which a reader types.
TYPED = ("contains", "startsWith")


@pytest.fixture
def site(tree, settings, secret_sites):
    """A site with something in every list."""
    secret_sites.of("drafts", tree, ("draft",))
    return tree.site


def roots() -> dict[str, GraphQLInputObjectType]:
    """Return the `where` of every root list, and of the lists of every single object, as `object.list`."""
    query = get_schema().query_type.fields
    lists = {name: field for name, field in query.items() if "where" in field.args}
    for name, field in query.items():
        of_object = getattr(get_named_type(field.type), "fields", {}).items()
        if name not in lists and not any(is_non_null_type(argument.type) for argument in field.args.values()):
            lists |= {f"{name}.{inner}": list_ for inner, list_ in of_object if "where" in list_.args}
    return {name: get_named_type(field.args["where"].type) for name, field in lists.items()}


def places() -> dict[str, tuple[str, str]]:
    """Return, for every input with conditions on objects, a root list and its `where`, with `%s` for the input."""
    found: dict[str, tuple[str, str]] = {}
    queue = deque((kind, name, "%s") for name, kind in roots().items())
    while queue:
        kind, root, inside = queue.popleft()
        if kind.name in found:
            continue
        found[kind.name] = root, inside
        for name, field in kind.fields.items():
            inner = get_named_type(field.type)
            if inner.name.endswith("Where") and name not in COMBINING:
                queue.append((inner, root, inside % f"{{{name}: %s}}"))
    return found


def conditions(kind: GraphQLInputObjectType) -> dict[str, str]:
    """Return empty conditions of an input and what they match."""
    found = {"{}": EVERYTHING}
    for name, field in kind.fields.items():
        found[f"{{{name}: null}}"] = EVERYTHING
        inner = get_named_type(field.type)
        if name in COMBINING:
            continue
        if isinstance(get_nullable_type(field.type), GraphQLList):
            found[f"{{{name}: []}}"] = NOTHING
        elif isinstance(inner, GraphQLInputObjectType):
            found[f"{{{name}: {{}}}}"] = EVERYTHING
            if not inner.name.endswith("Where"):
                found |= {f"{{{name}: {condition}}}": match for condition, match in operators(inner).items()}
    if "OR" in kind.fields:
        some = next(condition for condition, match in found.items() if match == NOTHING)
        found |= {
            "{OR: []}": NOTHING,
            "{AND: []}": EVERYTHING,
            "{OR: [{}]}": EVERYTHING,
            "{AND: [{OR: []}]}": NOTHING,
            f"{{OR: [{some}, {{OR: []}}]}}": NOTHING,
            f"{{AND: [{{}}, {some}]}}": NOTHING,
        }
    return found


def operators(kind: GraphQLInputObjectType) -> dict[str, str]:
    """Return empty conditions on a value and what they match."""
    found = {}
    for name, field in kind.fields.items():
        found[f"{{{name}: null}}"] = EVERYTHING
        if isinstance(get_nullable_type(field.type), GraphQLList):
            found |= {f"{{{name}: []}}": NOTHING}
        elif name in TYPED:
            found[f'{{{name}: ""}}'] = EVERYTHING
    return found


def test_every_empty_condition_means_the_same_everywhere(site):
    schema = get_schema()
    inputs = {name for name, kind in schema.type_map.items() if name.endswith("Where")}
    assert inputs == set(places())
    wrong, tried = [], 0
    for name, (root, inside) in places().items():
        kind = schema.type_map[name]
        expected = {inside % condition: match for condition, match in conditions(kind).items()}
        if "NOT" in roots()[root].fields:
            # Nothing isn't everything: the negation of what says nothing says nothing either.
            expected |= {f"{{NOT: {condition}}}": EVERYTHING for condition in list(expected)}
        counts = counted(site, root, list(expected))
        for condition, match in expected.items():
            tried += 1
            if counts[condition] != (counts[""] if match == EVERYTHING else 0):
                wrong.append(f"{root}(where: {condition}) has {counts[condition]} of {counts['']}, not {match}")
    assert wrong == []
    assert tried > 1000


def counted(site, root: str, asked: list[str]) -> dict[str, int]:
    """Return how many objects of the list match each condition, and how many there are for an empty one."""
    above, _, name = root.rpartition(".")
    calls = [
        f"c{at}: {name}({REQUIRED.get(name, '')} where: {one or '{}'}) {{ totalCount }}"
        for at, one in enumerate(["", *asked])
    ]
    document = f"{{ {' '.join(calls)} }}"
    result = ask(get_schema(), parse(f"{{ {above} {document} }}" if above else document), site)
    assert result.errors is None, root
    answer = result.data[above] if above else result.data
    found = {one: answer[f"c{at}"]["totalCount"] for at, one in enumerate(["", *asked])}
    assert found[""], root
    return found


def test_an_empty_text_is_a_value_where_a_whole_one_is_compared(site, data):
    query = "query ($where: NewsPageWhere) { news(where: $where) { totalCount } }"

    def count(**where) -> int:
        return data(query, where=where)["news"]["totalCount"]

    without, everything = count(author={"eq": ""}), count()
    assert 0 < without < everything
    assert count(author={"in": [""]}) == without
    assert count(author={"not": ""}) == everything - without


def test_an_empty_list_in_a_search_finds_nothing_and_a_null_does_not_narrow(site, data):
    query = """query ($words: String!, $where: SearchWhere) {
        search(query: $words, where: $where) { totalCount promoted { typeLabel } nodes { typeLabel } } }"""
    assert data(query, words="open")["search"]["totalCount"]
    assert data(query, words="open", where={"types": None})["search"] == data(query, words="open")["search"]
    for name in ("types", "streams", "topics", "audiences", "years", "statuses"):
        for words in ("open", ""):
            answer = data(query, words=words, where={name: []})["search"]
            assert answer == {"totalCount": 0, "promoted": [], "nodes": []}, name


def test_no_language_is_none_of_the_pages(tree, data):
    query = """{ none: page(by: {path: "/news/"}, locales: []) { title }
             some: page(by: {path: "/news/"}, locales: null) { title } }"""
    assert data(query) == {"none": None, "some": {"title": "News"}}
