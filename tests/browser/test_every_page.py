"""Every public page in a browser: accessible, within the window, without errors or third-party requests.

The pages are found by `tests.browser.everything`: a page type without a page makes it fail, so none can be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, Route

from tests import hubs
from tests.chromium import missing

pytestmark = pytest.mark.browser

AXE = hubs.ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN_AXE = "rules => axe.run({ runOnly: rules, resultTypes: ['violations'] }).then(found => found.violations)"
# The small phone of WCAG 2.2, 1.4.10 (reflow), and a desktop.
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
# The window of a desktop zoomed to 200 %.
ZOOMED = {"width": 640, "height": 450}
# These forms act for a user signed in by a cookie, so they need a CSRF cookie.
WITH_COOKIE = ("/_util/login/", "/for-some/")


@dataclass
class Visit:
    """The results for one page."""

    violations: list[str]
    too_wide: list[str]
    said: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def visits(request, hub, chromium) -> dict[str, Visit]:
    """Every page, visited once at each window size."""
    if not AXE.exists():
        missing("axe-core is not installed: `make clients` does it.")
    context = chromium.new_context(**request.param)
    context.add_init_script(path=AXE)
    for name, html in hub.errors.items():
        answer = partial(answer_with, html)
        context.route(f"{hub.base}/errors/{quote(name)}/", answer)
    addresses = hub.addresses | {f"error {name}": f"/errors/{quote(name)}/" for name in hub.errors}
    # One browser page for all: a new one would be a new process.
    page, size = context.new_page(), request.param["viewport"]
    seen = {name: visit(page, size, hub.base, path) for name, path in addresses.items()}
    context.close()
    return seen


def answer_with(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type="text/html")


def visit(page: Page, size: dict[str, int], base: str, path: str) -> Visit:
    """Open the address and check it; on a desktop also at 200 %."""
    said, elsewhere = [], []
    listeners = {
        "console": lambda message: said.append(message.text) if message.type in ("error", "warning") else None,
        "pageerror": lambda error: said.append(str(error)),
        "request": lambda request: elsewhere.append(request.url) if not request.url.startswith(f"{base}/") else None,
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    page.set_viewport_size(size)
    response = page.goto(base + path)
    if response.status in (404, 410):  # Chromium reports this for the page itself
        said[:] = [words for words in said if str(response.status) not in words]
    too_wide = list(beyond_the_window(page))
    violations = [
        f"{found['id']}: {node['html'][:200]} {node['failureSummary']}"
        for found in page.evaluate(RUN_AXE, RULES)
        for node in found["nodes"]
    ]
    if page.viewport_size["width"] > ZOOMED["width"]:
        page.set_viewport_size(ZOOMED)
        too_wide += beyond_the_window(page)
    cookies = [cookie["name"] for cookie in page.context.cookies()] if not path.startswith(WITH_COOKIE) else []
    page.context.clear_cookies()
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    return Visit(violations, too_wide, said, elsewhere, cookies)


def beyond_the_window(page: Page) -> Iterator[str]:
    """Yield the elements that make the page wider than the window."""
    yield from page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth
          if (document.documentElement.scrollWidth <= width) return []
          const wide = [...document.querySelectorAll("main *, header *, footer *")]
            .filter(element => element.getBoundingClientRect().right > width + 1)
          return [`${width} px: ` + wide.slice(0, 5).map(element => element.outerHTML.slice(0, 120)).join(" | ")]
        }"""
    )


def of_all(visits: dict[str, Visit], what: str) -> str:
    """Return one line for each page with findings."""
    return "\n".join(f"{name}: {words}" for name, visit in visits.items() for words in getattr(visit, what))


def test_nothing_is_in_the_way_of_anybody(visits):
    """WCAG 2.2 AA and axe's own good practice."""
    assert of_all(visits, "violations") == ""


def test_nothing_stands_out_of_the_window(visits):
    """At 320 px, at 1280 px, and at 1280 px zoomed to 200 %."""
    assert of_all(visits, "too_wide") == ""


def test_no_page_complains(visits):
    """No script errors, nothing refused by the security policy, no missing files."""
    assert of_all(visits, "said") == ""


def test_nothing_comes_from_elsewhere(visits):
    assert of_all(visits, "elsewhere") == ""


def test_no_cookie_is_set(visits):
    assert of_all(visits, "cookies") == ""


def test_every_page_type_was_seen(hub):
    """Including the pages of the site as well as error pages."""
    assert {urlsplit(path).path for path in hub.addresses.values()} >= {"/", "/search/", "/nothing-is-there/"}
    assert "500" in hub.errors
