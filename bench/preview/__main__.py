"""Measures how soon a separate frontend shows in the preview panel what an editor types."""

from __future__ import annotations

import argparse
import datetime
import math
import os
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.clicks.team import PASSWORD
from bench.databases import machine, tell
from bench.environment import ROOT
from bench.markdown import paragraph
from bench.preview.frontend import IN_PLACE, RELOADS, SILENT, Frontend, serving
from tests import hubs
from tests.chromium import launch

FILE = ROOT / "bench" / "PREVIEW.md"
WINDOW = {"width": 1600, "height": 900}
PATIENCE = 30_000  # milliseconds
PAUSE = 0.5  # seconds without a key, from which the goals count
# Each way with its goal in seconds after that pause; Wagtail's own has none.
WAYS = {
    "with the script, in place": (IN_PLACE, 1.0),
    "with the script, without `refetch`": (RELOADS, 2.0),
    "without the script": (SILENT, 2.0),
    "without the script, with Wagtail's own wait": (SILENT, None),
}
WAGTAILS_WAIT = """() => {
  const panel = document.querySelector("[data-controller~='w-preview']");
  let { constructor } = window.wagtail.app.getControllerForElementAndIdentifier(panel, "w-preview");
  while (!Object.hasOwn(constructor, "scrollRestoreTimeout")) constructor = Object.getPrototypeOf(constructor);
  Object.defineProperty(constructor, "scrollRestoreTimeout", { get: () => 10000, set: () => {} });
}"""


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory() as name, serving() as frontend, sync_playwright() as playwright:
        hub = Path(name) / "hub"
        hub.mkdir()
        hubs.add_content(hub)
        hubs.run(hub, [["-m", "bench.clicks.site"]])
        settings = {"PREVIEW_URL": f"{frontend.address}/preview", "CORS_ALLOWED_ORIGINS": frontend.address}
        with hubs.started(hub, "--workers", "0", **settings) as (base, _):
            frontend.hub = base
            page = launch(playwright).new_page(viewport=WINDOW)
            page.set_default_timeout(PATIENCE)
            sign_in(page, base)
            form = f"{base}/admin/pages/{longest_news(hub)}/edit/"
            rows = [
                row(way, goal, list(seconds(page, form, frontend, way, arguments.changes)))
                for way, (_, goal) in WAYS.items()
            ]
    table = "\n".join(["| Frontend | p50 | p95 | longest | goal for p95 |", "|---|--:|--:|--:|--:|", *rows])
    tell(table)
    if arguments.write:
        FILE.write_text(report(table, arguments))
        tell(f"Written to {FILE.relative_to(ROOT)}.")


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/admin/login/")
    page.get_by_label("Username").fill("root")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{base}/admin/")


def longest_news(hub: Path) -> int:
    """Return the key of the news item with the longest text."""
    with closing(sqlite3.connect(hub / hubs.DATABASE)) as database:
        return database.execute("SELECT page_ptr_id FROM programme_newspage ORDER BY length(body) DESC").fetchone()[0]


def seconds(page: Page, form: str, frontend: Frontend, way: str, changes: int) -> Iterator[float]:
    """Yield what each change of a title took, in seconds from the last key until it was in the panel."""
    tell(way, sys.stderr)
    frontend.way, goal = WAYS[way]
    page.goto(form)
    if page.locator("[data-side-panel=preview]").is_hidden():
        page.get_by_role("button", name="Toggle preview").click()
    heading = page.frame_locator("#w-preview-iframe").locator("h1")
    heading.filter(has_text=re.compile(".")).wait_for()
    if goal is None:
        page.evaluate(WAGTAILS_WAIT)
    title = page.locator("#id_title")
    for number in range(changes + 1):
        words = f"Fife {list(WAYS).index(way)}.{number};"
        title.press("Control+a")
        title.press_sequentially(words, delay=30)
        pressed = time.perf_counter()
        heading.filter(has_text=words).wait_for()
        if number:  # the first is of a form that isn't watched yet
            yield time.perf_counter() - pressed


def row(way: str, goal: float | None, taken: list[float]) -> str:
    """Return the median, the 95th percentile and the longest as a row."""
    ordered = sorted(taken)
    p95 = ordered[math.ceil(len(ordered) * 0.95) - 1]
    figures = [f"{figure:.2f} s" for figure in (statistics.median(ordered), p95, ordered[-1])]
    return f"| {way} | {' | '.join(figures)} | {f'{goal + PAUSE:.1f} s' if goal else ''} |"


def report(table: str, arguments: argparse.Namespace) -> str:
    text = paragraph(
        f"From the last key until the text is in the frame of a frontend on another origin, in Chromium, with a news item of "
        f"the programme's content; {arguments.changes} changes of its title in each way, all in one run, on "
        f"{datetime.datetime.now(datetime.UTC):%-d %B %Y}, on {machine()}, with a load of {os.getloadavg()[0]:.1f}. "
        "The goals are a second in place, and two where the page is loaded again, after a pause of half a second. "
        "`make bench-preview ARGS=--write` measures anew; a busy machine spoils it."
    )
    return f"# How soon a frontend shows what is typed\n\n{text}\n\n{table}\n"


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-preview", description=__doc__)
    parser.add_argument("--changes", type=int, default=30, help="changes in each way; 30")
    parser.add_argument("--write", action="store_true", help=f"write the figures to {FILE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
