"""The hub on which the quarter is played: its server and a worker, processes of their own, and a mail server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests import hubs, kept

from .people import SUBSCRIBER, Keep, Quarter, keep_nothing, post_office

COMMANDS = (
    ["manage.py", "set_up_roles"],
    ["manage.py", "set_up_newsletter"],
    ["-m", "tests.browser.quarter.world"],
)


@contextmanager
def beginning(folder: Path, browser: Browser, keep: Keep = keep_nothing) -> Iterator[Quarter]:
    """Make a hub in a folder that isn't there yet, and run it as long as the block lasts."""
    with kept.world("content", kept.of_content(), hubs.add_content) as content:
        shutil.copytree(content, folder)
    hubs.run(folder, COMMANDS)
    options = ("--processes", "1", "--threads", "3", "--workers", "1")
    with (
        post_office() as (mailbox, server),
        hubs.started(
            folder,
            *options,
            EMAIL_URL=server,
            NEWSLETTER_BACKEND="smtp",
            NEWSLETTER_ALLOWED=SUBSCRIBER,
            NEWSLETTER_RECALL_SECONDS="0",
        ) as (base, _),
    ):
        yield Quarter(base, mailbox, browser, keep)
