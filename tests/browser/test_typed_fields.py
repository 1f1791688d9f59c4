"""Date fields and fields with a limit in the admin, by keyboard: typed text stays, with an explanation below.

That this holds for every such field, `test_admin_pages` sees.
"""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests import hubs
from tests.chromium import press_until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def admin(admin_folder, chromium: Browser) -> Iterator[tuple[BrowserContext, str, dict]]:
    """A signed-in browser, the hub's address, and the addresses of its admin."""
    known = json.loads((admin_folder / "admin.json").read_text())
    with hubs.serving(admin_folder, TWO_FACTOR="optional") as base:
        context = chromium.new_context(reduced_motion="reduce")
        context.add_cookies([{"name": "sessionid", "value": known["session"], "url": base}])
        yield context, base, known
        context.close()


def test_a_social_post_counts_with_its_link_in_the_same_way(admin):
    context, base, _ = admin
    page = context.new_page()
    page.goto(f"{base}/admin/social-posts/new/")
    text, link = page.get_by_label("Text", exact=False).first, page.get_by_label("Link", exact=False).first
    text.fill("x" * 257)
    expect(page.get_by_text("Counts as 257 of 280 on X (Twitter), with its link.")).to_be_visible()
    link.fill("https://www.gov.scot/")
    expect(page.get_by_text("Counts as 281 of 280 on X (Twitter): 1 too many.")).to_be_visible()
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
    # The event of the browser's calendar when a day is chosen.
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
    """No block has one yet; Wagtail creates such a field by Telepath."""
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


@pytest.mark.parametrize("name", ["first", "last"])
def test_enter_in_a_date_sends_the_form_of_a_report(admin, name):
    context, base, _ = admin
    page = context.new_page()
    page.goto(f"{base}/admin/reports/counts/?first=1 October 2026&last=31 October 2026")
    field = page.locator(f"#id_{name}")
    field.press("ControlOrMeta+a")
    field.press_sequentially("4 Oct 2026")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"\b{name}=4\+Oct\+2026\b"))
    expect(page.locator(f"#id_{name}-reading")).to_have_text("Sunday 4 October 2026")
    page.close()
