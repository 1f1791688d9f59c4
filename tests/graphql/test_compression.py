"""Answers that are kept are compressed, once; others aren't."""

import gzip
import json

import brotli
import pytest

from cms.base import encodings
from cms.graphql import cache
from cms.graphql.context import Context
from tests import factories

QUERY = "{ __schema { types { name description } } }"
BROTLI = {"Accept-Encoding": "gzip, deflate, br, zstd"}
GZIP = {"Accept-Encoding": "gzip"}
OPENED = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture(autouse=True)
def kept(settings):
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()
    yield
    cache.answers.forget()


@pytest.fixture
def get(client, tree):
    def ask(headers=None, query=QUERY, **parameters):
        return client.get("/graphql/", {"query": query, **parameters}, headers=headers or {})

    return ask


def test_an_answer_comes_in_the_coding_that_the_client_prefers(get):
    plain = get()
    assert "Content-Encoding" not in plain
    for headers, coding in ((BROTLI, "br"), (GZIP, "gzip"), ({"Accept-Encoding": "br;q=0.1, gzip"}, "gzip")):
        answer = get(headers)
        assert answer["Content-Encoding"] == coding
        assert OPENED[coding](answer.content) == plain.content
        assert int(answer["Content-Length"]) == len(answer.content) < len(plain.content) / 3
        assert answer["Vary"] == plain["Vary"] == "Accept, Accept-Encoding, Authorization"
    assert "Content-Encoding" not in get({"Accept-Encoding": "br;q=0, gzip;q=0"})


def test_a_kept_answer_is_not_compressed_again(get, client, monkeypatch, django_assert_num_queries):
    body = json.dumps({"query": QUERY})

    def post():
        return client.post("/graphql/", body, content_type="application/json", headers=BROTLI)

    first = [get(BROTLI), get(GZIP), post()]
    monkeypatch.setattr(encodings, "compressed", None)
    with django_assert_num_queries(3):
        second = [get(BROTLI), get(GZIP), post()]
    assert [answer.content for answer in first] == [answer.content for answer in second]
    assert [answer["Content-Encoding"] for answer in second] == ["br", "gzip", "br"]
    head = client.head("/graphql/", {"query": QUERY}, headers=BROTLI)
    assert (head["Content-Encoding"], head["ETag"]) == ("br", first[0]["ETag"])


def test_each_coding_has_an_etag_of_its_own(get, django_assert_num_queries):
    etags = [get(headers)["ETag"] for headers in ({}, GZIP, BROTLI)]
    assert len(set(etags)) == 3
    for headers, etag in zip(({}, GZIP, BROTLI), etags, strict=True):
        with django_assert_num_queries(1):
            known = get(headers | {"If-None-Match": f'"other", W/{etag}'})
        assert (known.status_code, known.content, known["ETag"]) == (304, b"", etag)
        assert known["Vary"] == "Accept, Accept-Encoding, Authorization"
        assert "Content-Encoding" not in known
    # A cache that has the one coding isn't asked to take it for the other.
    assert get(GZIP | {"If-None-Match": etags[2]}).status_code == 200
    assert get(GZIP | {"If-None-Match": ", ".join(etags)})["ETag"] == etags[1]


def test_a_change_is_in_the_next_answer_of_each_coding(get, tree):
    query = "{ news(first: 50) { nodes { title path introduction } } }".replace(" introduction", "")
    for number in range(30):
        factories.NewsFactory(parent=tree.news, title=f"Item {number}")
    for headers in ({}, GZIP, BROTLI):
        get(headers, query)
    factories.NewsFactory(parent=tree.news, title="The newest")
    plain = get({}, query)
    assert b"The newest" in plain.content
    for headers in (GZIP, BROTLI):
        answer = get(headers, query)
        assert OPENED[answer["Content-Encoding"]](answer.content) == plain.content


def test_small_answers_and_those_that_are_not_kept_stay_as_they_are(get, monkeypatch, settings):
    assert "Content-Encoding" not in get(BROTLI, "{ site { name } }")
    refused = get(BROTLI, "{ " + " ".join(f"nothing{number}" for number in range(40)) + " }")
    assert len(refused.content) > encodings.SMALLEST
    assert "Content-Encoding" not in refused
    with monkeypatch.context() as patch:
        patch.setattr(Context, "perspective", "preview")
        preview = get(BROTLI)
    assert len(preview.content) > encodings.SMALLEST
    assert "Content-Encoding" not in preview, "the length of a draft would tell of it"
    settings.GRAPHQL_CACHE = False
    assert "Content-Encoding" not in get(BROTLI)
