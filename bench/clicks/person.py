"""Someone at the admin, whose clicks are counted."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

expect.set_options(timeout=20_000)


class Person:
    """A signed-in person in a browser. Each click counts, and so does going to a field to type or choose."""

    def __init__(self, page: Page, pictures: Path | None = None) -> None:
        self.page = page
        self.pictures = pictures
        self.clicks = 0

    def begin(self, address: str) -> None:
        """Begin a task at an address. What was open before is left, and nothing is counted yet."""
        self.clicks = 0
        self.page.goto(address)

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def press(self, name: str, role: str = "button", *, inside: str = "body") -> None:
        """Click what has this name; if it is in a closed menu of the editor's foot, open that first."""
        self.page.wait_for_load_state("networkidle")
        target = self.page.locator(inside).get_by_role(role, name=_whole(name)).first
        if not target.is_visible() and inside == "footer":
            self.click(self.page.locator("footer").get_by_role("button", name="More actions"))
        self.click(target)

    def add(self, label: str) -> None:
        """Begin something new from the dashboard."""
        self.click(self.page.locator(".hub-additions").get_by_role("link", name=label, exact=True))
        self.page.wait_for_load_state("networkidle")

    def follow(self, name: str, *, inside: str = "body") -> None:
        self.press(name, "link", inside=inside)
        self.page.wait_for_load_state("networkidle")

    def type(self, label: str, words: str, *, inside: str = "body") -> None:
        self.clicks += 1
        self.field(label, inside=inside).fill(words)

    def choose(self, label: str, option: str, *, inside: str = "body") -> None:
        self.clicks += 1
        self.field(label, inside=inside).select_option(option)

    def tick(self, label: str, *, inside: str = "body") -> None:
        self.click(self.page.locator(inside).get_by_label(label, exact=True).first)

    def attach(self, label: str, path: Path, *, inside: str = "body") -> None:
        self.clicks += 1
        self.page.locator(inside).get_by_label(label).first.set_input_files(path)

    def write(self, words: str, *, inside: str) -> None:
        """Type into the rich text field in a part of the form."""
        self.clicks += 1
        editor = self.page.locator(inside).locator(".public-DraftEditor-content").last
        editor.press_sequentially(words)
        expect(self.page.locator(inside).locator(f'input[type=hidden][value*="{words}"]')).to_have_count(1)

    def add_text(self, words: str, field: str = "body") -> None:
        """Add a text block to a field of blocks, and write in it."""
        place = f"[data-contentpath={field}]"
        self.click(self.page.locator(place).get_by_role("button", name="Insert a block").first)
        self.click(self.page.get_by_role("option", name="Text", exact=True))
        self.write(words, inside=place)

    def field(self, label: str, *, inside: str = "body") -> Locator:
        """Return the visible field with this label; a star marks it as required."""
        named = self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$", re.IGNORECASE))
        fields = self.page.locator(inside).locator("input, textarea, select").and_(named)
        return fields.filter(visible=True).first

    def sees(self, words: str, *, inside: str = "main") -> None:
        """Expect words on the page: the task isn't done otherwise."""
        expect(self.page.locator(inside).first).to_contain_text(words)

    def wait_until_saved(self) -> None:
        """Wait for the save in the background, which costs no click."""
        expect(self.page.get_by_text("Saved", exact=True).first).to_be_visible()

    def choose_first(self, label: str, *, inside: str = "body") -> None:
        """Choose the first real option of a field."""
        self.clicks += 1
        field = self.field(label, inside=inside)
        field.select_option(index=1 if field.locator("option").first.get_attribute("value") == "" else 0)

    def search(self, words: str) -> None:
        """Search by the menu's own field."""
        self.clicks += 1
        field = self.page.locator("#menu-search-q")
        field.fill(words)
        field.press("Enter")
        self.page.wait_for_load_state("networkidle")

    def show(self, name: str) -> None:
        """Keep a picture of the page, if pictures are wanted."""
        if self.pictures:
            self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True)


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(name)}\b", re.IGNORECASE)
