"""A real browser, for what only a browser can say."""

import os
import shutil
import threading

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from playwright.sync_api import Error, sync_playwright


@pytest.fixture
def browser(monkeypatch):
    """Chromium without a window: the one named in `CHROMIUM`, the system's, or Playwright's own.

    Skips without any; where everything must be tried (`CI`), it fails.
    """
    # Playwright runs a loop in this thread, and Django takes that for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-headless-shell")
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=path)
        except Error:
            missing = pytest.fail if os.environ.get("CI") else pytest.skip
            missing("There is no Chromium. Install it with `playwright install chromium`, or name one in CHROMIUM.")
        yield chromium
        chromium.close()
        # While that loop runs this thread has connections of its own, which nobody else would close.
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close()


@pytest.fixture
def one_request_at_a_time(monkeypatch):
    """SQLite in memory is one connection for all threads of the server, and an admin page sends several at once."""
    lock, answer = threading.RLock(), WSGIHandler.__call__

    def wait_and_answer(self, environ, start_response):
        with lock:
            return answer(self, environ, start_response)

    monkeypatch.setattr(WSGIHandler, "__call__", wait_and_answer)
