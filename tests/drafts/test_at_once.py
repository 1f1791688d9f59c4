"""Two programs that write at once, on a server that locks rows."""

import threading

import pytest
from django.db import connection, connections
from django.test import Client

from programme.models import NewsPage
from tests import factories
from tests.drafts.programs import Program, errors_of

pytestmark = [
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory is one connection"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
NEWS = {"title": "Written", "summary": "Words.", "date": "2026-11-02", "kind": "announcement"}


def at_once(secret: str, *deeds):
    """Return what each deed returns for a program of its own, all begun together."""
    answers = [None] * len(deeds)
    together = threading.Barrier(len(deeds), timeout=30)

    def work(place, deed):
        try:
            together.wait()
            answers[place] = deed(Program(Client(), secret))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=one) for one in enumerate(deeds)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert None not in answers, "a program failed"
    return answers


def test_of_two_changes_from_one_version_one_is_a_conflict(tree, program):
    page = factories.NewsFactory(parent=tree.news, title="There")
    version = page.save_revision().pk
    deeds = [lambda one, title=title: one.change(page, version, newsPage={"title": title}) for title in ("One", "Two")]
    saved, refused = sorted(at_once(program.secret, *deeds), key=lambda answer: answer["draft"] is None)
    assert saved["userErrors"] == [] and errors_of(refused) == {("version", "CONFLICT")}
    assert refused["conflict"]["latest"]["id"] == saved["draft"]["version"]["id"]
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == saved["draft"]["page"]["title"]
    assert page.revisions.count() == 2


def test_one_key_twice_at_once_makes_one_page(tree, program):
    def deed(one):
        return one.create(tree.news, newsPage=NEWS, idempotencyKey="one")

    first, again = sorted(at_once(program.secret, deed, deed), key=lambda answer: answer["isRepeated"])
    assert (first["isRepeated"], again["isRepeated"]) == (False, True)
    assert first["draft"] == again["draft"] and NewsPage.objects.count() == 1
