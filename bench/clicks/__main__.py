"""Does fifteen tasks in the admin in a browser, and counts the clicks of each."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, Page, Playwright, sync_playwright

from bench.clicks import preview
from bench.clicks.person import Person
from bench.clicks.tasks import TASKS, Team
from bench.clicks.team import PASSWORD, TEAM
from bench.markdown import paragraph
from tests import hubs
from tests.chromium import launch

DESKTOP = {"width": 1280, "height": 800}
PATIENCE = 20_000  # milliseconds
FILE = hubs.ROOT / "bench" / "CLICKS.md"


# By this script at 0.4.0. Where it took another way then, the tasks still know it.
BEFORE = dict(zip(TASKS, (15, 7, 5, 12, 15, 10, 15, 3, 6, 8, 7, 10, 4, 13, 12), strict=True))
INTRODUCTION = """Fifteen tasks of a communications team in the admin, each from the dashboard by links, menus and
buttons alone, in a real browser: the clicks of each, at 0.4.0 and now. Going to a field to type or choose counts as a
click, too; typing doesn't. `make bench-clicks ARGS=--write` counts anew."""


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        hub = folder / "hub"
        hub.mkdir()
        hubs.add_content(hub)
        hubs.run(hub, [["manage.py", "search", "update"], ["-m", "bench.clicks.site"]])
        # With a worker, which fills the index of the admin's search.
        with hubs.started(hub, "--workers", "1", NEWSLETTER_BACKEND="file") as (base, _):
            clicks = count(playwright, base, folder, arguments)
            shown = preview_in_words(playwright, base) if not arguments.tasks else ""
    sys.stdout.write(f"{table(clicks)}\n\n{shown}\n")
    if None in clicks.values():
        sys.exit("Not all tasks could be done.")
    if arguments.write and len(clicks) == len(TASKS):
        FILE.write_text(
            f"# Clicks of an editor\n\n{paragraph(INTRODUCTION)}\n\n{table(clicks)}\n\n{paragraph(shown)}\n"
        )


def count(playwright: Playwright, base: str, folder: Path, arguments: argparse.Namespace) -> dict[str, int | None]:
    """Do the tasks. Returns the clicks of each by its name; None if it couldn't be done."""
    browser = launch(playwright)
    people = {
        name: Person(sign_in(browser.new_context(viewport=DESKTOP).new_page(), base, name), arguments.pictures)
        for name in TEAM
    }
    picture, document = folder / "room.jpg", folder / "report.pdf"
    Image.new("RGB", (1200, 800), "teal").save(picture)
    Image.new("RGB", (100, 100), "white").save(document)
    team = Team(people["moderator"], people["lead"], people["root"], picture, document)
    clicks: dict[str, int | None] = {}
    for name in arguments.tasks or TASKS:
        for person in people.values():
            person.begin(f"{base}/admin/")
        try:
            TASKS[name](team)
            clicks[name] = sum(person.clicks for person in people.values())
        except (Error, AssertionError) as error:
            sys.stderr.write(f"{name}: {str(error)[:600]}\n")
            clicks[name] = None
        for who, person in people.items():
            if person.clicks:
                person.show(f"{name} ({who})")
        sys.stderr.write(f"{name}: {clicks[name]}\n")
    browser.close()
    return clicks


def preview_in_words(playwright: Playwright, base: str) -> str:
    """Return how long the side preview takes, as a sentence."""
    browser = launch(playwright)
    person = Person(sign_in(browser.new_context(viewport=DESKTOP).new_page(), base, "moderator"))
    taken = preview.seconds(person)
    browser.close()
    return (
        f"The side preview shows what is typed {statistics.median(taken):.1f} s after the last key, {max(taken):.1f} s at "
        f"most in {len(taken)} changes of a title. Half a second of that is the pause for which it waits; a busy machine "
        "spoils it. The goal is 1 s after that pause."
    )


def table(clicks: dict[str, int | None]) -> str:
    """Return the clicks of each task as a table in Markdown."""
    done = {name: number for name, number in clicks.items() if number is not None}
    lines = ["| Task | 0.4.0 | now |", "|---|--:|--:|"]
    lines += [f"| {name} | {BEFORE[name]} | {'not done' if n is None else n} |" for name, n in clicks.items()]
    lines.append(f"| **together** | {sum(BEFORE[name] for name in done)} | {sum(done.values())} |")
    return "\n".join(lines)


def sign_in(page: Page, base: str, name: str) -> Page:
    """Sign a person of the team in."""
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{base}/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{base}/admin/")
    return page


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.clicks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the figures in bench/CLICKS.md")
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each task's end")
    parser.add_argument("tasks", nargs="*", help="names of tasks; all without any")
    return parser.parse_args()


if __name__ == "__main__":
    main()
