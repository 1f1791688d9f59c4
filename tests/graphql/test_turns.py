"""One operation after another where the database works inside the process."""

import threading

import pytest
from django.db import connection

from cms.graphql import turns
from cms.graphql.turns import turn

in_process = pytest.mark.skipif(connection.vendor != "sqlite", reason="Another process does the database's work.")


def in_a_thread(work) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


@in_process
def test_an_operation_waits_for_the_one_before_it(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 60)
    done = []

    def second():
        with turn():
            done.append("second")

    with turn():
        thread = in_a_thread(second)
        done.append("first")
    thread.join()
    assert done == ["first", "second"]


@in_process
def test_a_slow_operation_holds_nobody_up_for_long():
    went_ahead = threading.Event()

    def second():
        with turn():
            went_ahead.set()

    with turn():
        in_a_thread(second).join()
        assert went_ahead.is_set()
        assert turns._turn.locked()
    assert not turns._turn.locked()


def test_nobody_waits_for_a_database_in_another_process(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    with turn():
        assert not turns._turn.locked()
