"""Pages are compressed, and not sent again to readers who have them."""

import gzip

import brotli
import pytest
from django.contrib.auth import get_user_model

from tests import factories

ZIPPED = {"accept-encoding": "gzip, deflate"}
BROTLI = {"accept-encoding": "gzip, deflate, br"}


def test_a_page_is_compressed_for_who_takes_it(hub, client):
    plain, zipped = client.get("/"), client.get("/", headers=ZIPPED)
    assert "Content-Encoding" not in plain
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert len(zipped.content) * 3 < len(plain.content)
    assert "Accept-Encoding" in plain["Vary"]
    smallest = client.get("/", headers=BROTLI)
    assert smallest["Content-Encoding"] == "br"
    assert brotli.decompress(smallest.content) == plain.content
    assert int(smallest["Content-Length"]) == len(smallest.content) < len(zipped.content)
    assert client.get("/", headers={"accept-encoding": "gzip;q=0, br;q=0"}).content == plain.content


def test_a_page_with_a_secret_has_a_length_that_tells_nothing(hub, client):
    """Django's middleware adds random bytes to gzip (BREACH); nothing is added to Brotli."""
    form = client.get("/admin/login/", headers=BROTLI)
    assert form.cookies, "it has a CSRF token"
    assert form["Content-Encoding"] == "gzip"
    after = client.get("/news/", headers=BROTLI)
    assert after["Content-Encoding"] == "gzip", "a reader with the cookie may see more"
    assert len({len(client.get("/news/", headers=BROTLI).content) for _ in range(10)}) > 1
    client.cookies.clear()
    assert client.get("/news/", headers=BROTLI)["Content-Encoding"] == "br"


def test_a_feed_is_compressed_and_its_304_says_what_it_depends_on(hub, client):
    feed = client.get("/feeds/all.atom", headers=BROTLI)
    assert (feed.status_code, feed["Content-Encoding"]) == (200, "br")
    known = client.get("/feeds/all.atom", headers=BROTLI | {"if-none-match": feed["ETag"]})
    assert known.status_code == 304
    assert "Accept-Encoding" in known["Vary"]


@pytest.mark.parametrize("headers", [{}, ZIPPED, BROTLI])
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
