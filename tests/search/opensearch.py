"""A double of OpenSearch for the hub's requests, following its API specification."""

import json
import math
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

# The number of results a server lets clients page through by default (`index.max_result_window`).
MOST = 10_000
# The media type of a request with several JSON texts.
LINES = "application/x-ndjson"


class Double(ThreadingHTTPServer):
    """Answers like OpenSearch, and refuses unknown requests.

    Written documents are found after the next refresh: on request, or when `refresh` is called.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.written: dict[str, dict] = {}
        self.found: dict[str, dict] = {}
        self.index: dict = {}
        self.asked: list[str] = []
        self.breaks = False

    def refresh(self) -> None:
        self.found = dict(self.written)

    def answer(self, method: str, address: str, kind: str, body: str) -> tuple[int, dict]:
        parts = urlsplit(address)
        self.asked.append(f"{method} {parts.path}")
        options = {name: value for name, (value,) in parse_qs(parts.query).items()}
        assert kind == (LINES if parts.path in ("/_bulk", "/_msearch") else "application/json")
        lines = [json.loads(line) for line in body.splitlines()]
        match (method, parts.path):
            case _ if self.breaks:
                return 500, {"error": {"type": "broken"}}
            case ("PUT", "/hub"):
                if self.index:
                    return 400, {"error": {"type": "resource_already_exists_exception"}}
                self.index = lines[0]
                return 200, {"acknowledged": True}
            case ("PUT", "/hub/_mapping"):
                if lines[0] != self.index["mappings"]:
                    return 400, {"error": {"type": "illegal_argument_exception"}}
                return 200, {"acknowledged": True}
            case ("POST", "/_bulk"):
                items = list(self.bulk(lines))
                if options.get("refresh") == "true":
                    self.refresh()
                return 200, {"errors": False, "items": items}
            case ("POST", "/_msearch"):
                assert all(line == {"index": "hub"} for line in lines[::2])
                return 200, {"responses": [self.cut(self.search(line), **options) for line in lines[1::2]]}
        return 404, {"error": {"type": "unknown"}}

    def bulk(self, lines: list[dict]):
        lines = iter(lines)
        for line in lines:
            ((action, about),) = line.items()
            assert about["_index"] == "hub"
            if action == "index":
                self.written[about["_id"]] = next(lines)
                yield {action: {"status": 201}}
            else:
                # A missing document is no error.
                yield {action: {"status": 200 if self.written.pop(about["_id"], None) else 404}}

    def search(self, asked: dict) -> dict:
        if not self.index:
            return {"status": 404, "error": {"type": "index_not_found_exception"}}
        if asked["size"] > MOST:
            return {"status": 400, "error": {"type": "search_phase_execution_exception"}}
        ((kind, wanted),) = asked["query"].items()
        if kind == "ids":
            scores = Counter(key for key in wanted["values"] if key in self.found)
        elif kind == "range":
            scores = Counter(
                key for key, one in self.found.items() if one.get("entry", math.inf) < wanted["entry"]["lt"]
            )
        else:
            scores = Counter(dict(self.scored(wanted)))
        hits = [{"_index": "hub", "_id": key, "_score": score} for key, score in scores.most_common(asked["size"])]
        return {"status": 200, "took": 1, "hits": {"max_score": None, "hits": hits}}

    def scored(self, wanted: dict):
        """Yield documents with the words, and the weights of the matching fields: not BM25, but in the same order of
        fields."""
        weights = {name: float(weight) for name, weight in (field.split("^") for field in wanted["fields"])}
        assert wanted["type"] == "most_fields"
        for key, document in self.found.items():
            score = sum(w for name, w in weights.items() if wanted["query"] in document.get(name, "").split())
            if score:
                yield key, score

    def cut(self, answer: dict, filter_path: str) -> dict:
        """Keep the requested parts. An empty list is left out."""
        assert filter_path.split(",") == ["responses.status", "responses.hits.hits._id", "responses.hits.hits._score"]
        hits = [{"_id": hit["_id"], "_score": hit["_score"]} for hit in answer.get("hits", {}).get("hits", [])]
        return {"status": answer["status"], **({"hits": {"hits": hits}} if hits else {})}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        status, answer = self.server.answer(self.command, self.path, self.headers["Content-Type"], body)
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_PUT = handle_any  # noqa: N815  the names that the library calls

    def log_message(self, *args):
        """Say nothing."""
