"""A document above the limits is refused before any SQL runs."""

import json

import pytest
from graphql import get_introspection_query, get_named_type, is_leaf_type, is_union_type

from cms.graphql.errors import ApiError
from cms.graphql.limits import VariableLimits, check_request
from cms.graphql.schema import get_schema
from cms.perspectives import requests
from cms.tokens.scopes import READ_DRAFTS

CHILDREN = "children(first: %s) { nodes { "


def nested(levels: int, size: str = "100") -> str:
    return "{ pages(first: 1) { nodes { " + (CHILDREN % size) * levels + "title" + " }" * (2 * levels + 3)


def test_a_costly_document_is_refused_without_sql(tree, gql, django_assert_num_queries):
    gql("{ site { name } }")
    with django_assert_num_queries(0):
        body = gql(nested(4))
    (error,) = body["errors"]
    assert error["extensions"]["code"] == "TOO_COSTLY"
    assert error["locations"]
    assert "data" not in body


def test_sizes_in_variables_and_fragments_count_too(tree, gql):
    document = """query ($n: Int) { pages(first: $n) { nodes { ...one } } }
        fragment one on Page { children(first: $n) { nodes { ...two } } }
        fragment two on Page { children(first: $n) { nodes { children(first: $n) { nodes { title } } } } }"""
    assert gql(document, n=100)["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
    assert gql(document.replace("Int)", "Int = 100)"))["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
    assert "errors" not in gql(document, n=5)


def test_a_list_without_a_size_counts_with_the_default(tree, gql):
    document = nested(5, "20").replace("(first: 20)", "")
    assert gql(document)["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


def test_a_deep_document_is_refused(tree, gql):
    document = "{ pages(first: 1) { nodes { " + "parent { " * 20 + "title" + " }" * 23
    assert gql(document)["errors"][0]["extensions"]["code"] == "TOO_DEEP"


def test_limits_are_settings(tree, gql, settings):
    settings.GRAPHQL_MAX_COST = 10
    assert gql("{ news { nodes { title } } }")["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
    settings.GRAPHQL_MAX_DEPTH, settings.GRAPHQL_MAX_COST = 1, 500
    assert gql("{ news { nodes { parent { title } } } }")["errors"][0]["extensions"]["code"] == "TOO_DEEP"


@pytest.mark.parametrize("size", [-5, 0, 101, "null"])
def test_a_size_that_makes_no_sense_is_refused_by_the_list(tree, gql, size):
    errors = gql(f"{{ news(first: {size}) {{ nodes {{ title }} }} }}").get("errors", [])
    assert {error["extensions"]["code"] for error in errors} <= {"BAD_PAGE_SIZE"}


def test_a_connection_spread_from_a_fragment_counts(tree, gql):
    document = "{ pages { ...c } } " + " ".join(
        f"fragment {name} on PageConnection {{ nodes {{ children {{ ...{following} }} }} }}"
        for name, following in zip("cdefg", "defgh", strict=True)
    )
    body = gql(document + " fragment h on PageConnection { nodes { title } }")
    assert body["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


def test_fragments_that_double_at_each_step_are_weighed_in_no_time(tree, gql):
    chain = " ".join(f"fragment f{n} on Page {{ ...f{n + 1} ...f{n + 1} }}" for n in range(60))
    body = gql('{ page(by: {path: "/"}) { ...f0 } } ' + chain + " fragment f60 on Page { parent { title } }")
    assert body["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


def test_a_list_that_is_no_connection_counts_with_its_size_too(settings, tree, gql):
    settings.GRAPHQL_MAX_COST = 19
    document = '{ suggest(prefix: "a", first: %d) { page { title } } }'  # two objects each
    assert "errors" not in gql(document % 9)
    assert gql(document % 10)["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


def fragments(number: int, selection: str) -> str:
    return " ".join(f"fragment f{n} on Page {{ {selection} }}" for n in range(number))


def spreads(number: int) -> str:
    return " ".join(f"...f{n}" for n in range(number))


SITE = "{ site { name } }"
REFUSED = {
    "bytes": ("#" * 64_000 + SITE, "DOCUMENT_TOO_LARGE"),
    "one long text": (f'{{ route(path: "{"x" * 64_000}") {{ __typename }} }}', "DOCUMENT_TOO_LARGE"),
    "tokens": ("{ news { nodes { " + "title " * 4_000 + "} } }", "TOO_MANY_TOKENS"),
    "comments": ("#\n" * 4_001 + SITE, "TOO_MANY_TOKENS"),
    "operations": (" ".join(f"query q{n} {SITE}" for n in range(101)), "TOO_MANY_DEFINITIONS"),
    "fragments": ("{ news { nodes { " + spreads(100) + " } } }" + fragments(100, "title"), "TOO_MANY_DEFINITIONS"),
    "directives": ("{ site { name " + "@include(if: true) " * 400 + "} }", "TOO_MANY_DIRECTIVES"),
    "directives on many fields": (
        "{ site { " + " ".join(f"a{n}: name @skip(if: true)" for n in range(51)) + " } }",
        "TOO_MANY_DIRECTIVES",
    ),
    "a field again and again": ("{ site { " + "name " * 700 + "} }", "TOO_MANY_DUPLICATES"),
    "a list again and again": ("{ " + "news { nodes { title } } " * 400 + "}", "TOO_MANY_DUPLICATES"),
    "a nest of duplicates": (
        "{ " + ("news { " + ("nodes { " + "parent { title } " * 9 + "} ") * 9 + "} ") * 9 + "}",
        "TOO_COMPLEX",
    ),
    "duplicates in inline fragments": ("{ news { nodes { " + "... on Page { title } " * 600 + "} } }", "TOO_COMPLEX"),
    "fragments that all overlap": (
        "{ news { nodes { " + spreads(99) + " } } }" + fragments(99, "title id parent { title }"),
        "TOO_COMPLEX",
    ),
    "a chain of fragments": (
        "{ news { nodes { ...f0 } } }"
        + " ".join(f"fragment f{n} on Page {{ parent {{ parent {{ parent {{ ...f{n + 1} }} }} }} }}" for n in range(98))
        + " fragment f98 on Page { title }",
        "TOO_COMPLEX",
    ),
    "aliases": ("{ " + " ".join(f"a{n}: site {{ name }}" for n in range(51)) + " }", "TOO_MANY_ALIASES"),
    "aliases in a fragment": (
        "{ news { nodes { ...a parent { ...a } } } } fragment a on Page { "
        + " ".join(f"a{n}: title" for n in range(30))
        + " }",
        "TOO_MANY_ALIASES",
    ),
    "fields in a fragment": (
        "{ ...r1 ...r2 ...r3 } "
        + " ".join(f"fragment r{n} on Query {{ news {{ nodes {{ {'...b ' * 10} }} }} }}" for n in (1, 2, 3))
        + " fragment b on Page { parent { ...c ...c ...c } children { nodes { ...c ...c ...c } } }"
        + " fragment c on Page { id title path url slug parent { id title path url slug } }",
        "TOO_MANY_FIELDS",
    ),
    "introspection, types of types": (
        "{ __schema { types { fields { type { " + "ofType { " * 20 + "name" + " }" * 25,
        "INTROSPECTION_TOO_DEEP",
    ),
    "introspection, fields of fields": (
        '{ __type(name: "Query") { ' + "fields { type { " * 6 + "name" + " }" * 14,
        "INTROSPECTION_TOO_COSTLY",
    ),
    "introspection again and again": (
        "{ " + " ".join(f"a{n}: __schema {{ ...s }}" for n in range(50)) + " } fragment s on __Schema "
        "{ types { name fields { name args { name } type { name fields { name } } } } }",
        "INTROSPECTION_TOO_COSTLY",
    ),
}


@pytest.mark.parametrize(("document", "code"), REFUSED.values(), ids=REFUSED)
def test_a_document_beyond_a_limit_is_refused_without_sql(gql, django_assert_num_queries, db, document, code):
    with django_assert_num_queries(0):
        body = gql(document)
    assert [error["extensions"]["code"] for error in body["errors"]] == [code]
    assert "data" not in body


def test_it_is_refused_to_each_scope_before_a_perspective_is_made(client, tree, scoped, django_assert_num_queries):
    for document, code in REFUSED.values():
        with django_assert_num_queries(1):  # reads the token
            response = client.post("/graphql/", {"query": document}, "application/json", headers=scoped)
        assert [error["extensions"]["code"] for error in response.json()["errors"]] == [code]
        assert "data" not in response.json()


def test_a_spent_budget_is_refused_before_a_perspective_is_made(client, tree, headers_for, monkeypatch):
    monkeypatch.setattr(requests, "tables_of", pytest.fail)
    query = {"query": "{ news { totalCount } }"}
    assert client.get("/graphql/", query, headers=headers_for(READ_DRAFTS, budget=1)).status_code == 429


@pytest.mark.parametrize(
    "document",
    [
        "{ news { nodes { ...a } } } fragment a on Page { title ...b } fragment b on Page { id ...a }",
        "{ news { nodes { ...a } } } fragment a on Page { title ...a }",
        "{ news { nodes { ...f0 } } }" + fragments(40, spreads(40)),
    ],
)
def test_fragments_that_go_in_circles_are_invalid(gql, db, document):
    errors = gql(document)["errors"]
    assert {error["extensions"]["code"] for error in errors} == {"INVALID_DOCUMENT"}
    assert len(errors) <= 21


def test_a_root_field_in_a_fragment_counts(gql, tree, settings):
    settings.GRAPHQL_MAX_ROOT_FIELDS = 2
    document = "{ ...r site { name } } fragment r on Query { homePage { title } news { totalCount } }"
    assert gql(document)["errors"][0]["extensions"]["code"] == "TOO_MANY_ROOT_FIELDS"
    settings.GRAPHQL_MAX_ROOT_FIELDS = 3
    assert "errors" not in gql(document)


@pytest.mark.parametrize(
    "value",
    [
        "x" * 32_001,
        ["x"] * 1_001,
        [[1] * 40] * 40,
        {"a" * 32_001: 1},
        json.loads("[" * 11 + "]" * 11),
        {"é" * 16_001: 1},
    ],
    ids=["text", "list", "list of lists", "key", "depth", "letters of two bytes"],
)
def test_variables_beyond_a_limit_are_refused_without_sql(gql, db, django_assert_num_queries, value):
    with django_assert_num_queries(0):
        body = gql("query ($path: String!) { route(path: $path) { __typename } }", path=value)
    assert body["errors"][0]["extensions"]["code"] == "VARIABLES_TOO_LARGE"


def everything() -> str:
    """Return a document that selects every leaf of every page type and of every block in its bodies."""
    schema = get_schema()

    def leaves(kind):
        return [name for name, field in kind.fields.items() if is_leaf_type(get_named_type(field.type))]

    def named(kind, name, prefix):
        # Fields with the same name and different types need aliases, or they couldn't be merged.
        plain = [f"{prefix}{kind.name}{leaf}: {leaf}" if leaf in differing else leaf for leaf in leaves(kind)]
        return f"fragment {name} on {kind.name} {{ {' '.join(plain)} }}"

    blocks = schema.get_possible_types(schema.type_map["Block"])
    pages = schema.get_possible_types(schema.type_map["Page"])
    seen: dict[str, set[str]] = {}
    for kind in (*blocks, *pages):
        for leaf in leaves(kind):
            seen.setdefault(leaf, set()).add(str(kind.fields[leaf].type))
    differing = {leaf for leaf, types in seen.items() if len(types) > 1}
    parts = [named(kind, kind.name, "") for kind in (*blocks, *pages)]
    body = "fragment Body on Block { __typename " + " ".join(f"...{kind.name}" for kind in blocks) + " }"
    bodies = [
        f"... on {kind.name} {{ {kind.name}{name}: {name} {{ ...Body }} }}"
        for kind in pages
        for name, field in kind.fields.items()
        if is_union_type(get_named_type(field.type))
    ]
    spread = " ".join(f"...{kind.name}" for kind in pages)
    route = "query ($path: String!) { route(path: $path) { page { " + spread + " ".join(bodies) + " } } }"
    return " ".join([route, body, *parts])


def test_a_document_that_asks_for_every_page_type_whole_is_within_the_limits(tree, data, settings):
    settings.GRAPHQL_MAX_ALIASES = 500  # a real client shares names; this one is generated
    assert data(everything(), path="/news/")["route"]["page"]["title"] == "News"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"descriptions": False},
        {"specified_by_url": True, "directive_is_repeatable": True, "schema_description": True},
        {"input_value_deprecation": True, "specified_by_url": True, "directive_is_repeatable": True},
    ],
)
def test_the_introspection_queries_of_the_usual_tools_pass(db, data, options):
    assert data(get_introspection_query(**options))["__schema"]


def test_introspection_can_be_switched_off(tree, gql, settings):
    settings.GRAPHQL_INTROSPECTION = False
    for document in ("{ __schema { queryType { name } } }", '{ __type(name: "Query") { name } }'):
        assert gql(document)["errors"][0]["extensions"]["code"] == "INTROSPECTION_OFF"
    assert gql("{ __typename site { __typename } }")["data"]["__typename"] == "Query"


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        ("{ sit { name } }", {}),
        ("{ news(frist: 1) { totalCount } }", {}),
        ("{ news(orderBy: DATE_ASK) { totalCount } }", {}),
        ("query ($by: [NewsPageOrder!]) { news(orderBy: $by) { totalCount } }", {"by": ["DATE_ASK"]}),
        ("{ news { nodes { ... on NewsPag { title } } } }", {}),
    ],
)
def test_names_are_suggested_to_developers_only(tree, gql, settings, document, variables):
    assert "Did you mean" in str(gql(document, **variables)["errors"])
    settings.GRAPHIQL = False
    assert "Did you mean" not in str(gql(document, **variables)["errors"])


def test_an_unknown_directive_is_named_once(tree, gql):
    document = "{ " + " ".join(f"a{n}: __typename @nope" for n in range(10)) + " b: __typename @never @include }"
    messages = [error["message"] for error in gql(document)["errors"]]
    assert [message for message in messages if "Unknown" in message] == [
        "Unknown directive '@nope'.",
        "Unknown directive '@never'.",
    ]


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("mutation ($t: String!) { write(t: $t) }", {"t": "a\0b"}),
        ("mutation ($t: [Item!]!) { write(t: $t) }", {"t": [{"text": "\0"}]}),
        ('mutation { write(t: "a\\u0000b") }', {}),
        ('mutation { write(t: "a\\u{0}b") }', {}),
        ('mutation { write(t: "a\0b") }', {}),
    ],
    ids=["a variable", "inside of one", "the document", "in braces", "as it is"],
)
def test_a_token_that_writes_sends_no_null_byte(query, variables):
    """PostgreSQL keeps none. Readers' mutations drop it or name its field, as the forms do."""
    with pytest.raises(ApiError) as refusal:
        check_request(query, variables, VariableLimits.now(writes=True))
    assert (refusal.value.extensions["code"], refusal.value.message) == ("INVALID_VALUE", "A text holds a null byte.")
    check_request(query, variables)
