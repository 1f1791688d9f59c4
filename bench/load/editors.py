"""Editors who sign in, save drafts and publish."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator

from bench.load.clients import Clock, through_proxy
from tests.remote_editor import RemoteEditor

PASSWORD = "a-long-enough-password"  # noqa: S105  of a hub that lasts for a bench
ACCOUNTS = 60  # of each editor, since the hub limits how often an account may sign in within an hour
ROUNDS = 5  # between two sign-ins
PAUSE = 1.0  # seconds


def account(editor: int, n: int) -> str:
    """Return the name of one of an editor's accounts."""
    return f"editor{editor}-{n}"


def work(number: int, port: int, page: int, path: str, clock: Clock) -> Iterator[None]:
    """Work on a page, one step at a time. What is published must be on the page at once."""
    base = f"http://localhost:{port}"
    for n in range(ACCOUNTS):
        editor = RemoteEditor(base, by_https=True)
        editor.session.headers.update(through_proxy(100 + number))
        with clock.timed("editors: sign in"):
            editor.sign_in(account(number, n), PASSWORD)
        yield
        for turn in range(ROUNDS):
            time.sleep(PAUSE)
            with clock.timed("editors: save a draft"):
                editor.edit(page, summary=f"Draft {n}.{turn}")
            yield
            time.sleep(PAUSE)
            title = f"Work {n}.{turn} of editor {number}"
            with clock.timed("editors: publish"):
                editor.edit(page, "publish", title=title)
            with clock.timed("editors: read what was published"):
                connection = http.client.HTTPConnection("localhost", port, timeout=60)
                connection.request("GET", path, headers=through_proxy(100 + number))
                text = connection.getresponse().read().decode()
                connection.close()
                if title not in text:
                    raise ValueError(f"“{title}” isn't on the page.")
            yield
        editor.session.close()
