"""What a program wrote is marked in the form at its place, and accepted there with the keyboard."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import hubs

pytestmark = [pytest.mark.browser, pytest.mark.long]
MARK = "Written by Minutes assistant – not yet checked"


@pytest.fixture(scope="module")
def form(admin_folder, chromium: Browser) -> Iterator[Page]:
    """The form of a page that a program drafted."""
    known = json.loads((admin_folder / "admin.json").read_text())
    with hubs.serving(admin_folder, TWO_FACTOR="optional") as base:
        context = chromium.new_context(reduced_motion="reduce")
        context.add_cookies([{"name": "sessionid", "value": known["session"], "url": base}])
        page = context.new_page()
        page.goto(base + known["unchecked"])
        yield page
        context.close()


def mark(form: Page, selector: str):
    return form.locator(selector).locator(".hub-unchecked-mark").filter(has_text=MARK)


def test_fields_blocks_and_rows_are_marked_and_the_field_says_so(form):
    for selector in ("[data-contentpath=summary]", "#inline_child_sources-0"):
        expect(mark(form, selector)).to_have_count(1)
    expect(mark(form, "[data-contentpath=body]")).to_have_count(2)
    expect(form.locator("#id_summary")).to_have_accessible_description(re.compile(MARK))


def test_a_part_is_accepted_with_the_keyboard_and_the_focus_goes_to_its_field(form):
    button = mark(form, "[data-contentpath=summary]").get_by_role("button", name="Accept: Summary")
    button.focus()
    form.keyboard.press("Enter")
    expect(mark(form, "[data-contentpath=summary]")).to_have_count(0)
    expect(form.locator("#id_summary")).to_be_focused()
    expect(form.locator("[data-unchecked-status]")).to_contain_text("Accepted: Summary.")


def test_what_somebody_types_over_is_no_longer_marked(form):
    # A script that fills in the field is nobody who has seen it.
    form.locator("#id_title").evaluate("(field) => field.dispatchEvent(new Event('input', { bubbles: true }))")
    expect(mark(form, "[data-contentpath=title]")).to_have_count(1)
    form.locator("#id_title").press_sequentially("!")
    expect(mark(form, "[data-contentpath=title]")).to_have_count(0)


@pytest.mark.parametrize("key", ["!", "Backspace"])
def test_formatted_text_that_somebody_types_over_is_no_longer_marked(form, key):
    form.reload()
    text = form.locator("[data-contentpath=body] [contenteditable=true]").first
    expect(mark(form, "[data-contentpath=body]")).to_have_count(2)
    text.focus()
    form.keyboard.press("ArrowRight")
    expect(mark(form, "[data-contentpath=body]")).to_have_count(2)
    form.keyboard.press(key)
    expect(mark(form, "[data-contentpath=body]")).to_have_count(1)


def test_a_part_without_a_place_in_the_form_is_told_of(form):
    form.reload()
    listed = form.get_by_role("region", name="Written by a program – not yet checked")
    form.evaluate("document.getElementById('inline_child_sources-0').hidden = true")
    listed.get_by_role("button", name="Sources, row 1", exact=True).click()
    expect(form.locator("[data-unchecked-status]")).to_contain_text("Sources, row 1: the form doesn’t show it.")
    form.reload()


def test_the_list_leads_to_a_part_and_accepts_all(form):
    listed = form.get_by_role("region", name="Written by a program – not yet checked")
    listed.get_by_role("button", name="Sources, row 1", exact=True).click()
    expect(mark(form, "#inline_child_sources-0").get_by_role("button")).to_be_focused()
    listed.get_by_role("button", name="Accept all").click()
    expect(form.locator(".hub-unchecked-mark")).to_have_count(0)
    expect(form.get_by_role("heading", name="What a program wrote is checked")).to_be_visible()
    form.reload()
    expect(form.locator("[data-unchecked]")).to_have_count(0)
