"""OpenSearch in place of the built-in postings: its requests, and behaviour if it doesn't answer."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import PageViewRestriction

from search import jobs
from search.engine import server
from search.engine.weights import FIELDS
from search.index.rebuilds import Rebuild
from search.models import Untold
from tests import factories
from tests.search.opensearch import Double


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
    """Two pages, on a server with a complete index."""
    list(Rebuild())
    with django_capture_on_commit_callbacks(execute=True):
        first = factories.NewsFactory(parent=tree.news, title="The badger", summary="About badgers’ setts")
        second = factories.NewsFactory(parent=tree.news, title="An otter", summary="It isn't a badger")
    opensearch.asked.clear()
    return first, second


def recovers(there: server.Server) -> None:
    """Skip the time for which a failed server isn't used."""
    there.failed_at = -server.REST


def status() -> str:
    said = StringIO()
    call_command("search", "status", stdout=said)
    return said.getvalue()


def test_the_server_is_asked_once_for_all_words(badgers, opensearch, titles):
    assert titles("badgers") == ["The badger", "An otter"]
    assert titles("otter badger") == ["An otter"]
    assert opensearch.asked == ["POST /_msearch"] * 2


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
    assert "otter" not in " ".join(document.get("title", "") for document in opensearch.written.values())


def test_what_is_public_is_decided_here(badgers, titles):
    PageViewRestriction.objects.create(page=badgers[0], restriction_type=PageViewRestriction.LOGIN)
    assert titles("badger") == ["An otter"]


def test_a_rebuild_makes_and_fills_it(tree, opensearch, titles):
    factories.NewsFactory(parent=tree.news, title="The badger")
    opensearch.written["1"] = {"entry": 1, "title": "stale"}
    opensearch.refresh()
    list(Rebuild())
    assert opensearch.index["mappings"]["properties"]["title"] == {"type": "text", "analyzer": "whitespace"}
    assert "1" not in opensearch.written, "what a rebuild has replaced is gone"
    opensearch.asked.clear()
    assert titles("badger") == ["The badger"]
    assert opensearch.asked == ["POST /_msearch"]


def test_a_server_that_lacks_something_is_not_believed(tree, opensearch, titles, django_capture_on_commit_callbacks):
    """Its address is set, but its index is still empty."""
    factories.NewsFactory(parent=tree.news, title="The badger")
    assert titles("badger") == ["The badger"], "there is no index on it"
    recovers(server.server())
    with django_capture_on_commit_callbacks(execute=True):
        factories.NewsFactory(parent=tree.news, title="An otter", summary="It isn't a badger")
    recovers(server.server())
    assert titles("badger") == ["The badger", "An otter"]
    assert "not filled" in status()
    call_command("search", "update", verbosity=0)
    assert "has everything" in status()
    recovers(server.server())
    opensearch.asked.clear()
    assert titles("badger") == ["The badger", "An otter"]
    call_command("search", "update", verbosity=0)
    assert opensearch.asked == ["POST /_msearch"] * 2, "it isn't filled again"


def test_the_built_in_index_answers_when_the_server_doesn_t(badgers, opensearch, titles, caplog):
    opensearch.breaks = True
    assert titles("badger") == ["The badger", "An otter"]
    assert "didn't answer" in caplog.text
    assert titles("otter badger") == ["An otter"]
    assert len(opensearch.asked) == 1, "a server that failed is left alone for a while"


def test_what_it_could_not_be_told_the_worker_tells_it(
    badgers, opensearch, titles, caplog, django_capture_on_commit_callbacks
):
    opensearch.breaks = True
    with django_capture_on_commit_callbacks(execute=True):
        factories.NewsFactory(parent=badgers[0].get_parent(), title="A zorilla")
    assert "the worker will send it" in caplog.text
    assert "changes not sent to it 1" in status()
    with pytest.raises(server.ServerError):
        jobs.tell_server(lambda: False)
    opensearch.breaks = False
    assert jobs.tell_server(lambda: False)
    assert not jobs.tell_server(lambda: False)
    assert not Untold.objects.exists()
    opensearch.asked.clear()
    assert titles("zorilla") == ["A zorilla"]
    assert opensearch.asked == ["POST /_msearch"]


def test_nobody_waits_for_a_server_that_failed(badgers, opensearch, titles, django_capture_on_commit_callbacks):
    opensearch.breaks = True
    titles("badger")
    opensearch.asked.clear()
    with django_capture_on_commit_callbacks(execute=True):
        factories.NewsFactory(parent=badgers[0].get_parent(), title="A zorilla")
    assert opensearch.asked == []
    assert Untold.objects.count() == 1


def test_many_and_long_texts_go_in_several_requests(opensearch, monkeypatch):
    monkeypatch.setattr(server, "MOST_LINES", 4)
    monkeypatch.setattr(server, "MOST_BYTES", 1000)
    texts = {key: ({**dict.fromkeys(FIELDS, ""), "title": f"Page {key}"}, False) for key in range(1, 6)}
    texts[3][0]["body"] = "badger " * 1000
    server.write(texts, [7], at_once=False)
    assert sorted(opensearch.written) == ["1", "2", "3", "4", "5"]
    # 1 and 2; 3, which is longer than a request should be; 4 and 5; deletions
    assert opensearch.asked == ["PUT /hub", *["POST /_bulk"] * 4]


def test_an_index_of_another_kind_is_left_alone(tree, opensearch):
    opensearch.index = {"mappings": {"properties": {"title": {"type": "keyword"}}}}
    with pytest.raises(server.ServerError, match="another kind of index “hub”; delete it"):
        list(Rebuild())
    assert opensearch.written == {}


def test_the_commands_say_plainly_that_it_fails(badgers, opensearch, settings):
    opensearch.breaks = True
    assert "doesn't answer" in status()
    with pytest.raises(CommandError, match="The search server failed"):
        call_command("search", "rebuild", verbosity=0)
    settings.SEARCH_URL = "opensearch://127.0.0.1:9/hub"  # the port of “discard”, where nothing listens
    said = StringIO()
    call_command("search", "update", stderr=said, verbosity=0)
    assert "doesn't answer" in said.getvalue()


def test_an_address_that_is_none_is_refused(settings):
    settings.SEARCH_URL = "ftp://example.org"
    with pytest.raises(ValueError, match="opensearch"):
        server.server()
