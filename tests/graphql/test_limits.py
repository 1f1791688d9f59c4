"""A document that asks for too much is refused before any SQL runs."""

import pytest

CHILDREN = "children(first: %s) { nodes { "


def nested(levels: int, size: str = "100") -> str:
    return "{ pages(first: 1) { nodes { " + (CHILDREN % size) * levels + "title" + " }" * (2 * levels + 3)


def test_a_costly_document_is_refused_without_sql(tree, gql, django_assert_num_queries):
    gql("{ site { siteName } }")
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
    body = gql('{ page(path: "/") { ...f0 } } ' + chain + " fragment f60 on Page { parent { title } }")
    assert body["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


def test_introspection_is_not_counted(tree, data):
    from graphql import get_introspection_query

    assert data(get_introspection_query())["__schema"]
