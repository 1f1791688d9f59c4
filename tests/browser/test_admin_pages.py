"""Every page of ours in the admin as a browser shows it: nothing is in the way of anybody, and what the guide names is there.

The pages are found by `tests.browser.of_the_admin`, from the views themselves.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from cms import guide
from tests import hubs
from tests.chromium import missing

from .test_every_page import AXE, RULES

pytestmark = [pytest.mark.browser, pytest.mark.own_database]

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# What another size of the window can change: where things lie and how large they are, what is shown and over what.
OF_LAYOUT = ["color-contrast", "target-size", "scrollable-region-focusable", "aria-hidden-focus", "meta-viewport"]
# Wagtail's menu is the same on every page. It is looked at with the first.
MENU = ".sidebar"
GRAVE = ("serious", "critical")
# Links within a text that is being written: as large as its lines, which WCAG 2.2, 2.5.8, allows ("inline"). Draftail calls them
# buttons, so axe can't know.
IN_A_TEXT = ".public-DraftEditor-content .TooltipEntity"
# Wagtail's own, where our templates have no say: the fields for tags and for many pictures have no label of their own, and the
# button of the page's map is 20 pixels wide on a phone.
OF_WAGTAIL = (".tagit .ui-autocomplete-input", "#fileupload", "#w-minimap-toggle")
GUIDES = ("guide", "guide_named")  # they would say by themselves that all is there
RUN_AXE = """([rules, left_out]) => axe.run({ exclude: left_out }, { runOnly: rules, resultTypes: ['violations'] })
  .then(found => found.violations)"""
# Everything that a page says, shown or folded away, on buttons and in fields too.
WORDS = """() => {
  const said = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("script, style")) said.push(walker.currentNode.data)
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [value], template, script[data-prefix]")) {
    for (const name of ["aria-label", "title", "value"]) said.push(element.getAttribute(name) || "")
    if (element.tagName === "TEMPLATE") said.push(element.content.textContent)
    if (element.tagName === "SCRIPT") said.push(element.textContent)
  }
  return said.join("\\n")
}"""


@dataclass
class Visit:
    """What was seen of one page: violations by size of the window, and all its words."""

    violations: list[str]
    words: str


@pytest.fixture(scope="module")
def visits(admin_folder, chromium: Browser) -> Iterator[dict[str, Visit]]:
    """Every page, looked at once, first in a wide window with all rules, then as on a phone with those of the layout."""
    if not AXE.exists():
        missing("axe-core is not installed: `make clients` does it.")
    known = json.loads((admin_folder / "admin.json").read_text())
    with hubs.serving(admin_folder, TWO_FACTOR="optional") as base:
        # A page of the admin is Wagtail's scripts too, with a policy of its own: the test's script is let in.
        context = chromium.new_context(reduced_motion="reduce", bypass_csp=True)
        # One page for all: a new one would be a new process, which has all of Wagtail's scripts to read again.
        page = context.new_page()
        seen = {"sign in": visit(page, base + "/admin/login/")}
        context.add_cookies([{"name": "sessionid", "value": known["session"], "url": base}])
        for name, path in known["paths"].items():
            seen[name] = visit(page, base + path, IN_A_TEXT, *OF_WAGTAIL, *([MENU] if len(seen) > 1 else []))
        context.close()
    yield seen


def visit(page: Page, address: str, *left_out: str) -> Visit:
    page.set_viewport_size(DESKTOP)
    sent = page.goto(address).text()
    page.evaluate(AXE.read_text())
    violations = [f"desktop: {words}" for words in found_by_axe(page, RULES, left_out)]
    page.set_viewport_size(PHONE)
    violations += [f"phone: {words}" for words in found_by_axe(page, OF_LAYOUT, left_out)]
    # What was sent, too: a menu that isn't open is taken out of the page.
    words = " ".join([page.evaluate(WORDS), html.unescape(re.sub(r"<[^>]+>", " ", sent))])
    return Visit(violations, " ".join(words.split()))


def found_by_axe(page: Page, rules: list[str], left_out: tuple[str, ...]) -> Iterator[str]:
    """Yield what keeps somebody from using the page."""
    for found in page.evaluate(RUN_AXE, [rules, [[selector] for selector in left_out]]):
        for node in found["nodes"]:
            if node["impact"] in GRAVE:
                yield f"{found['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"


def test_nothing_is_in_the_way_of_anybody(visits):
    """WCAG 2.2 AA, whatever axe calls serious or critical."""
    assert "\n".join(f"{name}: {words}" for name, seen in visits.items() for words in seen.violations) == ""


def test_what_the_guide_names_is_there(visits):
    """Words in bold are what editors click or fill in: they stand in the admin just so."""
    text = (guide.FOLDER / "editors.md").read_text()
    named = {" ".join(label.split()) for label in re.findall(r"\*\*(.+?)\*\*", text, re.S)}
    admin = plain(" ".join(seen.words for name, seen in visits.items() if name not in GUIDES))
    assert sorted(label for label in named if plain(label) not in admin) == []


def plain(words: str) -> str:
    """Return the words as one compares them: any sort of quotation mark, capital or colon."""
    return words.replace("’", "'").replace(":", "").casefold()
