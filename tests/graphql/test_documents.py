"""Stored documents, and documents that clients register by their hash."""

import hashlib
import json
import re

import pytest
from django.core.cache import cache as shared

from cms.graphql import cache, documents
from cms.graphql.checks import stored_documents_are_valid
from tests import factories

QUERY = "{ site { name } }"
HASH = hashlib.sha256(QUERY.encode()).hexdigest()
OF_ELEMENTS = ["ElementCommitment", "ElementProgress", "ElementSearch", "ElementSubscribe", "ElementSuggest"]
NAMES = [*OF_ELEMENTS, "Events", "Home", "Navigation", "NewsItem", "NewsList", "Progress", "Team", "WorkStream"]
RESPONSE_TYPE = "application/graphql-response+json"


@pytest.fixture(autouse=True)
def kept(settings):
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()


@pytest.fixture
def get(client, tree):
    def ask(headers=None, **parameters):
        return client.get("/graphql/", parameters, headers=headers or {})

    return ask


def persisted(known_as=HASH, version=1) -> str:
    return json.dumps({"persistedQuery": {"version": version, "sha256Hash": known_as}})


def code(response) -> str:
    (error,) = response.json()["errors"]
    return error["extensions"]["code"]


# Stored


def test_these_documents_are_stored_and_described(settings):
    assert list(documents.stored_documents()) == NAMES
    described = (settings.PROJECT_ROOT / "docs" / "graphql-http.md").read_text()
    assert re.findall(r"^\| `([A-Z][a-z]\w+)` \|", described, re.M) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_document_fits_the_schema_and_has_nothing_unused(name):
    assert list(documents.faults(name, documents.stored_documents()[name])) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_document_is_called_by_name(name, get, tree):
    factories.NewsFactory(parent=tree.news, slug="first")
    factories.WorkStreamFactory(parent=tree.streams, slug="first")
    variables = documents.example_variables(name) | ({"slug": "first"} if name in ("NewsItem", "WorkStream") else {})
    response = get(document=name, variables=json.dumps(variables))
    assert response.status_code == 200
    body = response.json()
    assert "errors" not in body
    # Components also say that there is no such page.
    assert name in OF_ELEMENTS or None not in body["data"].values()
    assert response["Cache-Control"].startswith("public")


def test_a_stored_document_by_post(client, tree):
    body = json.dumps({"document": "NewsList", "variables": {"first": 1}})
    response = client.post("/graphql/", body, content_type="application/json")
    assert response.json()["data"]["news"]["totalCount"] == 0


def test_a_name_that_is_not_stored(get):
    for name in ("Nothing", "../Home", "home", ""):
        response = get(document=name)
        assert response.status_code == 404
        assert code(response) == "UNKNOWN_DOCUMENT"
        assert response["Cache-Control"] == "private, no-store"


def test_a_name_and_a_document_together_make_no_sense(get, client):
    assert get(document="Home", query=QUERY).status_code == 400
    assert get(document="Home", extensions=persisted()).status_code == 400
    assert client.post("/graphql/", '{"document": 1}', content_type="application/json").status_code == 400


def test_only_stored_documents_where_the_setting_says_so(get, client, settings):
    settings.GRAPHQL_STORED_ONLY = True
    for parameters in ({"query": QUERY}, {"query": "{ __schema { types { name } } }"}, {"extensions": persisted()}):
        response = get(**parameters)
        assert response.status_code == 403
        assert code(response) == "STORED_ONLY"
    assert get(document="Navigation").status_code == 200
    assert client.get("/graphiql/").status_code == 404


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("query Home {", "Syntax Error"),
        ("query Home { nothing }", "Cannot query field 'nothing'"),
        ("query Other { site { name } }", "named Home"),
        ("query Home { site { name } } query B { site { name } }", "one operation"),
        ("query Home { site { name } } fragment unused on Site { name }", "never used"),
    ],
)
def test_the_check_names_what_is_wrong_with_a_stored_document(monkeypatch, text, words):
    assert list(stored_documents_are_valid(None)) == []
    monkeypatch.setattr("cms.graphql.documents.stored_documents", lambda: {"Home": text})
    (error,) = stored_documents_are_valid(None)
    assert error.id == "cms.E004"
    assert words in error.msg


@pytest.fixture
def folder(tmp_path, settings):
    """A folder of a frontend's own documents."""
    settings.GRAPHQL_DOCUMENTS = [tmp_path]
    forget_files()
    yield tmp_path
    forget_files()


def forget_files():
    documents.stored_files.cache_clear()
    documents.stored_documents.cache_clear()


def test_a_frontend_keeps_its_documents_in_a_folder_of_its_own(folder, get):
    (folder / "Name.graphql").write_text("query Name { site { name } }")
    (folder / "Home.graphql").write_text("query Home { site { organisation } }")
    forget_files()
    assert list(documents.stored_documents()) == sorted([*NAMES, "Name"])
    assert get(document="Name").json() == {"data": {"site": {"name": "Information hub"}}}
    assert list(get(document="Home").json()["data"]["site"]) == ["organisation"]


def test_the_check_names_a_folder_that_is_not_there_and_an_example_that_is_none(folder, settings):
    (folder / "Name.graphql").write_text("query Name($slug: String!) { newsItem(slug: $slug) { title } }")
    for example in ("[1]", "{"):
        (folder / "Name.json").write_text(example)
        forget_files()
        (error,) = stored_documents_are_valid(None)
        assert "The example of the stored document Name is wrong" in error.msg
    settings.GRAPHQL_DOCUMENTS = [folder / "nothing"]
    forget_files()
    (error,) = stored_documents_are_valid(None)
    assert "which isn't a folder" in error.msg


# Registered by hash


def test_a_document_is_registered_and_then_asked_for_by_its_hash(get):
    unknown = get(extensions=persisted())
    assert unknown.status_code == 200
    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert code(unknown) == "PERSISTED_QUERY_NOT_FOUND"
    assert unknown["Cache-Control"] == "private, no-store"
    assert get(extensions=persisted(), headers={"Accept": RESPONSE_TYPE}).status_code == 400
    registered = get(extensions=persisted(), query=QUERY)
    known = get(extensions=persisted())
    assert registered.json() == known.json() == {"data": {"site": {"name": "Information hub"}}}
    assert known["Cache-Control"].startswith("public")


def test_a_wrong_hash_is_refused(get):
    response = get(extensions=persisted("0" * 64), query=QUERY)
    assert response.status_code == 400
    assert code(response) == "BAD_REQUEST"
    assert code(get(extensions=persisted("0" * 64))) == "PERSISTED_QUERY_NOT_FOUND"


def test_another_protocol_is_not_supported(get):
    assert code(get(extensions=persisted(version=2))) == "PERSISTED_QUERY_NOT_SUPPORTED"
    assert code(get(extensions=persisted("x"))) == "PERSISTED_QUERY_NOT_SUPPORTED"
    assert get(extensions='{"persistedQuery": 1}').status_code == 400


def test_a_document_that_is_refused_is_not_registered(get):
    query = "{ nothing }"
    known_as = hashlib.sha256(query.encode()).hexdigest()
    assert code(get(extensions=persisted(known_as), query=query)) == "INVALID_DOCUMENT"
    assert code(get(extensions=persisted(known_as))) == "PERSISTED_QUERY_NOT_FOUND"


def test_no_document_of_a_mutation_is_registered(get, client):
    """Its values may be about people: nothing of it stays in the cache."""
    for query in ("mutation { __typename }", "query A { site { name } } mutation B { __typename }"):
        known_as = hashlib.sha256(query.encode()).hexdigest()
        fields = {"query": query, "extensions": json.loads(persisted(known_as)), "operationName": "A"}
        if "query A" not in query:
            del fields["operationName"]
        response = client.post("/graphql/", json.dumps(fields), content_type="application/json")
        assert "errors" not in response.json()
        assert code(get(extensions=persisted(known_as))) == "PERSISTED_QUERY_NOT_FOUND"
        assert documents.caches[documents.ALIAS].get(documents._key(known_as)) is None


def test_a_large_document_is_not_registered(get, client):
    query = QUERY + "#" * documents.LARGEST_REGISTERED
    known_as = hashlib.sha256(query.encode()).hexdigest()
    body = json.dumps({"query": query, "extensions": json.loads(persisted(known_as))})
    response = client.post("/graphql/", body, content_type="application/json")
    assert response.status_code == 400
    assert code(response) == "BAD_REQUEST"
    shared.clear()
