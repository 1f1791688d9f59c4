"""OpenSearch in place of the built-in postings (`SEARCH_URL`): it has the same stems and returns the entries with each.

Nothing else changes: visibility, synonyms, facets, corrections and excerpts are the same, so answers only differ in
order. Each stem of a question is one search, all in one request (`_msearch`). A server that doesn't answer isn't used
for a while, nor is one with an incomplete index: the built-in postings, which are always maintained, are then used.

Only requests that are the same in OpenSearch 1 to 3 and Elasticsearch 7 and 8 are used.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
import urllib3
from django.conf import settings

from cms.perspectives.overlay import current

from . import words
from .postings import NONE, Postings
from .weights import FIELDS, OF_DOCUMENT

logger = logging.getLogger(__name__)

# Timeouts in seconds: for readers, and for writing.
SECONDS, SECONDS_TO_WRITE = 2.0, 20.0
REST = 30.0  # seconds for which a failed server isn't used
# The maximum of entries for a stem, the best first: OpenSearch's default limit.
MOST = 10_000
# A server takes requests of 100 MB, and of 10 MB on the smallest hosted ones.
MOST_LINES, MOST_BYTES = 1_000, 4_000_000
# The parts of a search's answer that are read. With the status, a search without hits keeps its position.
PARTS = "filter_path=responses.status,responses.hits.hits._id,responses.hits.hits._score"
# The document that marks the index as complete. It has no searchable field.
WHOLE = "whole"
SCHEMES = {"opensearch": "http", "opensearchs": "https", "http": "http", "https": "https"}


class ServerError(Exception):
    """The server didn't answer, or not as expected. `kind` is its name of the error, if any."""

    def __init__(self, words: str, kind: str = ""):
        super().__init__(words)
        self.kind = kind


@dataclass
class Server:
    """One index of one server."""

    address: str
    index: str
    headers: dict[str, str]
    failed_at: float = -REST
    is_ready: bool = False  # this process has ensured that the index exists

    @property
    def is_resting(self) -> bool:
        return time.monotonic() - self.failed_at < REST

    def request(
        self, method: str, path: str, *, lines: Iterable[Any] = (), body: Any = None, seconds: float = SECONDS_TO_WRITE
    ) -> dict:
        """Send a request, with JSON (`body`) or lines of JSON. Raises ServerError, after which the server isn't used
        for a while."""
        content = "".join(json.dumps(line) + "\n" for line in lines) if body is None else json.dumps(body)
        kind = "application/x-ndjson" if body is None else "application/json"
        try:
            response = _pool().request(
                method,
                f"{self.address}/{path}",
                body=content.encode(),
                headers={**self.headers, "Content-Type": kind},
                timeout=urllib3.Timeout(connect=SECONDS, read=seconds),
            )
        except urllib3.exceptions.HTTPError as error:
            self.failed_at = time.monotonic()
            raise ServerError(str(error)) from error
        return _answer_of(response, f"{method} {path}")


def _answer_of(response: urllib3.BaseHTTPResponse, asked: str) -> dict:
    try:
        answer = json.loads(response.data or b"{}")
    except ValueError as error:
        raise ServerError(f"{response.status} and no JSON for {asked}") from error
    if response.status >= 400:
        said = answer.get("error") if isinstance(answer, dict) else None
        kind = said.get("type", "") if isinstance(said, dict) else ""
        raise ServerError(f"{response.status} {kind} for {asked}", kind)
    return answer


@lru_cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(retries=False)


@lru_cache
def _server(url: str) -> Server:
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise ValueError("SEARCH_URL begins with opensearch:// or https://.")
    account = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    headers = urllib3.make_headers(basic_auth=account) if account else {}
    return Server(f"{SCHEMES[parts.scheme]}://{host}", parts.path.strip("/") or "hub", headers)


def server() -> Server | None:
    """Return the server of the settings; None without one."""
    return _server(settings.SEARCH_URL) if settings.SEARCH_URL else None


def _needed() -> Server:
    """Return the server of the settings. Raises ServerError if there is none."""
    there = server()
    if there is None:
        raise ServerError("SEARCH_URL names no search server.")
    return there


# Asking


def read(stems: Iterable[str]) -> dict[str, Postings] | None:
    """Return the entries of each stem; None without a working server with a complete index.

    None in a perspective, too: the server has only what is published.
    """
    there = server() if current() is None else None
    stems = sorted(stems)
    if there is None or there.is_resting or not stems:
        return None
    searches = [_search_for_whole(), *map(_search_for, stems)]
    lines = [line for search in searches for line in ({"index": there.index}, search)]
    try:
        whole, *answers = there.request("POST", f"_msearch?{PARTS}", lines=lines, seconds=SECONDS)["responses"]
        if not _hits(whole):
            raise ServerError("Its index is incomplete: run `manage.py search rebuild`.")
        return {stem: _postings(answer) for stem, answer in zip(stems, answers, strict=True)}
    except (ServerError, KeyError, TypeError, ValueError) as error:
        there.failed_at = time.monotonic()
        logger.error("The search server didn't answer, so the built-in index is used: %s", error)
        return None


def _search_for_whole() -> dict:
    return {"size": 1, "_source": False, "query": {"ids": {"values": [WHOLE]}}}


def _search_for(stem: str) -> dict:
    fields = [f"{name}^{weight:g}" for name, (weight, _, _) in FIELDS.items()]
    return {
        "size": MOST,
        "_source": False,
        "track_total_hits": False,
        "query": {"multi_match": {"query": stem, "fields": fields, "type": "most_fields"}},
    }


def _hits(answer: dict) -> list[dict]:
    """Return the hits of a search. Raises ServerError."""
    if answer["status"] != 200:
        raise ServerError(f"{answer['status']} for a search")
    return answer.get("hits", {}).get("hits", [])


def _postings(answer: dict) -> Postings:
    hits = _hits(answer)
    if not hits:
        return NONE
    entries = np.array([int(hit["_id"]) for hit in hits], np.int64)
    scores = np.array([hit["_score"] for hit in hits], np.float32)
    # The matcher weighs the rarity of words, which is part of the server's scores: here the best entry has a 1.
    return Postings(entries, scores / scores.max())


# Writing


def create() -> None:
    """Create the index if it doesn't exist. Raises ServerError, also if another kind of index has its name."""
    there = _needed()
    text = {"type": "text", "analyzer": "whitespace"}
    mappings = {"dynamic": False, "properties": {**dict.fromkeys(FIELDS, text), "entry": {"type": "long"}}}
    # One shard: the server counts the rarity of words separately in each.
    body = {"settings": {"number_of_shards": 1}, "mappings": mappings}
    try:
        there.request("PUT", there.index, body=body)
    except ServerError as error:
        if error.kind != "resource_already_exists_exception":
            raise
        try:
            there.request("PUT", f"{there.index}/_mapping", body=mappings)
        except ServerError as conflict:
            raise ServerError(f"There is another kind of index “{there.index}”; delete it. {conflict}") from conflict
    there.is_ready = True


def is_whole() -> bool:
    """Say whether the server has all entries. Raises ServerError."""
    there = _needed()
    asked = [{"index": there.index}, _search_for_whole()]
    (answer,) = there.request("POST", f"_msearch?{PARTS}", lines=asked)["responses"]
    return answer["status"] == 200 and bool(_hits(answer))


def call_whole() -> None:
    """Mark the server's index as complete. Raises ServerError."""
    there = _needed()
    there.request("POST", "_bulk?refresh=true", lines=[{"index": {"_index": there.index, "_id": WHOLE}}, {}])


def write(entries: dict[int, tuple[dict[str, str], bool]], removed: Iterable[int], *, at_once: bool) -> None:
    """Write entries (their fields by key, and whether they are documents), and remove others.

    With `at_once` a search finds them immediately, otherwise about a second later. Raises ServerError.
    """
    there = _needed()
    if not there.is_ready:
        create()  # otherwise the server would create one with guessed fields
    actions: list[list[dict]] = [
        [{"index": {"_index": there.index, "_id": str(key)}}, {"entry": key, **_stems_of(*entries[key])}]
        for key in entries
    ]
    actions += [[{"delete": {"_index": there.index, "_id": str(key)}}] for key in removed]
    for lines in _portions(actions):
        answer = there.request("POST", "_bulk?refresh=true" if at_once else "_bulk", lines=lines)
        if answer.get("errors"):
            raise ServerError("Some entries weren't taken.")


def _portions(actions: Iterable[list[dict]]) -> Iterator[list[dict]]:
    """Yield the actions' lines, in as few requests as the server allows."""
    lines: list[dict] = []
    size = 0
    for action in actions:
        more = sum(len(json.dumps(line)) for line in action)
        if lines and (len(lines) >= MOST_LINES or size + more > MOST_BYTES):
            yield lines
            lines, size = [], 0
        lines, size = lines + action, size + more
    if lines:
        yield lines


def _stems_of(fields: dict[str, str], document: bool) -> dict[str, str]:
    """Return an entry's fields as stems. A document's title counts as a label: its page goes first."""
    found = {
        name: " ".join(
            words.stem(word)
            for word in [*words.folded(fields[name]), *words.joined(fields[name])]
            if word not in words.STOP_WORDS
        )
        for name in FIELDS
    }
    if document and OF_DOCUMENT < 1:
        found["labels"] = f"{found.pop('title')} {found['labels']}"
    return found


def remove_before(key: int) -> None:
    """Remove all entries with a lower key, which a rebuild has replaced. Raises ServerError."""
    there = _needed()
    older = {"size": MOST, "_source": False, "query": {"range": {"entry": {"lt": key}}}}
    while True:
        (answer,) = there.request("POST", f"_msearch?{PARTS}", lines=[{"index": there.index}, older])["responses"]
        found = [int(hit["_id"]) for hit in _hits(answer)]
        if not found:
            return
        write({}, found, at_once=True)
