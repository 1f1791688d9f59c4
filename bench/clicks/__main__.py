"""Does fifteen tasks in the admin in a browser, and counts the clicks of each."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, Page, Playwright, sync_playwright

from bench.clicks.person import Person
from bench.clicks.team import PASSWORD, TEAM
from bench.clicks.tasks import TASKS, Team
from tests import hubs
from tests.chromium import launch

DESKTOP = {"width": 1280, "height": 800}
PATIENCE = 20_000  # milliseconds
FILE = hubs.ROOT / "bench" / "CLICKS.md"


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        hub = folder / "hub"
        hub.mkdir()
        hubs.add_content(hub)
        hubs.run(hub, [["manage.py", "search", "update"], ["-m", "bench.clicks.site"]])
        with hubs.serving(hub, NEWSLETTER_BACKEND="file") as base:
            failed = count(playwright, base, folder, arguments.tasks or list(TASKS), arguments.pictures)
    if failed:
        sys.exit(f"{failed} tasks couldn't be done.")


def count(playwright: Playwright, base: str, folder: Path, names: list[str], pictures: Path | None) -> int:
    """Do the tasks and print the clicks of each. Returns how many couldn't be done."""
    browser = launch(playwright)
    people = {name: sign_in(browser.new_context(viewport=DESKTOP).new_page(), base, name) for name in TEAM}
    picture, document = folder / "room.jpg", folder / "report.pdf"
    Image.new("RGB", (1200, 800), "teal").save(picture)
    Image.new("RGB", (100, 100), "white").save(document)
    everybody = {name: Person(page, pictures) for name, page in people.items()}
    team = Team(**{name: everybody[name] for name in ("moderator", "lead", "root")}, picture=picture, document=document)
    total = failed = 0
    for name in names:
        for person in everybody.values():
            person.begin(f"{base}/admin/")
        try:
            TASKS[name](team)
        except (Error, AssertionError) as error:
            failed += 1
            sys.stdout.write(f"{name}: NOT DONE: {str(error)[:600]}\n")
            for each, person in everybody.items():
                person.page.screenshot(path=f"/tmp/clicks-{name.replace(' ', '_')[:14]}-{each}.png", full_page=True)
        clicks = sum(person.clicks for person in everybody.values())
        total += clicks
        sys.stdout.write(f"{name}: {clicks}\n")
        sys.stdout.flush()
    sys.stdout.write(f"together: {total}\n")
    browser.close()
    return failed


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
