"""Readers and a crawler, and a clock that keeps how long each kind of request took and which failed."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import re
import threading
import time
import urllib.parse
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from tests.remote_editor import RefusedError

PATIENCE = 60  # seconds
QUESTIONS = (
    "neglect",
    "trafficking",
    "who is in the team",
    "online safety",
    "report",
    "what has been done",
    "training",
)
STORED = ("Home", "NewsList", "Progress", "Team")
# With variables, so kept for a short while alone.
DOCUMENT = "query One($first: Int!) { news(first: $first) { nodes { title path date summary } } }"
CRAWLER_PAUSE = 0.05  # seconds
FEEDS = ("/robots.txt", "/sitemap.xml", "/feeds/all.atom", "/graphql/schema.graphql")


class Clock:
    """Seconds of each kind of request, and errors."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.over = threading.Event()

    @contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        """Note how long the block takes, or the error that it ends with."""
        begun = time.perf_counter()
        try:
            yield
        except (OSError, http.client.HTTPException, requests.RequestException, RefusedError, ValueError) as error:
            self.errors.append(f"{kind}: {error!r}")
        else:
            self.seconds[kind].append(time.perf_counter() - begun)


class Client:
    """A connection that is kept, as that of a proxy to the hub, for somebody in a network of its own."""

    def __init__(self, port: int, network: int):
        self._connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
        self._headers = through_proxy(network)

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Return the answer to a request, which must be 200 or 304. Raises ValueError otherwise."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, body: dict) -> bytes:
        return self._ask("POST", path, json.dumps(body), {"Content-Type": "application/json"})[1]

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]):
        try:
            self._connection.request(method, path, body=body, headers=self._headers | headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise
        if answer.status not in (http.client.OK, http.client.NOT_MODIFIED):
            raise ValueError(f"{path} answers {answer.status}.")
        return answer, content


def through_proxy(network: int) -> dict[str, str]:
    """Return the headers that a proxy with TLS adds for a client in a network."""
    return {"X-Forwarded-Proto": "https", "X-Forwarded-For": f"10.{network}.0.1"}


def addresses(port: int) -> list[str]:
    """Return the paths of all pages, from the sitemap."""
    _, text = Client(port, 0).get("/sitemap.xml")
    found = re.findall(r"<loc>([^<]+)</loc>", text.decode())
    return [urllib.parse.urlsplit(address).path for address in found]


def read_pages(number: int, port: int, paths: list[str], clock: Clock) -> Iterator[None]:
    """Read one page after another, in an order of one's own."""
    client, order = Client(port, number), random.Random(number)  # noqa: S311  the same in every run
    while True:
        with clock.timed("readers: page"):
            client.get(order.choice(paths))
        yield


def ask_graphql(number: int, port: int, clock: Clock) -> Iterator[None]:
    """Ask the hub's own documents, and in turn one with variables."""
    client = Client(port, number)
    for n, name in enumerate(itertools.cycle(STORED)):
        with clock.timed("readers: stored document"):
            _answered(client.get(f"/graphql/?document={name}")[1])
        yield
        with clock.timed("readers: document of a client"):
            _answered(client.post("/graphql/", {"query": DOCUMENT, "variables": {"first": 1 + n % 50}}))
        yield


def search(number: int, port: int, clock: Clock) -> Iterator[None]:
    """Type a question, get suggestions, and search."""
    client = Client(port, number)
    for question in itertools.cycle(QUESTIONS):
        with clock.timed("readers: suggestions"):
            client.get(f"/search/suggest/?{urllib.parse.urlencode({'q': question[:4]})}")
        yield
        with clock.timed("readers: search"):
            client.get(f"/search/?{urllib.parse.urlencode({'query': question})}")
        yield


def crawl(number: int, port: int, paths: list[str], clock: Clock) -> Iterator[None]:
    """Fetch everything in turn, and show the ETag of the last time."""
    client, known = Client(port, number), {}
    for path in itertools.cycle([*FEEDS, *paths]):
        with clock.timed("crawler"):
            answer, _ = client.get(path, **({"If-None-Match": known[path]} if path in known else {}))
            if etag := answer.headers["ETag"]:
                known[path] = etag
        time.sleep(CRAWLER_PAUSE)
        yield


def keep_at(steps: Iterator[None], clock: Clock) -> threading.Thread:
    """Start a thread that takes one step after another until the clock is over."""

    def run() -> None:
        try:
            for _ in steps:
                if clock.over.is_set():
                    return
        finally:
            if not clock.over.is_set():
                clock.errors.append("A client ended before its time.")

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _answered(content: bytes) -> None:
    if "errors" in json.loads(content):
        raise ValueError(f"GraphQL answers {content[:200]!r}.")
