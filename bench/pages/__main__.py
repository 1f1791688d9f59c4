"""`make bench-site`: the public pages of a site with a given number of news items.

make bench-site ARGS="--pages 10000 --write"
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
import uuid

from bench.environment import ROOT, Place
from bench.markdown import paragraph
from bench.pages import kept, lighthouse
from bench.pages.addresses import SETTINGS
from bench.pages.asking import ask, python, tell, tell_progress
from bench.server import Server
from bench.wrk import check_tools

FILE = ROOT / "bench" / "SITE.md"
REQUESTS = 100
MOST_STATEMENTS, MOST_MS, MOST_BYTES = 20, 30, 120_000


def main() -> None:
    arguments = read_arguments()
    check_tools()
    place = Place.of(arguments.pages)
    python("bench.build", "--pages", str(arguments.pages))
    variables = place.variables(SETTINGS)
    tell("Collecting static files …")
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=os.environ | variables, check=True)  # noqa: S603  our own
    pages = json.loads(python("bench.pages.addresses", "--pages", str(arguments.pages)))
    parts = []
    with _server(variables) as server:
        parts.append(kept.table(server, variables, arguments.seconds))
        tell(parts[-1])
    with _server(variables | {"PAGES_CACHE": "false"}) as server:
        if not arguments.only_kept:
            parts.append(times(server, place, pages, arguments.requests))
            tell(parts[-1])
        if not arguments.no_lighthouse:
            parts.append(audits(server))
            tell(parts[-1])
    if arguments.write:
        FILE.write_text(report(parts, arguments))
        tell(f"Written to {FILE.relative_to(ROOT)}.")


def _server(variables: dict[str, str]) -> Server:
    server = Server("cms.wsgi:application", variables)
    server.variables = variables | {"BASE_URL": f"http://127.0.0.1:{server.port}"}
    return server


def times(server: Server, place: Place, pages: list, requests: int) -> str:
    """Return the table of server times and statements of pages that are made anew for each request."""
    heads = [
        "page",
        f"statements (≤ {MOST_STATEMENTS})",
        "first after a change",
        f"p50 ms (≤ {MOST_MS})",
        "p95 ms",
        "CPU ms",
        "p50 ms after a change",
        "kB",
    ]
    lines = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for name, path, usual, first in pages:
        tell_progress(name)
        usually = ask(server, path, requests)
        changed = ask(server, path, requests // 2, before=lambda: change(place))
        figures = [usually.p50, usually.p95, usually.cpu, changed.p50]
        shown = " | ".join(f"{figure:.1f}" for figure in figures)
        lines.append(f"| {name} | {usual} | {first} | {shown} | {usually.size / 1000:.0f} |")
    return "\n".join(lines) + "\n"


def change(place: Place) -> None:
    """Give the content another version, as an editor does by publishing: nothing that was read before holds any more."""
    with sqlite3.connect(place.sqlite_file, timeout=20) as database:
        database.execute("UPDATE cms_contentversion SET token = ?", (uuid.uuid4().hex,))
    database.close()


def audits(server: Server) -> str:
    """Return the table of what Lighthouse says."""
    goals = [f"{name.replace('-', ' ')} ({goal})" for name, goal in lighthouse.GOALS.items()]
    lines = [
        f"| Lighthouse, mobile | {' | '.join(goals)} | kB without pictures (≤ {MOST_BYTES // 1000}) | failed |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for name, path in lighthouse.PAGES.items():
        tell_progress(name)
        audit = lighthouse.audit(f"http://127.0.0.1:{server.port}{path}")
        figures = [str(score) for score in audit.scores.values()]
        lines.append(f"| {name} | {' | '.join(figures)} | {audit.weight / 1000:.0f} | {', '.join(audit.failed)} |")
    return "\n".join(lines) + "\n"


def report(parts: list[str], arguments: argparse.Namespace) -> str:
    day = time.strftime("%d %B %Y", datetime.datetime.now(datetime.UTC).timetuple()).lstrip("0")
    head = paragraph(
        f"A site of {arguments.pages} news items on SQLite, {day}, on {os.cpu_count()} cores with Python "
        f"{platform.python_version()}. `make bench-site ARGS=--write` writes them anew; a busy machine spoils them. "
        "`bench/README.md` says how they are taken."
    )
    return "\n".join(["# The public pages' figures\n", f"{head}\n", *parts])


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-site", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000, help="news items of the site; 10000")
    parser.add_argument("--requests", type=int, default=REQUESTS, help=f"requests for each page; {REQUESTS}")
    parser.add_argument("--seconds", type=int, default=5, help="how long each figure of a kept page is measured; 5")
    parser.add_argument("--only-kept", action="store_true", help="measure kept pages alone")
    parser.add_argument("--no-lighthouse", action="store_true", help="leave Lighthouse out")
    parser.add_argument("--write", action="store_true", help=f"write the figures to {FILE.relative_to(ROOT)}")
    arguments = parser.parse_args()
    if not arguments.no_lighthouse and not (lighthouse.PROGRAM.exists() and lighthouse.browser()):
        parser.error(
            "Lighthouse or Chromium isn't there: `make bench-site` installs the one; or leave it out with --no-lighthouse."
        )
    return arguments


if __name__ == "__main__":
    main()
