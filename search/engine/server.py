"""OpenSearch in place of the built-in postings (`SEARCH_URL`): it holds the same stems and says which entries have one.

Only that: what is public, what means the same, facets, corrections and excerpts stay what they are, so an answer differs in
its order alone. Each stem of a question is one search, all of them one request (`_msearch`). A server that doesn't answer is
left alone for a while, and the built-in postings, which are always kept, answer.

Requests are those of OpenSearch 1 to 3 and of Elasticsearch 7 and 8 that have been the same in all of them. Made against the
documentation and a double in the tests: no real server has been tried.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
import urllib3
from django.conf import settings

from . import words
from .postings import NONE, Postings
from .weights import FIELDS, OF_DOCUMENT

logger = logging.getLogger(__name__)

SECONDS = 2.0
REST = 30.0  # seconds for which a server that failed isn't asked
# So many entries a stem, the best of them: more than OpenSearch gives without being told to keep more in memory.
MOST = 10_000
AT_ONCE = 500
SCHEMES = {"opensearch": "http", "opensearchs": "https", "http": "http", "https": "https"}


class ServerError(Exception):
    """The server didn't answer, or not as expected."""


@dataclass
class Server:
    """One index of one server."""

    address: str
    index: str
    headers: dict[str, str]
    failed_at: float = -REST

    @property
    def is_resting(self) -> bool:
        return time.monotonic() - self.failed_at < REST

    def request(self, method: str, path: str, lines: Iterable[Any] = (), body: Any = None) -> dict:
        """Ask the server. Raises ServerError."""
        content = "".join(json.dumps(line) + "\n" for line in lines) if body is None else json.dumps(body)
        kind = "application/json" if body is not None else "application/x-ndjson"
        try:
            response = _pool().request(
                method, f"{self.address}/{path}", body=content.encode(), headers={**self.headers, "Content-Type": kind}
            )
            answer = json.loads(response.data or b"{}")
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise ServerError(str(error)) from error
        if response.status >= 400:
            raise ServerError(f"{response.status} for {method} {path}")
        return answer


@lru_cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(timeout=urllib3.Timeout(total=SECONDS), retries=False)


@lru_cache
def _server(url: str) -> Server:
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise ValueError("SEARCH_URL begins with opensearch:// or https://.")
    account = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
    host = parts.hostname + (f":{parts.port}" if parts.port else "")
    headers = urllib3.make_headers(basic_auth=account) if account else {}
    return Server(f"{SCHEMES[parts.scheme]}://{host}", parts.path.strip("/") or "hub", headers)


def server() -> Server | None:
    """Return the server of the settings; None without one."""
    return _server(settings.SEARCH_URL) if settings.SEARCH_URL else None


# Asking


def read(stems: Iterable[str]) -> dict[str, Postings] | None:
    """Return the entries of each stem; None if there is no server that answers."""
    there = server()
    stems = sorted(stems)
    if there is None or there.is_resting or not stems:
        return None
    lines = [line for stem in stems for line in ({"index": there.index}, _search_for(stem))]
    try:
        answers = there.request("POST", "_msearch", lines)["responses"]
        return {stem: _postings(answer) for stem, answer in zip(stems, answers, strict=True)}
    except (ServerError, KeyError, TypeError, ValueError) as error:
        there.failed_at = time.monotonic()
        logger.error("The search server didn't answer, the built-in index does: %s", error)
        return None


def _search_for(stem: str) -> dict:
    fields = [f"{name}^{weight:g}" for name, (weight, _, _) in FIELDS.items()]
    return {
        "size": MOST,
        "_source": False,
        "track_total_hits": False,
        "query": {"multi_match": {"query": stem, "fields": fields, "type": "most_fields"}},
    }


def _postings(answer: dict) -> Postings:
    hits = answer["hits"]["hits"]
    if not hits:
        return NONE
    entries = np.array([int(hit["_id"]) for hit in hits], np.int64)
    scores = np.array([hit["_score"] for hit in hits], np.float32)
    # How rare a word is, which the server's scores hold, is weighed by the matcher: here the best entry has a 1.
    return Postings(entries, scores / scores.max())


# Writing


def create() -> None:
    """Make the index if it isn't there. Raises ServerError."""
    there = server()
    text = {"type": "text", "analyzer": "whitespace"}
    mappings = {"dynamic": False, "properties": {**dict.fromkeys(FIELDS, text), "entry": {"type": "long"}}}
    try:
        there.request("PUT", there.index, body={"mappings": mappings})
    except ServerError as error:
        if not str(error).startswith("400"):  # it is there
            raise


def put(entries: dict[int, tuple[dict[str, str], bool]]) -> None:
    """Write entries: by key their fields, and whether they are documents'. Raises ServerError."""
    there = server()
    keys = list(entries)
    for start in range(0, len(keys), AT_ONCE):
        lines = []
        for key in keys[start : start + AT_ONCE]:
            lines += [{"index": {"_index": there.index, "_id": str(key)}}, {"entry": key, **_stems_of(*entries[key])}]
        _checked(there.request("POST", "_bulk", lines))


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


def remove(keys: Iterable[int]) -> None:
    """Take entries out. Raises ServerError."""
    there = server()
    lines = [{"delete": {"_index": there.index, "_id": str(key)}} for key in keys]
    if lines:
        there.request("POST", "_bulk", lines)


def remove_before(key: int) -> None:
    """Take all entries out that have a lower key: what a rebuild has replaced. Raises ServerError."""
    there = server()
    there.request("POST", f"{there.index}/_delete_by_query", body={"query": {"range": {"entry": {"lt": key}}}})


def _checked(answer: dict) -> None:
    if answer.get("errors"):
        raise ServerError("Some entries weren't taken.")
