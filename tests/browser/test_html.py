"""The HTML of every public page is valid according to the Nu Html Checker (https://validator.github.io)."""

import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from .conftest import VALIDATOR


def fetch(address: str) -> bytes:
    """Return the page, even if its status is an error."""
    try:
        with urllib.request.urlopen(address) as response:  # noqa: S310  our own hub
            return response.read()
    except urllib.error.HTTPError as error:
        return error.read()


def mistakes(java: str, pages: dict[str, bytes], folder: Path) -> list[str]:
    """Return what the validator has to say of pages, which are given by name; they are written into the folder."""
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_bytes(html)
        names[file.as_uri()] = name
    command = [java, "-jar", VALIDATOR, "--format", "json", "--stdout", *sorted(folder.glob("*.html"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{names[message['url'].replace('file:/', 'file:///', 1)]}, line {message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
    ]


def test_the_html_of_every_page_is_valid(java, hub, tmp_path):
    pages = {name: fetch(hub.base + path) for name, path in hub.addresses.items()}
    pages |= {f"error {name}": html.encode() for name, html in hub.errors.items()}
    assert "\n".join(mistakes(java, pages, tmp_path)) == ""
