"""OpenSearch in place of the built-in postings: what it is told and asked, and what happens when it doesn't answer."""

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from wagtail.models import PageViewRestriction

from search.engine import server
from search.indexing.rebuilding import Rebuild
from tests import factories


class Double(ThreadingHTTPServer):
    """Answers the requests that the hub makes as OpenSearch does, and refuses all others."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.documents: dict[str, dict] = {}
        self.mappings: dict = {}
        self.asked: list[tuple[str, str]] = []
        self.breaks = False

    def answer(self, method: str, path: str, body: str) -> tuple[int, dict]:
        self.asked.append((method, path))
        lines = [json.loads(line) for line in body.splitlines()]
        match (method, path):
            case _ if self.breaks:
                return 500, {}
            case ("PUT", "/hub"):
                if self.mappings:
                    return 400, {"error": {"type": "resource_already_exists_exception"}}
                self.mappings = lines[0]["mappings"]
                return 200, {"acknowledged": True}
            case ("POST", "/_bulk"):
                return 200, {"errors": False, "items": list(self.bulk(lines))}
            case ("POST", "/_msearch"):
                assert all(line == {"index": "hub"} for line in lines[::2])
                return 200, {"responses": [self.search(line) for line in lines[1::2]]}
            case ("POST", "/hub/_delete_by_query"):
                least = lines[0]["query"]["range"]["entry"]["lt"]
                gone = [key for key, document in self.documents.items() if document["entry"] < least]
                for key in gone:
                    del self.documents[key]
                return 200, {"deleted": len(gone)}
        return 404, {"error": path}

    def bulk(self, lines: list[dict]):
        lines = iter(lines)
        for line in lines:
            ((action, about),) = line.items()
            assert about["_index"] == "hub"
            if action == "index":
                self.documents[about["_id"]] = next(lines)
            else:
                self.documents.pop(about["_id"], None)
            yield {action: {"status": 200}}

    def search(self, asked: dict) -> dict:
        wanted = asked["query"]["multi_match"]
        weights = {name: float(weight) for name, weight in (field.split("^") for field in wanted["fields"])}
        scores = Counter()
        for key, document in self.documents.items():
            for name, weight in weights.items():
                scores[key] += weight * (wanted["query"] in document.get(name, "").split())
        hits = [{"_id": key, "_score": score} for key, score in scores.most_common(asked["size"]) if score]
        return {"hits": {"hits": hits}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        status, answer = self.server.answer(self.command, self.path, body)
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_PUT = handle_any  # noqa: N815  the names that the library calls

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def opensearch(settings):
    double = Double()
    thread = threading.Thread(target=double.serve_forever, daemon=True)
    thread.start()
    settings.SEARCH_URL = f"opensearch://somebody:secret@127.0.0.1:{double.server_port}/hub"
    yield double
    double.shutdown()
    double.server_close()
    thread.join()


@pytest.fixture
def badgers(tree, opensearch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = factories.NewsFactory(parent=tree.news, title="The badger", summary="About badgers’ setts")
        second = factories.NewsFactory(parent=tree.news, title="An otter", summary="It isn't a badger")
    opensearch.asked.clear()
    return first, second


def test_the_server_is_asked_once_for_all_words(badgers, opensearch, titles):
    assert titles("badgers") == ["The badger", "An otter"]
    assert titles("otter badger") == ["An otter"]
    assert opensearch.asked == [("POST", "/_msearch")] * 2


def test_it_is_told_of_changes_after_the_commit(badgers, opensearch, titles, django_capture_on_commit_callbacks):
    first, second = badgers
    with django_capture_on_commit_callbacks() as callbacks:
        first.summary = "About the zorilla"
        first.save_revision().publish()
        assert titles("zorilla") == []
    for callback in callbacks:
        callback()
    assert titles("zorilla") == ["The badger"]
    with django_capture_on_commit_callbacks(execute=True):
        second.unpublish()
    assert "otter" not in " ".join(document.get("title", "") for document in opensearch.documents.values())


def test_what_is_public_is_decided_here(badgers, titles):
    PageViewRestriction.objects.create(page=badgers[0], restriction_type=PageViewRestriction.LOGIN)
    assert titles("badger") == ["An otter"]


def test_a_rebuild_makes_and_fills_it(badgers, opensearch, titles, django_capture_on_commit_callbacks):
    opensearch.documents.clear()
    opensearch.documents["1"] = {"entry": 1, "title": "stale"}
    with django_capture_on_commit_callbacks(execute=True):
        list(Rebuild())
    assert opensearch.mappings["properties"]["title"] == {"type": "text", "analyzer": "whitespace"}
    assert titles("badger") == ["The badger", "An otter"]


def test_the_built_in_index_answers_when_the_server_doesn_t(badgers, opensearch, titles, caplog):
    opensearch.breaks = True
    assert titles("badger") == ["The badger", "An otter"]
    assert "didn't answer" in caplog.text
    assert titles("otter badger") == ["An otter"]
    assert len(opensearch.asked) == 1, "a server that failed is left alone for a while"


def test_an_address_that_is_none_is_refused(settings):
    settings.SEARCH_URL = "ftp://example.org"
    with pytest.raises(ValueError, match="opensearch"):
        server.server()
