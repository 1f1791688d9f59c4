"""What the tests of frontends share: a browser, and a server for pages of another origin."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import launch


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser per file. Not longer: while it exists, Django's own tests can't use the database."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def another_site(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """The address of a site of its own, and the folder with its pages."""
    folder = tmp_path_factory.mktemp("another-site")
    with files_of(folder) as address:
        yield address, folder


@contextmanager
def files_of(folder: Path) -> Iterator[str]:
    """Serve the files of a folder as long as the block lasts. Yields their address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """Answers without a line of log for each request."""

    def log_message(self, *args) -> None:
        """Say nothing."""
