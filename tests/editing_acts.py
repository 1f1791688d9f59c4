"""What an editor does with a form of the admin in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def field(place: Page | Locator, label: str) -> Locator:
    """Return the first field with this label; a star marks it as required."""
    named = place.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$", re.IGNORECASE))
    return place.locator("input, textarea, select").and_(named).first


def fill(place: Page | Locator, label: str, words: str) -> None:
    field(place, label).fill(words)


def write(place: Locator, words: str) -> None:
    """Type into a rich text field, and wait until it has registered the text."""
    place.locator(".public-DraftEditor-content").first.press_sequentially(words)
    expect(place.locator(f'input[type=hidden][value*="{words}"]')).to_have_count(1)


def choose(page: Page, action: str) -> None:
    """Press a button at the foot of the editor, which may be in its menu."""
    page.wait_for_load_state("networkidle")  # the buttons of a workflow need Wagtail's script
    button = page.locator("footer").get_by_role("button", name=action, exact=True)
    if not button.is_visible():
        page.locator("footer").get_by_role("button", name="More actions").click()
    button.click()


def told(page: Page, words: str) -> None:
    """Expect the message above the page."""
    expect(page.locator(".messages")).to_contain_text(words)
