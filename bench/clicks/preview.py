"""How long the side preview takes to show a change, from the last key pressed."""

from __future__ import annotations

import time

from bench.clicks.person import Person

CHANGES = 12


def seconds(person: Person) -> list[float]:
    """Return what each change of a draft's title took, in seconds. The form has a saved draft, its preview is open."""
    page = person.page
    person.follow("Write news")
    person.type("Title", "What changes in Fife")
    person.type("Summary", "What we saw there.")
    person.wait_until_saved()
    page.get_by_role("button", name="Toggle preview").click()
    heading = page.frame_locator("#w-preview-iframe").locator("h1")
    heading.filter(has_text="What changes in Fife").wait_for()
    taken = []
    for number in range(CHANGES):
        page.locator("#id_title").press_sequentially(f" {number}")
        pressed = time.perf_counter()
        heading.filter(has_text=f" {number}").wait_for()
        taken.append(time.perf_counter() - pressed)
    return taken
