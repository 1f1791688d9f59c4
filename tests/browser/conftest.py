"""A hub with something on every public template, and one browser to look at it."""

import json
from collections.abc import Iterator
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
def folder(tmp_path_factory) -> Path:
    """The folder of the hub. Made once a run."""
    commands = (["manage.py", "set_up_newsletter"], ["-m", "tests.browser.everything"])
    return hubs.prepare(tmp_path_factory, "public", *commands)


@pytest.fixture(scope="session")
def admin_folder(tmp_path_factory) -> Path:
    """The folder of the hub whose admin is looked at. Made once a run."""
    commands = (
        *(["manage.py", "set_up_roles"], ["manage.py", "set_up_newsletter"]),
        *(["-m", "tests.browser.everything"], ["-m", "tests.browser.of_the_admin"]),
    )
    return hubs.prepare(tmp_path_factory, "admin", *commands)


@pytest.fixture(scope="session")
def hub(folder) -> Iterator[PublicHub]:
    """Served by every process of the run that asks for it."""
    addresses = json.loads((folder / "addresses.json").read_text())
    errors = {path.stem: path.read_text() for path in sorted((folder / "errors").iterdir())}
    with hubs.serving(folder) as base:
        yield PublicHub(base, addresses, errors)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a file. Not for longer: while it is there, Django's own tests couldn't use the database."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
