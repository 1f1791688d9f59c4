"""GraphQL over HTTP: methods, media types, status codes, and the one shape of an error."""

import json
import logging

import pytest
from graphql import build_schema

from cms.graphql.schema import get_schema

QUERY = "{ site { name } }"
RESPONSE_TYPE = "application/graphql-response+json"


@pytest.fixture
def post(client, tree):
    def send(body, content_type="application/json", **headers):
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post("/graphql/", text, content_type=content_type, headers=headers)

    return send


def code(response) -> str:
    (error,) = response.json()["errors"]
    assert set(error) <= {"message", "extensions", "locations", "path"}
    return error["extensions"]["code"]


def test_post_and_get_answer_the_same(post, client):
    by_post = post({"query": QUERY})
    by_get = client.get("/graphql/", {"query": QUERY})
    assert by_post.status_code == by_get.status_code == 200
    assert by_post.json() == by_get.json() == {"data": {"site": {"name": "Information hub"}}}


def test_variables_and_operation_name_work_by_get(tree, client):
    document = "query A { site { name } } query B($path: String!) { route(path: $path) { page { title } } }"
    response = client.get(
        "/graphql/", {"query": document, "operationName": "B", "variables": json.dumps({"path": "/news/"})}
    )
    assert response.json() == {"data": {"route": {"page": {"title": "News"}}}}


def test_no_cookie_is_set(post, client):
    assert post({"query": QUERY}).cookies == {}
    assert client.get("/graphql/", {"query": QUERY}).cookies == {}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (RESPONSE_TYPE, RESPONSE_TYPE),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        (f"{RESPONSE_TYPE}, application/json;q=0.9", RESPONSE_TYPE),
        (f"application/json, {RESPONSE_TYPE};q=0.5", "application/json"),
    ],
)
def test_the_answer_comes_in_the_media_type_asked_for(post, accept, media_type):
    response = post({"query": QUERY}, accept=accept)
    assert response.status_code == 200
    assert response["Content-Type"] == f"{media_type}; charset=utf-8"


def test_a_media_type_that_we_do_not_have_is_not_acceptable(post):
    response = post({"query": QUERY}, accept="text/html")
    assert response.status_code == 406
    assert code(response) == "BAD_REQUEST"


@pytest.mark.parametrize(
    "content_type",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql", "text/plain"],
)
def test_only_json_is_taken_so_that_no_foreign_form_can_reach_us(post, content_type):
    assert post("query=" + QUERY, content_type=content_type).status_code == 415


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(tree, client, method):
    response = getattr(client, method)("/graphql/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[" * 100_000,
        "null",
        "[]",
        '"text"',
        {},
        {"query": None},
        {"query": 1},
        {"query": " "},
        {"query": QUERY, "variables": []},
        {"query": QUERY, "variables": "x"},
        {"query": QUERY, "variables": {"n": float("nan")}},
        {"query": QUERY, "operationName": 1},
        {"query": QUERY, "extensions": []},
        b"\xff\xfe",
    ],
    ids=str,
)
def test_a_body_that_is_no_request_gets_400(post, body):
    response = post(body)
    assert response.status_code == 400
    assert code(response) == "BAD_REQUEST"


def test_a_body_that_is_too_large_gets_413(post):
    response = post({"query": "#" * 300_000})
    assert response.status_code == 413
    assert code(response) == "REQUEST_TOO_LARGE"


@pytest.mark.parametrize(
    "query",
    [
        "{",
        "{ nothing }",
        "{ site { name ",
        "query A { site { name } } query B { site { name } }",
        "{" * 4000,
    ],
)
def test_a_document_that_is_refused_has_a_code_and_no_data(post, query):
    modern = post({"query": query}, accept=RESPONSE_TYPE)
    older = post({"query": query}, accept="application/json")
    assert modern.status_code == 400
    assert older.status_code == 200
    for response in (modern, older):
        assert code(response) == "INVALID_DOCUMENT"
        assert "data" not in response.json()


def test_a_document_of_too_many_tokens_is_refused(post):
    response = post({"query": "{" + " a" * 6000 + "}"}, accept=RESPONSE_TYPE)
    assert response.status_code == 400
    assert code(response) == "TOO_MANY_TOKENS"


def test_a_variable_that_does_not_fit_is_refused(post):
    body = {"query": "query ($n: Int) { news(first: $n) { totalCount } }", "variables": {"n": "many"}}
    response = post(body, accept=RESPONSE_TYPE)
    assert response.status_code == 400
    assert code(response) == "INVALID_VALUE"


@pytest.mark.parametrize("text", ["\0", "a\0b", "'", '"', "%", "_", "\\", "é" * 5000, "../../etc/passwd", "-1", "١"])
def test_no_text_breaks_a_lookup(post, text):
    body = {
        "query": """query ($t: String!, $id: ID!) { newsItem(slug: $t) { id } route(path: $t) { page { id } }
            page(by: {id: $id}) { id } byPath: page(by: {path: $t}) { id } progress(workStream: $t) { totals { total } } }""",
        "variables": {"t": text, "id": text},
    }
    response = post(body)
    assert response.status_code == 200
    answer = response.json()
    assert {error["extensions"]["code"] for error in answer.get("errors", ())} <= {"INVALID_VALUE"}
    if answer["data"]:
        assert answer["data"]["newsItem"] is None


def test_a_fault_of_ours_is_logged_with_an_id_and_tells_nothing_else(post, monkeypatch, caplog):
    def broken(root, info):
        raise RuntimeError("column secret_column of table secret_table")

    monkeypatch.setattr(get_schema().query_type.fields["homePage"], "resolve", broken)
    with caplog.at_level(logging.ERROR):
        response = post({"query": "{ homePage { title } site { name } }"})
    assert response.status_code == 200
    body = response.json()
    assert body["data"] == {"homePage": None, "site": {"name": "Information hub"}}
    (error,) = body["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["path"] == ["homePage"]
    assert "secret" not in response.content.decode()
    assert error["extensions"]["id"] in caplog.text
    assert "secret_column" in caplog.text


def test_graphiql_comes_from_our_own_files(tree, client):
    page = client.get("/graphiql/").content.decode()
    assert "http://" not in page
    assert "https://" not in page
    assert "<script>" not in page
    for path in (
        "graphiql/graphiql.min.js",
        "graphiql/graphiql.min.css",
        "hub/graphiql.js",
        "react/react.production.min.js",
    ):
        assert f"/static/{path}" in page
        response = client.get(f"/static/{path}")
        assert response.status_code == 200
        assert b"".join(response.streaming_content)  # a file closes once it is read to its end


def test_graphiql_is_there_only_where_settings_allow_it(tree, client, settings):
    settings.GRAPHIQL = False
    assert client.get("/graphiql/").status_code == 404


def test_a_fault_outside_of_any_field_is_told_in_the_one_shape(post, monkeypatch, caplog):
    def broken(*arguments):
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("cms.graphql.execution.plan_of", broken)
    response = post({"query": "{ site { name fault: name } }"})
    assert response.status_code == 500
    assert code(response) == "INTERNAL"
    assert response["Cache-Control"] == "private, no-store"
    fault = response.json()["errors"][0]["extensions"]["id"]
    assert "secret" not in response.content.decode()
    assert fault in caplog.text


@pytest.mark.parametrize("query", [QUERY, "{ nothing }"])
def test_a_wrong_host_is_told_so(post, query, caplog):
    response = post({"query": query}, host="elsewhere.example")
    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("introspection", [True, False])
def test_the_schema_is_a_file(client, settings, introspection):
    settings.GRAPHQL_INTROSPECTION = introspection
    response = client.get("/graphql/schema.graphql")
    assert response.status_code == 200
    assert build_schema(response.content.decode()).query_type.name == "Query"
    etag = response["ETag"]
    assert client.get("/graphql/schema.graphql", headers={"If-None-Match": etag}).status_code == 304
    assert client.post("/graphql/schema.graphql").status_code == 405
