"""Webhooks, and a receiver that keeps what it is sent."""

import datetime
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cms.base.occurrences import Occurrence, kinds
from tests.admin.conftest import administrator, editor, lead, moderator, viewer  # noqa: F401  fixtures
from webhooks import outbox
from webhooks.models import Webhook

NOON = datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.UTC)


def after(**times: float) -> datetime.datetime:
    return NOON + datetime.timedelta(**times)


def public_kinds() -> list[str]:
    return [name for name, kind in kinds.items() if kind.public]


@pytest.fixture
def webhook(tree) -> Webhook:
    """A webhook for all that readers can see."""
    return Webhook.objects.create(name="Website", address="https://www.example.org/hub", events=public_kinds())


@pytest.fixture
def happen(tree):
    """Return a function that lets something happen to a page."""

    def happen(page_id: int, at: datetime.datetime = NOON, kind: str = "page.changed") -> None:
        outbox.write([Occurrence(kind, at, page_id, "programme.NewsPage", tree.site.pk, f"/news/{page_id}/")])

    return happen


class Receiver(ThreadingHTTPServer):
    """Keeps the path, headers and body of each request, and answers with `status`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.location, self.trickle = 200, "", None
        self.got: list[tuple[str, dict, bytes]] = []
        self.address = f"http://127.0.0.1:{self.server_port}/hub?from=it"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        if self.server.trickle:  # a header without an end
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Endless: ")
            while not self.server.trickle.wait(0.02):
                self.wfile.write(b"a")
            return
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()
        self.wfile.write(b"x" * 100)

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver(settings):
    """A receiver on this machine, which counts as private."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        if server.trickle:
            server.trickle.set()
        server.shutdown()
        thread.join()
