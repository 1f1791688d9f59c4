"""Every page of ours in the admin in a browser: accessible, and with everything that the guide names.

In every field for a date or with a limit, of Wagtail's own pages too, what is typed stays, and is explained below. The pages are
found by `tests.browser.of_the_admin`, from the views themselves. Each is opened once.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from cms.editing import guide
from tests import hubs
from tests.chromium import missing

from .fields import TEXTS, TOO_MANY, Typed, is_read, type_into_fields
from .test_every_page import AXE, RULES

# It opens hundreds of pages. Those of an editor's day are also opened by `journeys`.
pytestmark = [pytest.mark.browser, pytest.mark.long]

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Rules whose result depends on the window's size: position, size, visibility and overlap.
OF_LAYOUT = ["color-contrast", "target-size", "scrollable-region-focusable", "aria-hidden-focus", "meta-viewport"]
# Wagtail's menu is the same on every page, so it is checked only with the first.
MENU = ".sidebar"
GRAVE = ("serious", "critical")
# Links in a text being written: as high as its lines, which WCAG 2.2, 2.5.8, allows ("inline"). Draftail marks them as
# buttons, so axe can't know.
IN_A_TEXT = ".public-DraftEditor-content .TooltipEntity"
# Wagtail's own, beyond our templates: the fields for tags and multiple images have no label, the button of the page's
# minimap is 20 pixels wide on a phone, and the link from a new account to its roles is a tab outside the list of tabs.
OF_WAGTAIL = (".tagit .ui-autocomplete-input", "#fileupload", "#w-minimap-toggle", "a.button[href='#tab-roles']")
GUIDES = ("guide", "guide_named")  # fields that would always appear complete
RUN_AXE = """([rules, left_out]) => axe.run({ exclude: left_out }, { runOnly: rules, resultTypes: ['violations'] })
  .then(found => found.violations)"""
# All text of a page, visible or collapsed, including buttons and fields.
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
    """The results for one page: violations by window size, all its text, and the results of typing."""

    violations: list[str]
    words: str
    typed: Typed | None = None


@pytest.fixture(scope="module")
def visits(admin_folder, chromium: Browser) -> Iterator[dict[str, Visit]]:
    """Every page, visited once: in a wide window with all rules, then at phone size with the layout rules, then with
    typing."""
    if not AXE.exists():
        missing("axe-core is not installed: `make clients` does it.")
    known = json.loads((admin_folder / "admin.json").read_text())
    with hubs.serving(admin_folder, TWO_FACTOR="optional") as base:
        # The admin has a security policy of its own, which must allow the test's script.
        context = chromium.new_context(reduced_motion="reduce", bypass_csp=True)
        # One browser page for all: a new one would be a new process, which would load all of Wagtail's scripts again.
        page = context.new_page()
        seen = {"sign in": visit(page, base + "/admin/login/")}
        context.add_cookies([{"name": "sessionid", "value": known["session"], "url": base}])
        with_fields = {*known["dates"], *known["limits"]}
        for name, path in known["paths"].items():
            seen[name] = visit(page, base + path, IN_A_TEXT, *OF_WAGTAIL, *([MENU] if len(seen) > 1 else []))
            if path in with_fields:
                seen[name].typed = type_into_fields(page)
        for path in sorted(with_fields - set(known["paths"].values())):
            page.goto(base + path, wait_until="domcontentloaded")
            seen[path] = Visit([], "", type_into_fields(page))
        context.close()
    yield seen


def visit(page: Page, address: str, *left_out: str) -> Visit:
    page.set_viewport_size(DESKTOP)
    sent = page.goto(address).text()
    page.evaluate(AXE.read_text())
    violations = [f"desktop: {words}" for words in found_by_axe(page, RULES, left_out)]
    page.set_viewport_size(PHONE)
    violations += [f"phone: {words}" for words in found_by_axe(page, OF_LAYOUT, left_out)]
    # The HTML as sent, too: a closed menu is removed from the page.
    words = " ".join([page.evaluate(WORDS), html.unescape(re.sub(r"<[^>]+>", " ", sent))])
    return Visit(violations, " ".join(words.split()))


def found_by_axe(page: Page, rules: list[str], left_out: tuple[str, ...]) -> Iterator[str]:
    """Yield the barriers to using the page."""
    for found in page.evaluate(RUN_AXE, [rules, [[selector] for selector in left_out]]):
        for node in found["nodes"]:
            if node["impact"] in GRAVE:
                yield f"{found['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"


def test_nothing_is_in_the_way_of_anybody(visits):
    """WCAG 2.2 AA: violations that axe rates serious or critical."""
    assert "\n".join(f"{name}: {words}" for name, seen in visits.items() for words in seen.violations) == ""


def test_what_the_guide_names_is_there(visits):
    """Words in bold are buttons and fields for editors, and must appear in the admin exactly so."""
    text = (guide.FOLDER / "editors.md").read_text()
    named = {" ".join(label.split()) for label in re.findall(r"\*\*(.+?)\*\*", text, re.S)}
    admin = plain(" ".join(seen.words for name, seen in visits.items() if name not in GUIDES))
    assert sorted(label for label in named if plain(label) not in admin) == []


def plain(words: str) -> str:
    """Return the words in a form for comparison: ignoring quotation marks, capitals and colons."""
    return words.replace("’", "'").replace(":", "").casefold()


def typed(visits: dict[str, Visit]) -> Iterator[tuple[str, Typed]]:
    yield from ((name, seen.typed) for name, seen in visits.items() if seen.typed is not None)


def test_every_date_stays_as_typed_and_its_reading_is_said(visits):
    """Wagtail's own script turned them into today's date on leaving the field."""
    wrong = [
        f"{path}: {field}"
        for path, page in typed(visits)
        for text, fields in page.dates.items()
        for field in fields
        if field["typed"] != text or not field["described"] or not is_read(text, field)
    ]
    assert wrong == []
    names = {re.sub(r"\d+", "0", field["name"]) for _, page in typed(visits) for field in page.dates.get(TEXTS[0], [])}
    assert {
        *("id_date", "id_start", "id_go_live_at", "id_expire_at", "id_publish_at", "id_due_at", "id_since", "id_day"),
        *("id_planned_for", "id_duties-0-start", "id_actions-0-due_date", "id_last_published_at", "id_locked_at_0"),
    } <= names


def test_every_text_with_a_limit_counts_and_overflows(visits):
    limited = [(path, field) for path, page in typed(visits) for field in page.limited]
    end = f": {TOO_MANY} too many."
    assert [one for one in limited if not one[1]["kept"] or not one[1]["words"].endswith(end)] == []
    # Nothing is counted where people sign in.
    cut = {path: page.cut for path, page in typed(visits) if page.cut}
    assert [path for path in cut if not path.startswith("/admin/password_reset/")] == []
    names = {re.sub(r"\d+", "0", field["name"]) for _, field in limited}
    assert {
        "title",
        "summary",
        "seo_title",
        "change_note",
        "subject",
        "alt_text",
        "name",
    } <= names
    assert any("-value-" in name for name in names), "of a block"
