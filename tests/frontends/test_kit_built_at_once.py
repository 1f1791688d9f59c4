"""The Astro frontend built at once: every page and every redirect of the hub is a file that any web server can serve."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests import hubs
from tests.frontends.kits import ADMIN_COMMANDS, KITS, Site, serving

# The frontend is built, which takes a minute.
pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.once]

FILES = KITS["astro"].folder / "dist" / "client"
PAGES = (
    "query ($after: String) { pages(first: 100, after: $after) { nodes { path } pageInfo { hasNextPage endCursor } } }"
)
REDIRECTS = "{ redirects(first: 100) { nodes { fromPath path } } }"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    """The frontend, built at once from a hub with the programme's content, and the server for what isn't a file."""
    made = hubs.prepare(tmp_path_factory, "kits", *ADMIN_COMMANDS, ["-m", "tests.frontends.additions"])
    data = made.with_name("kits-at-once")
    shutil.copytree(made, data)
    with serving(KITS["astro"], data, OUTPUT="static") as started:
        yield started


def file_of(path: str) -> Path:
    """Return the file in which a web server looks for an address."""
    return FILES / unquote(path).strip("/") / "index.html"


def paths(site: Site) -> Iterator[str]:
    """Yield the paths of all pages that the hub shows."""
    after = None
    while True:
        pages = site.ask(PAGES, after=after)["pages"]
        yield from (node["path"] for node in pages["nodes"])
        if not pages["pageInfo"]["hasNextPage"]:
            return
        after = pages["pageInfo"]["endCursor"]


def test_every_page_is_a_file(site):
    found = list(paths(site))
    assert len(found) > 100
    assert [path for path in found if not file_of(path).exists()] == []


def test_every_redirect_is_a_page_that_leads_on(site):
    # One for a single query string is for the web server to set.
    redirects = {node["fromPath"]: node["path"] for node in site.ask(REDIRECTS)["redirects"]["nodes"]}
    assert redirects.pop("/old?id=3") == "/work-streams/neglect/"
    assert redirects["/old-neglect"] == "/work-streams/neglect/"
    leads = {
        path: re.findall(r'http-equiv="refresh" content="0;url=([^"]+)"', file_of(path).read_text())
        for path in redirects
    }
    assert leads == {path: [target] for path, target in redirects.items()}
