"""Every field of the admin for a date or with a limit, as a browser shows it: what is typed stays, and is explained below.

The pages that have such fields are found by `tests.browser.of_the_admin`, Wagtail's own among them; the fields by what the pages
themselves say.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests import hubs
from tests.chromium import press_until

pytestmark = [pytest.mark.browser, pytest.mark.own_database]

PATIENCE = 10_000  # milliseconds
TEXTS = ("20/11/2026", "1 December 2016", "soonish")
DAYS = {TEXTS[0]: "Friday 20 November 2026", TEXTS[1]: "Thursday 1 December 2016"}
TOO_MANY = 12
# A row more in each part of the form that takes rows, so that its fields are there.
ADD_ROWS = "() => document.querySelectorAll('[id$=\"-ADD\"]').forEach(button => button.click())"
# The fields that the page's own scripts begin, a row to come left out.
DATE_FIELDS = r"""() => [...document.scripts]
  .filter(script => !script.type)
  .flatMap(script => [...script.textContent.matchAll(/init(?:Date|DateTime|Time)Chooser\("([^"]+)"/g)])
  .map(found => JSON.parse(`"${found[1]}"`))
  .filter(id => !id.includes("__prefix__"))"""
# As a person does it, all fields at once: go there, type, leave.
TYPE_DATE = """async ([ids, text, patience]) => {
  const fields = ids.map(id => document.getElementById(id))
  const wordsOf = field => document.getElementById(`${field.id}-reading`)?.textContent ?? ""
  for (const field of fields) {
    field.dispatchEvent(new FocusEvent("focus"))
    field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }))
    field.value = text
    field.dispatchEvent(new InputEvent("input", { bubbles: true }))
    field.dispatchEvent(new Event("change", { bubbles: true }))
    field.dispatchEvent(new FocusEvent("blur"))
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }))
  }
  const end = performance.now() + patience
  while (fields.some(field => !wordsOf(field)) && performance.now() < end) await new Promise(requestAnimationFrame)
  return fields.map(field => ({
    name: field.id, typed: field.value, words: wordsOf(field), wrong: field.getAttribute("aria-invalid") === "true",
    described: (field.getAttribute("aria-describedby") ?? "").split(" ").includes(`${field.id}-reading`),
  }))
}"""
TYPE_TOO_MUCH = """more => [...document.querySelectorAll("[data-limit]")].map(field => {
  const text = "x".repeat(Number(field.dataset.limit) + more)
  field.value = text
  field.dispatchEvent(new InputEvent("input", { bubbles: true }))
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ")
  const words = ids.map(id => document.getElementById(id)).find(line => line?.className.includes("hub-count"))
  return { name: field.name, kept: field.value === text, words: words?.textContent ?? "" }
})"""
# A code of six digits is longer only by a slip, and is never pasted text.
STILL_CUT = """() => [...document.querySelectorAll(":is(input, textarea)[maxlength]:not([autocomplete=one-time-code])")]
  .map(field => field.name)"""


@dataclass
class Seen:
    """What became of the fields of one page: dates by the text that was typed, texts with a limit, and such as are cut."""

    dates: dict[str, list[dict]]
    limited: list[dict]
    cut: list[str]


@pytest.fixture(scope="module")
def admin(admin_folder, chromium: Browser) -> Iterator[tuple[BrowserContext, str, dict]]:
    """A signed-in browser, the hub's address, and what is known of its admin."""
    known = json.loads((admin_folder / "admin.json").read_text())
    with hubs.serving(admin_folder, TWO_FACTOR="optional") as base:
        context = chromium.new_context(reduced_motion="reduce")
        context.add_cookies([{"name": "sessionid", "value": known["session"], "url": base}])
        yield context, base, known
        context.close()


@pytest.fixture(scope="module")
def seen(admin) -> dict[str, Seen]:
    """Every page with such fields, looked at once. Nothing is saved."""
    context, base, known = admin
    page = context.new_page()
    page.route("**/*", let_through)
    found = {path: look_at(page, base + path) for path in sorted({*known["dates"], *known["limits"]})}
    page.close()
    return found


def let_through(route: Route) -> None:
    of_the_form = route.request.method == "GET" and route.request.resource_type not in ("image", "font")
    route.continue_() if of_the_form else route.abort()


def look_at(page: Page, address: str) -> Seen:
    page.goto(address, wait_until="domcontentloaded")
    page.evaluate(ADD_ROWS)
    ids = page.evaluate(DATE_FIELDS)
    dates = {text: page.evaluate(TYPE_DATE, [ids, text, PATIENCE]) for text in TEXTS} if ids else {}
    return Seen(dates, page.evaluate(TYPE_TOO_MUCH, TOO_MANY), page.evaluate(STILL_CUT))


def test_every_date_stays_as_typed_and_its_reading_is_said(seen):
    """Wagtail's own script made today of them when the field was left."""
    wrong = [
        f"{path}: {field}"
        for path, page in seen.items()
        for text, fields in page.dates.items()
        for field in fields
        if field["typed"] != text or not field["described"] or not is_read(text, field)
    ]
    assert wrong == []
    names = {re.sub(r"\d+", "0", field["name"]) for page in seen.values() for field in page.dates.get(TEXTS[0], [])}
    assert {
        *("id_date", "id_start", "id_go_live_at", "id_expire_at", "id_publish_at", "id_due_at", "id_since", "id_day"),
        *("id_planned_for", "id_duties-0-start", "id_actions-0-due_date", "id_last_published_at", "id_locked_at_0"),
    } <= names


def is_read(text: str, field: dict) -> bool:
    if text in DAYS:
        return field["words"].startswith(DAYS[text]) and not field["wrong"]
    return field["words"].startswith(f"“{text}” can’t be read as a date.") and field["wrong"]


def test_every_text_with_a_limit_counts_and_overflows(seen):
    limited = [(path, field) for path, page in seen.items() for field in page.limited]
    end = f": {TOO_MANY} too many."
    assert [one for one in limited if not one[1]["kept"] or not one[1]["words"].endswith(end)] == []
    assert {path: page.cut for path, page in seen.items() if page.cut} == {}
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


def test_a_social_post_counts_with_its_link_in_the_same_way(admin):
    context, base, _ = admin
    page = context.new_page()
    page.goto(f"{base}/admin/social-posts/new/")
    text, link = page.get_by_label("Text", exact=False).first, page.get_by_label("Link", exact=False).first
    text.fill("x" * 257)
    expect(page.get_by_text("Counts as 257 of 280, with its link.")).to_be_visible()
    link.fill("https://www.gov.scot/")
    expect(page.get_by_text("Counts as 281 of 280: 1 too many.")).to_be_visible()
    assert text.get_attribute("aria-invalid") == "true"
    page.close()


def test_a_date_typed_and_chosen_by_keyboard(admin):
    context, base, known = admin
    page = context.new_page()
    page.goto(base + known["paths"]["form, newspage"])
    field, words = page.locator("#id_date"), page.locator("#id_date-reading")
    field.fill("")
    field.press_sequentially("1 Dec 2016")
    expect(words).to_have_text("Thursday 1 December 2016")
    field.fill("31/6/2016")
    page.keyboard.press("Tab")
    expect(words).to_have_text("There is no 31 June 2016.")
    expect(field).to_have_value("31/6/2016")
    button = page.get_by_role("button", name="Choose a date: Date")
    expect(button).to_be_focused()
    field.fill("1 Dec 2016")
    expect(words).to_have_text("Thursday 1 December 2016")
    # What the browser's calendar says once a day is chosen in it.
    picker = button.locator("xpath=following-sibling::input")
    expect(picker).to_have_value("2016-12-01")
    picker.evaluate("input => { input.value = '2016-12-02'; input.dispatchEvent(new Event('change')) }")
    expect(field).to_have_value("02/12/2016")
    expect(words).to_have_text("Friday 2 December 2016")
    page.close()


def test_what_was_typed_is_saved_or_still_there_with_its_error(admin):
    context, base, known = admin
    page = context.new_page()
    page.goto(base + known["paths"]["form, newspage"])
    page.locator("#id_date").fill("2 Dec 2016")
    page.locator("#id_summary").fill("word " * 70)
    save = page.get_by_role("button", name="Save draft")
    save.click()
    expect(page.locator(".error-message", has_text="at most 300 characters (it has 349)")).to_be_visible()
    expect(page.locator("#id_date")).to_have_value("2 Dec 2016")
    assert page.locator("#id_summary").input_value().strip() == ("word " * 70).strip()
    page.locator("#id_summary").fill("A few words.")
    press_until(page, save)
    page.keyboard.press("Enter")
    expect(page.locator("#id_date")).to_have_value("02/12/2016")
    expect(page.locator("#id_date-reading")).to_have_text("Friday 2 December 2016")
    page.close()


def test_a_date_within_a_block_reads_the_same(admin):
    """No block has one yet; Wagtail makes such a field by its Telepath."""
    context, base, known = admin
    page = context.new_page()
    page.goto(base + known["paths"]["form, newspage"])
    page.evaluate(
        """() => {
          document.querySelector("#id_date").after(document.createElement("b"))
          const widget = telepath.unpack({ _type: "wagtail.widgets.AdminDateInput", _args: [{}] })
          widget.render(document.querySelector("#id_date + b"), "block-day", "block-day", "20/11/2026", new Map())
        }"""
    )
    expect(page.locator("#block-day-reading")).to_have_text("Friday 20 November 2026")
    page.close()
