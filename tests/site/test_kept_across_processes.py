"""Two servers on PostgreSQL with a Redis: a change by a third process is on the next page of both, with Redis and
without."""

import http.client
from urllib.parse import urlsplit

import pytest

from tests import databases, hubs, own_redis

START = "import django; django.setup(); from programme.models import NewsPage; from tests import factories; "
BUILD = START + (
    "from tests.trees import build; tree = build();"
    "factories.NewsFactory(parent=tree.news, title='First', slug='first').save_revision().publish()"
)
RENAME = START + "page = NewsPage.objects.get(); page.title = {!r}; page.save_revision().publish()"
WITHDRAW = START + "NewsPage.objects.get().unpublish()"


def get(base: str, path: str, **headers: str) -> tuple[int, str | None, str]:
    """Return the status, the ETag and the text of a server's answer."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["ETag"], answer.read().decode()
    finally:
        connection.close()


@pytest.mark.long
def test_a_change_is_on_the_next_page_of_every_process(tmp_path, tmp_path_factory):
    (tmp_path / "static").mkdir()
    with databases.own("postgresql", tmp_path_factory) as database, own_redis.own(tmp_path) as (redis, process):
        there = {"DATABASE_URL": database, "CACHE_URL": redis, "PYTHONPATH": str(hubs.ROOT)}

        def change(program: str) -> None:
            hubs.run(tmp_path, [["-c", program]], **there)

        change(BUILD)
        with hubs.serving(tmp_path, **there) as one, hubs.serving(tmp_path, **there) as other:
            known = {base: get(base, "/news/first/") for base in (one, other) for _ in range(2)}
            assert all("First" in text for _, _, text in known.values())
            assert all(
                get(base, "/news/first/", **{"If-None-Match": etag})[0] == 304 for base, (_, etag, _) in known.items()
            )
            change(RENAME.format("Second"))
            for base, (_, etag, _) in known.items():
                status, _, text = get(base, "/news/first/", **{"If-None-Match": etag})
                assert (status, "Second" in text) == (200, True)
                assert "Second" in get(base, "/news/")[2]
            process.kill()
            process.wait()
            assert all("Second" in get(base, "/news/first/")[2] for base in (one, other))
            change(RENAME.format("Third"))
            assert all("Third" in get(base, "/news/first/")[2] for base in (one, other))
            change(WITHDRAW)
            assert [get(base, "/news/first/")[0] for base in (one, other)] == [404, 404]
