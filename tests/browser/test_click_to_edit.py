"""In the side preview of a page of every type: each part opens its field, and every field, row and block can be reached."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import hubs

# It opens a form of every type. One page of an editor's day is also tried by `journeys`.
pytestmark = [pytest.mark.browser, pytest.mark.long]

# Fields that no reader sees, or only elsewhere: in lists, feeds, search and on other sites.
NOT_ON_PAGES = {
    *("change_note", "change_significance", "search_words"),
    *("slug", "seo_title", "search_description", "show_in_menus"),
    *("offers_hiding", "social_text", "other_names", "sort_name", "review_date"),
    *("family_name", "given_name", "number", "origin", "due_date"),
}

# Instead of another field, or in another state of what the page is about.
IN_OTHER_STATES = {"accepted_source", "left_on", "online_address", "parent_group", "state", "text_status"}

# Of an issue: for its message, its receivers and other editions.
OF_MESSAGES = {"author", "internal_sections", "mailing_lists", "part", "subject", "work_streams"}

# Press every part of the page, then every entry of the list of what isn't on it, and see where the focus goes, by Wagtail's
# own attributes. Returns the paths that lead elsewhere, and the fields, rows and blocks that nothing led to.
CLICKS = """async () => {
  const moved = async () => {
    for (let tries = 0; tries < 300 && document.activeElement === document.body; tries++) {
      await new Promise((done) => setTimeout(done, 10));
    }
  };
  const GROUP = "[data-streamfield-child], [data-inline-panel-child]";
  // Asked for each time: a form that changes itself, as that of an issue does, has another frame then.
  const marksNow = () => document.querySelector("#w-preview-iframe").contentDocument.querySelectorAll("[data-edit]");
  const marks = [...marksNow()].map((mark, place) => ({ dataset: { ...mark.dataset }, click: () => marksNow()[place].click() }));
  const buttons = [...document.querySelectorAll("#hub-not-shown button")];
  const reached = new Set(), astray = [];
  for (const part of [...marks, ...buttons]) {
    const path = part.dataset.edit ?? part.dataset.path;
    document.activeElement.blur();
    part.click();
    await moved();
    const at = document.activeElement;
    for (let each = at; each; each = each.parentElement) reached.add(each);
    const add = at.id.endsWith("-ADD") && document.getElementById(at.id.replace(/ADD$/, "FORMS"));
    if (add) reached.add(add);
    const steps = path.split("."), last = steps.at(-1), first = steps[0];
    const isInField = at.closest(`[data-contentpath="${first}"], #id_${first}-FORMS`) || at.id === `id_${first}-ADD`;
    const keys = [...(at.closest("[data-inline-panel-child]")?.querySelectorAll("input[name$='-id']") ?? [])];
    const isThere = at.closest(`[data-contentpath="${last}"]`) || keys.some((key) => key.value === last) || steps.length === 1;
    if (!isInField || !isThere || !at.checkVisibility()) astray.push(`${path} led to ${at.outerHTML.slice(0, 120)}`);
  }
  const groups = [...document.querySelectorAll(`[role=tabpanel] :is(${GROUP})`)];
  const fields = [...document.querySelectorAll("[role=tabpanel] :is([data-field][data-contentpath], [id$='-FORMS'])")];
  const isInner = (each) => each.parentElement.closest(GROUP);  // its block or row is reached
  const left = [...groups, ...fields].filter((each) => !isInner(each) && !reached.has(each));
  return {
    astray,
    left: left.map((each) => each.cloneNode().outerHTML),
    listed: buttons.map((each) => each.dataset.path),
    marks: marks.length,
  };
}"""


@pytest.fixture(scope="module")
def forms(admin_folder, chromium: Browser) -> Iterator[dict[str, dict]]:
    """What the clicks found, by the form's name."""
    known = json.loads((admin_folder / "admin.json").read_text())
    with hubs.serving(admin_folder) as base:
        context = chromium.new_context(viewport={"width": 1600, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(120_000)
        context.add_cookies([{"name": "sessionid", "value": known["session"], "url": base}])
        page = context.new_page()
        others = {
            name: path for name, path in known["paths"].items() if name.startswith("form, ") and name.endswith("page")
        }
        full = {f"form, {name}": path for name, path in known["full"].items()}
        yield {name: clicked(page, base + path) | {"full": name in full} for name, path in (others | full).items()}
        context.close()


def clicked(page: Page, address: str) -> dict:
    page.goto(address)
    if page.locator("[data-side-panel=preview]").is_hidden():
        page.get_by_role("button", name="Toggle preview").click()
    expect(page.frame_locator("#w-preview-iframe").locator("[data-edit][title]").first).to_be_attached(timeout=120_000)
    return page.evaluate(CLICKS)


def test_each_part_of_a_page_opens_its_field(forms):
    assert len(forms) > 20
    assert {name: found["astray"] for name, found in forms.items() if found["astray"]} == {}


def test_every_field_row_and_block_can_be_reached(forms):
    assert {name: found["left"] for name, found in forms.items() if found["left"]} == {}


def test_what_readers_see_is_on_the_page(forms):
    """On a page with every field, what is only in the list isn't shown to readers either."""
    full = {name: found for name, found in forms.items() if found["full"]}
    assert len(full) > 10
    fields = {name: {path.split(".")[0] for path in found["listed"]} for name, found in full.items()}
    fields["form, issuepage"] -= OF_MESSAGES
    left = {name: paths - NOT_ON_PAGES - IN_OTHER_STATES for name, paths in fields.items()}
    assert {name: sorted(paths) for name, paths in left.items() if paths} == {}
