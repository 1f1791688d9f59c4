"""Forms of the admin with the keyboard alone: Tab comes to everything that the mouse can press, and shows where it is."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import hubs

pytestmark = [pytest.mark.browser, pytest.mark.long]

# Numbers what can be reached in the main part of a page that has a form. Of a group of radio buttons Tab comes to one.
NUMBER = """() => {
  const main = document.querySelector("main")
  if (!main?.querySelector("form[method=post i]")) return []
  document.activeElement.blur()
  const groups = new Set()
  const found = []
  for (const element of main.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex]"
  )) {
    if (element.tabIndex < 0 || element.disabled || !element.checkVisibility({ visibilityProperty: true })) continue
    if (element.closest("[inert], [data-comment-add], [contenteditable=true] *") || !element.getClientRects().length) continue
    if (element.type === "radio") {
      const checked = main.querySelector(`input[type=radio][name="${element.name}"]:checked`)
      if (groups.has(element.name) || (checked && checked !== element)) continue
      groups.add(element.name)
    }
    element.dataset.tabStop = found.length
    element.lookBefore = look(element)
    const label = element.labels?.[0] || element
    found.push(`${element.tagName} ${element.id || element.name || ""} ${label.textContent.trim().slice(0, 40)}`)
  }
  return found
}"""
# How an element and the frames around it look. Focus must change it: on itself, or the frame of an editor or a list of choices.
LOOK = """var look = (element) => {
  const said = []
  for (let at = element, level = 0; at && level < 5; at = at.parentElement, level += 1) {
    for (const pseudo of [null, "::before", "::after"]) {
      const style = getComputedStyle(at, pseudo)
      said.push(style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecorationLine)
    }
  }
  return said.join("|")
}
"""
FOCUS = """() => {
  const element = document.activeElement
  const shown = look(element) !== element.lookBefore
  return { stop: element.dataset.tabStop ?? "", shown, html: element.outerHTML.slice(0, 120) }
}"""
# Those that are still there and can be used.
THERE = """() => [...document.querySelectorAll("[data-tab-stop]")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled)
  .map((element) => element.dataset.tabStop)"""


@pytest.fixture(scope="module")
def walked(admin_folder, chromium: Browser) -> Iterator[dict[str, tuple[list[str], list[str]]]]:
    """By page: what Tab doesn't come to, and where nothing shows the focus."""
    known = json.loads((admin_folder / "admin.json").read_text())
    found = {}
    with hubs.serving(admin_folder, TWO_FACTOR="optional") as base:
        context = chromium.new_context(
            reduced_motion="reduce", viewport={"width": 1280, "height": 900}, bypass_csp=True
        )
        context.add_cookies([{"name": "sessionid", "value": known["session"], "url": base}])
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        for name, path in known["paths"].items():
            page.goto(base + path)
            page.add_script_tag(content=LOOK)
            if stops := page.evaluate(NUMBER):
                found[name] = walk(page, stops)
        context.close()
    yield found


def walk(page: Page, stops: list[str]) -> tuple[list[str], list[str]]:
    page.evaluate("document.querySelector('main').tabIndex = -1; document.querySelector('main').focus()")
    reached, unseen = set(), []
    for _ in range(2 * len(stops) + 20):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["stop"]:
            reached.add(int(focus["stop"]))
        if not focus["shown"] and focus["stop"]:
            unseen.append(focus["html"])
        if len(reached) == len(stops):
            break
    # What a script has replaced meanwhile, such as the findings of writing help, can't be reached any more.
    there = {int(number) for number in page.evaluate(THERE)}
    return [stop for number, stop in enumerate(stops) if number in there - reached], unseen


def test_tab_comes_to_everything(walked):
    assert len(walked) > 50
    assert {name: missed for name, (missed, _) in walked.items() if missed} == {}


def test_the_focus_is_seen(walked):
    assert {name: unseen for name, (_, unseen) in walked.items() if unseen} == {}
