"""A hub with something on every public template, and one browser to look at it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import hubs
from tests.chromium import launch


@dataclass(frozen=True)
class PublicHub:
    """A hub that is being served: where, its addresses by name, and the error pages that it would answer with."""

    base: str
    addresses: dict[str, str]
    errors: dict[str, str]


@pytest.fixture(scope="session")
def hub(tmp_path_factory) -> Iterator[PublicHub]:
    """Made once a run, served by every process of the run that asks for it."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("Browsers don't see the database; the run on SQLite has looked at every page.")
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "public-hub"
    with alone(shared / "public-hub.lock"):
        if not (folder / "addresses.json").exists():
            hubs.prepare(folder, ["manage.py", "set_up_newsletter"], ["-m", "tests.browser.everything"])
    addresses = json.loads((folder / "addresses.json").read_text())
    errors = {path.stem: path.read_text() for path in sorted((folder / "errors").iterdir())}
    with hubs.serving(folder) as base:
        yield PublicHub(base, addresses, errors)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process is within a block with this file."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a file. Not for longer: while it is there, Django's own tests couldn't use the database."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
