"""A real browser, for tests that need one."""

import threading

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpResponse
from playwright.sync_api import sync_playwright

from tests.chromium import launch


@pytest.fixture
def one_request_at_a_time(monkeypatch):
    """SQLite in memory is one connection for all threads of the server, and an admin page sends several at once.

    After the test none is answered any more: a form that saves itself would meet the emptying of the database.
    """
    lock, answer, ended = threading.RLock(), WSGIHandler.__call__, threading.Event()

    def wait_and_answer(self, environ, start_response):
        with lock:
            if ended.is_set():
                start_response("503 Service Unavailable", [])
                return HttpResponse(status=503)
            return answer(self, environ, start_response)

    monkeypatch.setattr(WSGIHandler, "__call__", wait_and_answer)
    yield
    with lock:
        ended.set()


@pytest.fixture
def browser(monkeypatch, one_request_at_a_time):
    """Chromium, in a test whose hub answers in the same process."""
    # Playwright runs a loop in this thread, and Django takes that for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()
        # While that loop runs, this thread has connections of its own, which nothing else would close.
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close()
