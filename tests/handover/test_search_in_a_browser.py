"""The search of a copy finds pages from a disk, without a server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.chromium import fits, launch

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium(handover) -> Iterator[Browser]:
    """One browser. The copy is made before: while a browser exists, Django's own tests can't use the database."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, copied):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    found = context.new_page()
    found.goto((copied / "news" / "index.html").as_uri())
    yield found
    context.close()


def search(page, words: str) -> None:
    page.locator("#site-search").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?query=*")


@pytest.mark.parametrize("words", ["first turbine", "frist turbne"])
def test_a_page_is_found_also_if_misspelt(page, words):
    search(page, words)
    result = page.locator("#copy-results a").first
    expect(result).to_have_text("The first turbine turns")
    expect(page.locator("#query")).to_have_value(words)
    assert fits(page)
    result.click()
    expect(page.locator("h1")).to_have_text("The first turbine turns")


def test_a_title_comes_before_a_text(page):
    search(page, "wind")
    expect(page.locator("#copy-results a").first).to_have_text("Wind")


def test_nothing_found_is_said_and_what_was_typed_is_text(page):
    search(page, "<b>zzzzzz</b>")
    expect(page.locator("#found")).to_have_text("Nothing found for “<b>zzzzzz</b>”")


def test_pages_with_some_of_the_words_are_better_than_none(page):
    search(page, "turbine zzzzzz")
    expect(page.locator("#copy-note")).to_have_text("No page has all of these words. These have some of them.")
    expect(page.locator("#copy-results a").first).to_have_text("The first turbine turns")
