"""Two servers and two workers, each with a folder of its own, on one database, Redis and store of media.

What is done on one shows on the other with the next request, whichever of them is killed meanwhile.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from PIL import Image

from tests import databases, hubs, own_redis
from tests.media import moto
from tests.media.test_uploads import pdf
from tests.remote_editor import RemoteEditor

pytestmark = pytest.mark.long
PASSWORD = "a-long-enough-password"
BUILD = f"""
import django; django.setup()
from django.contrib.auth import get_user_model
from tests import factories
from tests.trees import build
tree = build()
page = factories.NewsFactory(parent=tree.news, title="Version 0 of it", slug="first", summary="What it is", body=[])
page.save_revision().publish()
get_user_model().objects.create_superuser("ann", password={PASSWORD!r})
print(page.pk)
"""
VERSION = re.compile(r"Version (\d+) of it")
# Where readers see the title: kept pages and answers, a page that is found by its index, a feed.
PATHS = (
    "/news/first/",
    "/news/",
    "/graphql/?query=%7Bnews(first:1)%7Bnodes%7Btitle%7D%7D%7D",
    "/search/?query=version",
    "/feeds/news.atom",
)
WORKER_STARTS, REDIS_IS_BACK = "Starting worker", "The cache answers again."
UNFINISHED = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"


@dataclass
class Process:
    """A machine's process, which can be killed and started again. `down` has the spans in which it couldn't answer."""

    folder: Path
    command: list[str]
    environment: dict[str, str]
    port: int = 0
    down: list[tuple[float, float]] = field(default_factory=list)
    process: subprocess.Popen | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        lives = self.log.count(WORKER_STARTS)
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", *self.command],
                cwd=hubs.ROOT,
                env=hubs.environment(self.folder, **self.environment),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if self.port:
            until(self.answers)
        else:
            until(lambda: self.log.count(WORKER_STARTS) > lives)

    @property
    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text() if file.exists() else ""

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """End all of its processes at once, as if the machine had no power."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @contextlib.contextmanager
    def killed(self):
        """Be gone for the block, and come back."""
        begun = time.monotonic()
        self.kill()
        yield
        self.start()
        self.down.append((begun, time.monotonic()))


@dataclass
class Readers:
    """Ask all servers all the time. `published` and `begun` are the newest version that is public, and that may be."""

    servers: list[Process]
    published: int = 0
    begun: int = 0
    answered: int = 0
    wrong: list[str] = field(default_factory=list)
    broken: list[tuple[Process, float, float, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self, server: Process) -> None:
        for path in itertools.cycle(PATHS):
            if self.over.is_set():
                return
            since, least = time.monotonic(), self.published
            try:
                status, sent = get(server.base, path)
            except (OSError, http.client.HTTPException) as error:
                self.broken.append((server, since, time.monotonic(), repr(error)))
                time.sleep(0.05)  # a server that is gone refuses at once
                continue
            versions = {int(found) for found in VERSION.findall(text_of(sent))}
            if status != http.client.OK or not versions or not versions <= set(range(least, self.begun + 1)):
                self.wrong.append(f"{path} of {server.port}: {status}, {versions}, at least {least}")
            self.answered += 1

    @contextlib.contextmanager
    def reading(self):
        threads = [threading.Thread(target=self.ask, args=(server,)) for server in self.servers for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join()

    def unexplained(self) -> list[str]:
        """Return the answers that were cut off though their own server wasn't killed."""
        return [
            f"{server.port}: {error}"
            for server, since, end, error in self.broken
            if not any(since <= back and gone <= end for gone, back in server.down)
        ]


@dataclass
class Editors:
    """One editor at each server, who publishes one version after another."""

    page: int
    readers: Readers
    at: dict[int, RemoteEditor] = field(default_factory=dict)

    def publish(self, server: Process, **more: str) -> str:
        """Publish the next version at a server. Returns its title."""
        self.readers.begun += 1
        title = f"Version {self.readers.begun} of it"
        self.editor(server).edit(self.page, "publish", title=title, **more)
        self.readers.published = self.readers.begun
        return title

    def editor(self, server: Process) -> RemoteEditor:
        if server.port not in self.at:
            editor = RemoteEditor(server.base)
            editor.sign_in("ann", PASSWORD)
            self.at[server.port] = editor
        return self.at[server.port]


def get(base: str, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=hubs.PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def text_of(sent: bytes) -> str:
    """Return an answer's text without the marks of the search."""
    return re.sub("</?mark[^>]*>", "", sent.decode())


def until(condition) -> None:
    end = time.monotonic() + hubs.PATIENCE
    while not condition():
        assert time.monotonic() < end, "It didn't come to pass."
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def shared(tmp_path, tmp_path_factory, monkeypatch):
    """The environment that all machines have in common, and the process of Redis."""
    for name, value in moto.KEYS.items():
        monkeypatch.setenv(name, value)
    with (
        databases.own("postgresql", tmp_path_factory) as database,
        own_redis.own(tmp_path) as (redis, process),
        moto.store() as store,
    ):
        environment = {
            "DATABASE_URL": database,
            "CACHE_URL": redis,
            "MEDIA_STORE": f"s3://{moto.BUCKET}?endpoint_url={store}&region={moto.KEYS['AWS_DEFAULT_REGION']}",
            "NEWSLETTER_INSTALLATION": "drill",
            "PYTHONPATH": str(hubs.ROOT),
            **moto.KEYS,
        }
        yield environment, process


@pytest.fixture
def machines(shared, tmp_path):
    """Two servers and two workers, which run."""
    environment, _ = shared
    made = []
    for name in ("server-a", "server-b", "worker-a", "worker-b"):
        folder = tmp_path / name
        (folder / "static").mkdir(parents=True)
        if name.startswith("server"):
            port = free_port()
            command = ["serve", "--port", str(port), "--processes", "1", "--threads", "2", "--workers", "0"]
            made.append(Process(folder, command, environment | {"BASE_URL": f"http://127.0.0.1:{port}"}, port))
        else:
            made.append(Process(folder, ["worker"], environment))
    yield made
    for one in made:
        if one.process:
            with contextlib.suppress(ProcessLookupError):
                one.kill()


def test_one_of_everything_is_killed_and_no_answer_is_wrong(shared, machines, tmp_path):
    environment, redis = shared
    built = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=hubs.ROOT,
        env=hubs.environment(tmp_path, **environment),
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    for machine in machines:
        machine.start()
    a, b, *workers = machines
    readers = Readers([a, b])
    editors = Editors(int(built.stdout.split()[-1]), readers)

    def publish_on_both() -> None:
        for here, there in ((a, b), (b, a)):
            title = editors.publish(here)
            for path in PATHS:
                assert title in text_of(get(there.base, path)[1]), path

    with readers.reading():
        publish_on_both()
        upload_on_both(editors, a, b)
        for server, other in ((a, b), (b, a)):
            with server.killed():
                title = editors.publish(other)
            assert title in get(server.base, PATHS[0])[1].decode()
            publish_on_both()
        for worker in workers:
            with worker.killed():
                upload_on_both(editors, a, b)
                finish_tasks(environment["DATABASE_URL"])
            publish_on_both()
        redis.kill()
        redis.wait()
        publish_on_both()
        with own_redis.own(tmp_path, int(urlsplit(environment["CACHE_URL"]).port)):
            publish_on_both()
            # It is asked again.
            until(lambda: all(REDIS_IS_BACK in server.log for server in (a, b)))
            publish_on_both()
        finish_tasks(environment["DATABASE_URL"])
    assert readers.wrong == []
    assert readers.unexplained() == []
    assert readers.answered > 300
    errors = [line for machine in machines for line in machine.log.splitlines() if re.search("ERROR|Traceback", line)]
    assert errors == []
    assert not any((machine.folder / "media").exists() for machine in machines)


def upload_on_both(editors: Editors, a: Process, b: Process) -> None:
    """Upload a document and a picture at each server; the other must have them at once."""
    for here, there in ((a, b), (b, a)):
        editor, content = editors.editor(here), pdf()
        document = editor.upload_document("Report", "report.pdf", content)
        assert get(there.base, f"/documents/{document}/report.pdf") == (200, content)
        picture = editor.upload_picture("Boat", "A boat", "boat.png", png())
        editors.publish(here, image=str(picture))
        _, page = get(there.base, "/news/first/")
        shown = re.findall(r'src="(/media/[^"]+)"', page.decode())
        assert shown, "the page shows the picture"
        for path in shown:
            status, sent = get(there.base, path)
            assert status == http.client.OK
            Image.open(io.BytesIO(sent)).verify()


def finish_tasks(database: str) -> None:
    """Wait until the workers that are left have done all that was asked of them."""
    with psycopg.connect(database, autocommit=True) as own:
        until(lambda: own.execute(UNFINISHED).fetchone() == (0,))
