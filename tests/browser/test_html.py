"""The HTML of every public page is valid according to the Nu Html Checker (https://validator.github.io)."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request

import pytest

from tests import hubs
from tests.chromium import missing

VALIDATOR = hubs.ROOT / "tests" / "clients" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture
def java() -> str:
    """The program required by the validator."""
    program = shutil.which("java")
    if program is None:
        missing("There is no Java for the HTML validator. On Debian: `apt-get install default-jre-headless`.")
    if not VALIDATOR.exists():
        missing("The HTML validator is not installed: `make clients` does it.")
    return program


def fetch(address: str) -> bytes:
    """Return the page, even if its status is an error."""
    try:
        with urllib.request.urlopen(address) as response:  # noqa: S310  our own hub
            return response.read()
    except urllib.error.HTTPError as error:
        return error.read()


def test_the_html_of_every_page_is_valid(java, hub, tmp_path):
    pages = {name: fetch(hub.base + path) for name, path in hub.addresses.items()}
    pages |= {f"error {name}": html.encode() for name, html in hub.errors.items()}
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        file = tmp_path / f"{number}.html"
        file.write_bytes(html)
        names[file.as_uri()] = name
    command = [java, "-jar", VALIDATOR, "--format", "json", "--stdout", *sorted(tmp_path.glob("*.html"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [
        f"{names[message['url'].replace('file:/', 'file:///', 1)]}, line {message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
    ]
    assert "\n".join(found) == ""
