"""The receivers of docs/webhooks.md: each verifies the hub's signature, and acts."""

import json
import os
import shutil
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import urllib3
from django.utils import timezone

from cms.base.occurrences import Occurrence
from tests import factories
from tests.clients.conftest import HERE
from webhooks import outbox, signatures
from webhooks.deliveries import deliver_due
from webhooks.models import Webhook, WebhookMessage

RECIPES = HERE / "examples" / "webhooks"
SECRET = signatures.new_secret()
# What Next.js does around a route, and its function, which here says what it was called with.
SERVER = """
import { createServer } from "node:http";
import { POST } from "./route.mjs";
const server = createServer(async (request, response) => {
  const body = await request.toArray();
  const made = new Request("http://localhost/", { method: "POST", headers: request.headers, body: Buffer.concat(body) });
  response.writeHead((await POST(made)).status).end();
});
server.listen(0, () => console.log(server.address().port));
"""
REVALIDATE = "export const revalidateTag = (tag, how) => console.log(JSON.stringify([tag, how]));"


@contextmanager
def receiving(program: str, script, **environment: str):
    """Run a receiver; yield its port and the lines that it prints."""
    values = os.environ | {"PORT": "0", "HUB_WEBHOOK_SECRET": SECRET} | environment
    with subprocess.Popen([program, script], stdout=subprocess.PIPE, env=values, text=True) as process:
        try:
            yield int(process.stdout.readline()), process.stdout
        finally:
            process.kill()


@pytest.fixture
def connected(tree, settings):
    """Return a function that adds a webhook for a receiver, and one that lets things happen to pages and delivers them."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    events = ["page.published", "page.withdrawn"]

    def connect(port: int):
        address = f"http://127.0.0.1:{port}/"
        Webhook.objects.create(name="Receiver", address=address, secret=SECRET, events=events)
        forged = urllib3.request("POST", address, body="{}", headers={"webhook-id": "msg_1"}, retries=False)
        assert forged.status == 401

        def happen(*pages, kind="page.published"):
            now, site = timezone.now(), tree.site.pk
            outbox.write([Occurrence(kind, now, page.pk, page._meta.label, site, "/") for page in pages])
            deliver_due(lambda: False)
            assert WebhookMessage.objects.first().state == "delivered"

        return happen

    return connect


def test_next_revalidates_tags(node_program, connected, tree, tmp_path):
    modules = tmp_path / "node_modules"
    (modules / "next").mkdir(parents=True)
    (modules / "next" / "package.json").write_text('{"type": "module", "exports": {"./cache": "./cache.js"}}')
    (modules / "next" / "cache.js").write_text(REVALIDATE)
    (modules / "standardwebhooks").symlink_to((HERE / "node_modules" / "standardwebhooks").resolve())
    shutil.copy(RECIPES / "next.mjs", tmp_path / "route.mjs")
    (tmp_path / "server.mjs").write_text(SERVER)
    news = factories.NewsFactory(parent=tree.news)
    with receiving(node_program, tmp_path / "server.mjs") as (port, lines):
        connected(port)(news)
        done = [json.loads(lines.readline()) for _ in range(4)]
    assert done == [[tag, {"expire": 0}] for tag in sorted(["newspage", "page", "change", f"page-{news.pk}"])]


def test_astro_is_built_anew_once_at_a_time(node_program, connected, tree, tmp_path):
    news = factories.NewsFactory(parent=tree.news)
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    build = f"echo begins; read line < {gate}; echo ends"
    with receiving(node_program, RECIPES / "rebuild.mjs", BUILD=build) as (port, lines):
        happen = connected(port)
        for _ in range(3):
            happen(news)
        said = [lines.readline().strip()]
        for _ in range(2):
            gate.write_text("go\n")
            said.append(lines.readline().strip())
            said.append(lines.readline().strip()) if len(said) < 4 else None
    assert said == ["begins", "ends", "begins", "ends"]


class Hub(BaseHTTPRequestHandler):
    """Answers the recipe's question about any page."""

    def do_POST(self):
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        page = {"id": self.server.asked[-1]["variables"]["id"], "title": "News", "path": "/news/"}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"data": {"page": page}}).encode())

    def log_message(self, *args):
        pass


def test_a_search_index_follows(node_program, connected, tree, data):
    one, two = (factories.NewsFactory(parent=tree.news, title=title) for title in ("One", "Two"))
    with HTTPServer(("127.0.0.1", 0), Hub) as hub:
        hub.asked = []
        threading.Thread(target=hub.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{hub.server_port}"
        with receiving(node_program, RECIPES / "search.mjs", HUB=address) as (port, _):
            happen = connected(port)
            happen(one, two)
            assert indexed(port) == {asked["variables"]["id"] for asked in hub.asked}
            assert len(indexed(port)) == 2
            happen(one, kind="page.withdrawn")
            assert len(indexed(port)) == 1
            # The same message again is heeded once.
            WebhookMessage.objects.filter(number=2).update(state="waiting", once=True)
            deliver_due(lambda: False)
            assert len(indexed(port)) == 1
        hub.shutdown()
    # What the receiver asks fits the API, and finds the page.
    assert data(hub.asked[0]["query"], **hub.asked[0]["variables"])["page"]["title"] == "One"


def indexed(port: int) -> set[str]:
    return {page["id"] for page in urllib3.request("GET", f"http://127.0.0.1:{port}/").json()}
