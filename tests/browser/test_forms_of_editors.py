"""Forms of pages as editors use them: words typed at once are saved, the Tab key goes from field to field, people of a
meeting are ticked, and a person's name is typed once.
"""

import json
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import hubs

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture(scope="module")
def form(admin_folder, chromium: Browser) -> Iterator[Page]:
    """The form of a meeting, just opened."""
    known = json.loads((admin_folder / "admin.json").read_text())
    with hubs.serving(admin_folder, TWO_FACTOR="optional") as base:
        context = chromium.new_context(reduced_motion="reduce")
        context.add_cookies([{"name": "sessionid", "value": known["session"], "url": base}])
        page = context.new_page()
        page.goto(base + known["paths"]["form, meetingpage"], wait_until="domcontentloaded")
        yield page
        context.close()


def test_words_typed_at_once_are_saved(form):
    place = form.get_by_label("Place", exact=True)
    place.press_sequentially(" Dundee")
    with form.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url) as saved:
        pass
    assert "Dundee" in (saved.value.request.post_data or "")


def test_the_tab_key_passes_the_buttons_for_comments(form):
    form.get_by_label("Place", exact=True).focus()
    for _ in range(5):
        form.keyboard.press("Tab")
        assert form.evaluate("document.activeElement.closest('[data-comment-add]')") is None


def test_a_person_without_the_tick_is_not_kept(form):
    people = form.locator("[data-hub-attendance] [data-inline-panel-child]")
    form.get_by_role("button", name="Add person").click()
    row = people.last
    row.get_by_label("Name").fill("Ada Lovelace")
    tick = row.get_by_role("checkbox").first
    expect(tick).to_be_checked()
    expect(row.get_by_role("heading")).to_have_text("Ada Lovelace")
    tick.uncheck()
    expect(row.locator("[name$=DELETE]")).to_have_value("1")
    tick.check()
    expect(row.locator("[name$=DELETE]")).to_have_value("")


def test_the_title_of_a_profile_fills_in_the_names_until_somebody_changes_them(form, admin_folder):
    known = json.loads((admin_folder / "admin.json").read_text())
    form.goto(urljoin(form.url, known["paths"]["form, teamprofilepage"]))
    title, given, family = (form.locator(f"#id_{name}") for name in ("title", "given_name", "family_name"))
    kept = given.input_value()
    title.fill("Ada Lovelace")
    expect(given).to_have_value(kept)  # it has names already
    given.fill("")
    family.fill("")
    title.fill("Mary Ann Evans")
    expect(given).to_have_value("Mary Ann")
    expect(family).to_have_value("Evans")
    family.fill("Cross")
    title.fill("Mary Ann Cross Evans")
    expect(given).to_have_value("Mary Ann")
