"""Pages are compressed, and not sent again to readers who have them."""

import gzip

import pytest
from django.contrib.auth import get_user_model

from tests import factories

ZIPPED = {"accept-encoding": "gzip, deflate, br"}


def test_a_page_is_compressed_for_who_takes_it(hub, client):
    plain, zipped = client.get("/"), client.get("/", headers=ZIPPED)
    assert "Content-Encoding" not in plain
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert len(zipped.content) * 3 < len(plain.content)
    assert "Accept-Encoding" in plain["Vary"]


@pytest.mark.parametrize("headers", [{}, ZIPPED])
def test_a_page_that_a_reader_has_is_not_sent_again(hub, client, headers):
    etag = client.get("/news/", headers=headers)["ETag"]
    known = client.get("/news/", headers=headers | {"if-none-match": etag})
    assert (known.status_code, known.content) == (304, b"")
    factories.NewsFactory(parent=hub["news_index"])
    assert client.get("/news/", headers=headers | {"if-none-match": etag}).status_code == 200


def test_a_cache_asks_each_time_whether_the_page_still_stands(hub, client):
    response = client.get("/")
    assert response["Cache-Control"] == "no-cache"
    assert not response.cookies


def test_pages_of_somebody_signed_in_are_not_told_apart(hub, client):
    client.force_login(get_user_model().objects.create_superuser("admin", password="x"))
    assert "ETag" not in client.get("/")


def test_what_a_view_says_about_caches_stands(hub, client):
    assert "no-store" in client.get("/newsletter/subscribe/")["Cache-Control"]
    assert "ETag" not in client.get("/newsletter/subscribe/")


def test_errors_have_no_etag(hub, client):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "ETag" not in response
