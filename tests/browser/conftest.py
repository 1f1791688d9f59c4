"""A hub with content for every public template, and a browser."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import hubs
from tests.chromium import launch, missing

VALIDATOR = hubs.ROOT / "tests" / "clients" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@dataclass(frozen=True)
class PublicHub:
    """A running hub: its base address, its addresses by name, and its error pages."""

    base: str
    addresses: dict[str, str]
    errors: dict[str, str]


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The data folder of the hub, made once per run."""
    commands = (["manage.py", "set_up_newsletter"], ["-m", "tests.browser.everything"])
    return hubs.prepare(tmp_path_factory, "public", *commands)


@pytest.fixture(scope="session")
def admin_folder(tmp_path_factory) -> Path:
    """The data folder of the hub for tests of the admin, made once per run."""
    commands = (
        *(["manage.py", "set_up_roles"], ["manage.py", "set_up_newsletter"]),
        *(["-m", "tests.browser.everything"], ["-m", "tests.browser.of_the_admin"]),
    )
    return hubs.prepare(tmp_path_factory, "admin", *commands)


@pytest.fixture(scope="session")
def hub(folder) -> Iterator[PublicHub]:
    """Each process of the run that needs it serves its own."""
    addresses = json.loads((folder / "addresses.json").read_text())
    errors = {path.stem: path.read_text() for path in sorted((folder / "errors").iterdir())}
    with hubs.serving(folder) as base:
        yield PublicHub(base, addresses, errors)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser per file. Not longer: while it exists, Django's own tests can't use the database."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def java() -> str:
    """The program required by the validator."""
    program = shutil.which("java")
    if program is None:
        missing("There is no Java for the HTML validator. On Debian: `apt-get install default-jre-headless`.")
    if not VALIDATOR.exists():
        missing("The HTML validator is not installed: `make clients` does it.")
    return program
