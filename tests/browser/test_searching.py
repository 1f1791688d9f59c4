"""The search fields and the page of results, by keyboard only and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

OPTIONS = ".ds_autocomplete__suggestion"


@pytest.fixture
def page(hub, chromium):
    context = chromium.new_context(base_url=hub.base, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def typed(page: Page, words: str):
    """Type into the header's field and wait for suggestions."""
    page.goto("/about/")
    field = page.locator("#site-search")
    field.focus()
    page.keyboard.type(words)
    page.wait_for_selector(OPTIONS)
    return field


def test_a_title_that_is_chosen_by_keyboard_opens_its_page(page):
    field = typed(page, "neglec")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    option = page.locator("#" + field.get_attribute("aria-activedescendant"))
    expect(option).to_have_attribute("aria-selected", "true")
    expect(option.locator(".js-suggestion-text")).to_have_text("Neglect")
    page.keyboard.press("Enter")
    page.wait_for_url("**/work-streams/neglect/")


def test_a_title_that_is_clicked_opens_its_page_though_the_word_was_misspelt(page):
    typed(page, "traficking")
    page.locator(OPTIONS).first.click()
    page.wait_for_url("**/work-streams/child-trafficking/")


def test_without_a_choice_enter_searches_for_the_words(page):
    typed(page, "neglec")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?query=neglec")


def test_escape_closes_the_list_and_keeps_the_words(page):
    field = typed(page, "neglec")
    page.keyboard.press("Escape")
    expect(page.locator(OPTIONS)).to_have_count(0)
    expect(field).to_have_value("neglec")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_a_screen_reader_is_told_how_many_there_are(page):
    typed(page, "neglec")
    expect(page.locator("#autocomplete-status")).to_contain_text("option", timeout=5_000)


def test_a_sign_that_is_no_pattern_troubles_nobody(page):
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    field = typed(page, "neglec")
    with page.expect_response("**/search/suggest/**"):
        page.keyboard.type("(")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?query=*")
    assert said == []
    expect(field).to_have_count(0)  # the page of results has one of its own


@pytest.mark.parametrize("width", [320, 1280])
def test_results_are_narrowed_without_javascript(hub, chromium, width):
    context = chromium.new_context(
        base_url=hub.base, java_script_enabled=False, viewport={"width": width, "height": 700}
    )
    page = context.new_page()
    page.goto("/search/?query=neglect")
    summary = page.locator(".ds_search-filters summary")
    if summary.is_visible():  # on a phone it opens the filters
        summary.click()
    page.get_by_label("News (", exact=False).press("Space")
    page.get_by_role("button", name="Apply filters").press("Enter")
    page.wait_for_url("**type=news**")
    kinds = page.locator(".ds_search-result .ds_metadata__item:first-child dd").all_inner_texts()
    assert {kind.strip() for kind in kinds} == {"News"}
    page.get_by_role("link", name="Remove the filter “Type: News”").click()
    page.wait_for_url(lambda address: "type=news" not in address)
    context.close()
