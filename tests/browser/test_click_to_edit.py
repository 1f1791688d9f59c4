"""In the side preview of a page of every type: each part opens its field, and every field, row and block can be reached."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import hubs

from .clicking import START, Clicked

# It opens a form of every type. One page of an editor's day is also tried by `journeys`.
pytestmark = [pytest.mark.browser, pytest.mark.long]

IN_A_FRONTEND = re.compile(r"/preview/\?mode=frontend-\d+")

# Press every part of the page.
PRESS_PAGE = """async () => {
  // Asked for each time: a form that changes itself, as that of an issue does, has another frame then.
  const marksNow = () => document.querySelector("#w-preview-iframe").contentDocument.querySelectorAll("[data-edit]");
  for (const [place, path] of [...marksNow()].map((mark) => mark.dataset.edit).entries()) {
    document.activeElement.blur();
    marksNow()[place].click();
    await clicks.lookAt(path);
  }
}"""


@pytest.fixture(scope="module")
def forms(admin_folder, chromium: Browser) -> Iterator[dict[str, Clicked]]:
    """What the clicks found, by the form's name."""
    known = json.loads((admin_folder / "admin.json").read_text())
    with hubs.serving(admin_folder) as base:
        context = chromium.new_context(viewport={"width": 1600, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(120_000)
        context.add_cookies([{"name": "sessionid", "value": known["session"], "url": base}])
        context.route(IN_A_FRONTEND, show_on_the_hub)
        page = context.new_page()
        others = {
            name: path for name, path in known["paths"].items() if name.startswith("form, ") and name.endswith("page")
        }
        full = {f"form, {name}": path for name, path in known["full"].items()}
        yield {name: clicked(page, base + path) for name, path in (others | full).items()}
        context.close()


def show_on_the_hub(route: Route) -> None:
    """Show the hub's own page although a frontend, which isn't there, comes first. Wagtail heeds a choice only between loads."""
    route.continue_(url=IN_A_FRONTEND.sub("/preview/?mode=", route.request.url))


def clicked(page: Page, address: str) -> Clicked:
    page.goto(address)
    if page.locator("[data-side-panel=preview]").is_hidden():
        page.get_by_role("button", name="Toggle preview").click()
    expect(page.frame_locator("#w-preview-iframe").locator("[data-edit][title]").first).to_be_attached(timeout=120_000)
    for step in (START, PRESS_PAGE, "() => clicks.pressList()"):
        page.evaluate(step)
    return Clicked(**page.evaluate("() => clicks.found()"))


def test_each_part_of_a_page_opens_its_field(forms):
    assert len(forms) > 20
    assert {name: found.astray for name, found in forms.items() if found.astray} == {}


def test_every_field_row_and_block_can_be_reached(forms):
    assert {name: found.left for name, found in forms.items() if found.left} == {}


def test_what_readers_see_is_on_the_page(forms, admin_folder):
    """On a page with every field, what is only in the list isn't shown to readers either."""
    full = json.loads((admin_folder / "admin.json").read_text())["full"]
    assert len(full) > 10
    left = {name: forms[f"form, {name}"].unshown(name) for name in full}
    assert {name: fields for name, fields in left.items() if fields} == {}
