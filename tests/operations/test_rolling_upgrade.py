"""A hub is upgraded while the program of the last release goes on: servers answer, an editor publishes, people subscribe.

Both programs run with the packages of this checkout: those of the last release would take minutes to install. So what isn't
tried is how that program does with its own packages.
"""

from __future__ import annotations

import http.client
import io
import json
import re
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from tests import databases, hubs, own_redis, releases

pytestmark = pytest.mark.long
HOST = "hub.example.org"
START = "import django; django.setup(); from programme.models import NewsPage; from tests import factories\n"
BUILD = f"""{START}
from tests.trees import build
factories.NewsFactory(parent=build().news, title="Title 0", slug="first").save_revision().publish()
"""
# Publishes again and again until a file says that it is enough.
EDIT = f"""{START}
import itertools, pathlib, sys
for number in itertools.count(1):
    page = NewsPage.objects.get(slug="first")
    page.title = f"Title {{number}}"
    page.save_revision().publish()
    print(number, flush=True)
    if pathlib.Path(sys.argv[1]).exists():
        break
"""
RENAME = f"""{START}
import sys
page = NewsPage.objects.get(slug="first")
page.title = sys.argv[1]
page.save_revision().publish()
"""
# A page of every kind, a subscriber, and an address that gets nothing.
WRITE = f"""{START}
from cms.pages.kinds import page_types
from newsletter.choices import SuppressionReason
from newsletter.people import addresses, subscriptions, suppression
made = [factories.page_of(model, title=f"From the release: {{model.__name__}}") for model in page_types.values()]
for page in made:
    page.save_revision().publish()
subscriptions.subscriber_with(addresses.normalise("ada@example.org"))
suppression.suppress("gone@example.org", SuppressionReason.BOUNCED)
"""
CHECK = f"""{START}
from newsletter.models import Subscriber
from newsletter.people import keys, retention, secret_uses, suppression
retention.run()
assert suppression.is_suppressed("gone@example.org")
assert list(secret_uses.lost_suppressions()) == []
assert Subscriber.objects.get().digest_secret == keys.fingerprint()
"""
NUMBER = re.compile(r"Title (\d+)")


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """The program of the last release, in a folder of its own."""
    release = releases.last()
    archive = releases.git("archive", release.commit)
    if archive is None:
        pytest.skip(f"This clone hasn't the commit of {release.version}, {release.commit}. A full clone has.")
    folder = tmp_path_factory.mktemp("released")
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    (folder / "node_modules").symlink_to(releases.ROOT / "node_modules")
    return folder


@contextmanager
def empty_database(kind: str, folder: Path, factory) -> Iterator[dict[str, str]]:
    """Yield the environment of programs that share a database without tables: in the folder, or on PostgreSQL with a Redis."""
    if kind == "sqlite":
        yield {}
        return
    with databases.own(kind, factory) as address, own_redis.own(folder) as (cache, _):
        with psycopg.connect(address, autocommit=True) as server:
            server.execute("DROP SCHEMA public CASCADE")
            server.execute("CREATE SCHEMA public")
        yield {"DATABASE_URL": address, "CACHE_URL": cache}


def get(base: str, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=hubs.PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": HOST})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def asked(alias: str = "news") -> str:
    """Return the address of a question to the API. Under another alias it is one that nobody asked before."""
    return "/graphql/?" + urlencode({"query": f"{{ {alias}: news(first: 1) {{ nodes {{ title }} }} }}"})


def shown(base: str) -> set[str]:
    """Return the title of the page wherever a server shows it: on the page, in the list, in the API."""
    page, listed, answer = (get(base, path)[1] for path in ("/news/first/", "/news/", asked()))
    title = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", page, re.S)[1]
    assert title in listed
    return {title, json.loads(answer)["data"]["news"]["nodes"][0]["title"]}


@dataclass
class Reader:
    """Asks one server again and again for the same address, and notes the numbers of titles and all that is wrong."""

    base: str
    path: str
    numbers: list[int] = field(default_factory=list)
    wrong: list[object] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        while not self.over.wait(0.01):  # leaves the machine to the upgrade
            try:
                status, text = get(self.base, self.path)
            except (OSError, http.client.HTTPException) as error:
                self.wrong.append(repr(error))
                continue
            title = NUMBER.search(text)
            if status == 200 and title:
                self.numbers.append(int(title[1]))
            else:
                self.wrong.append((status, text[:500]))


@contextmanager
def read_by(*readers: Reader) -> Iterator[None]:
    threads = [threading.Thread(target=reader.read) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for reader in readers:
            reader.over.set()
        for thread in threads:
            thread.join()


@contextmanager
def edited(folder: Path, program: Path, there: dict[str, str]) -> Iterator[list[int]]:
    """Have an editor publish as long as the block lasts. Yields the numbers of what was published, full after the block."""
    over, published = folder / "over", []
    editor = subprocess.Popen(
        [sys.executable, "-c", EDIT, str(over)],
        cwd=program,
        env=hubs.environment(folder, **there),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with editor:
        try:
            published.append(int(editor.stdout.readline()))
            yield published
        finally:
            over.touch()
            rest, errors = editor.communicate(timeout=hubs.PATIENCE)
    assert editor.returncode == 0, errors
    published += map(int, rest.split())


@pytest.mark.parametrize("kind", databases.KINDS)
def test_the_last_release_goes_on_while_its_database_is_upgraded(kind, released, tmp_path, tmp_path_factory):
    with empty_database(kind, tmp_path, tmp_path_factory) as own:
        # One address for all servers, as behind a proxy: what one keeps, the other could find.
        there = own | {"BASE_URL": f"https://{HOST}", "ALLOWED_HOSTS": HOST}
        hubs.run(tmp_path, [["manage.py", "migrate", "--verbosity", "0"], ["-c", BUILD]], program=released, **there)
        with hubs.serving(tmp_path, program=released, **there) as old:
            readers = [Reader(old, "/news/first/"), Reader(old, asked()), Reader(old, asked("a") + "&unkept")]
            with read_by(*readers), edited(tmp_path, released, there) as published:
                hubs.run(tmp_path, [["manage.py", "upgrade"]], **there)
            for reader in readers:
                assert reader.wrong == []
                assert len(reader.numbers) > 10
                assert reader.numbers == sorted(reader.numbers), "an older title came after a newer one"
            assert len(published) > 1
            assert get(old, "/health/ready")[0] == 200
            assert shown(old) == {f"Title {published[-1]}"}

            with hubs.serving(tmp_path, **there) as new:
                assert shown(new) == shown(old)
                for title, program in (("By the last release", released), ("By this one", hubs.ROOT)):
                    hubs.run(tmp_path, [["-c", RENAME, title]], program=program, **there)
                    assert [shown(old), shown(new)] == [{title}, {title}]
                hubs.run(tmp_path, [["-c", WRITE]], program=released, **there)
                before = everything(old)
                assert everything(new) == before
                assert {status for status, _ in before.values()} == {200}
                written = sum("From the release: " in heading for _, heading in before.values())
                assert written > 5, "kinds of page that are in the sitemap"
        with hubs.serving(tmp_path, **there) as new:
            assert everything(new) == before
        hubs.run(tmp_path, [["-c", CHECK]], **there)
        # Going back.
        hubs.run(tmp_path, [["manage.py", "migrate", "--verbosity", "0"]], program=released, **there)
        with hubs.serving(tmp_path, program=released, **there) as old:
            assert everything(old) == before


def everything(base: str) -> dict[str, tuple[int, str]]:
    """Return status and heading at every address of the sitemap."""
    found = {}
    for address in re.findall(r"<loc>([^<]+)</loc>", get(base, "/sitemap.xml")[1]):
        status, text = get(base, urlsplit(address).path)
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.S)
        found[address] = status, heading[1] if heading else ""
    return found
