"""`make bench-admin`: the dashboard and our lists in the admin, of a site with a given number of news items.

make bench-admin ARGS="--pages 10000 --write"
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import time

from bench.environment import ROOT, Place
from bench.markdown import paragraph
from bench.pages.addresses import SETTINGS
from bench.pages.asking import ask, python, tell
from bench.server import Server

FILE = ROOT / "bench" / "ADMIN.md"
REQUESTS = 30
FEW = 600  # pages of the small site; every list has more than a page of news there already
MOST_MS = 300


def main() -> None:
    arguments = read_arguments()
    found = {pages: look(pages) for pages in (FEW, arguments.pages)}
    variables = Place.of(arguments.pages).variables(SETTINGS)
    tell("Collecting static files …")
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=os.environ | variables, check=True)  # noqa: S603  our own
    server = Server("cms.wsgi:application", variables)
    server.variables = variables | {"BASE_URL": f"http://127.0.0.1:{server.port}"}
    with server:
        table = times(server, found[FEW], found[arguments.pages], arguments)
    tell(table)
    if arguments.write:
        FILE.write_text(report(table, arguments))
        tell(f"Written to {FILE.relative_to(ROOT)}.")


def look(pages: int) -> dict:
    """Build a site with this number of news items, and return its addresses with their statements, and a session."""
    python("bench.build", "--pages", str(pages))
    return json.loads(python("bench.admin.addresses", "--pages", str(pages)))


def times(server: Server, few: dict, many: dict, arguments: argparse.Namespace) -> str:
    """Return the table: statements with few pages and with many, and what an answer took."""
    heads = [
        "page",
        f"statements, {FEW} pages",
        f"statements, {arguments.pages} pages",
        f"p50 ms (≤ {MOST_MS})",
        "p95 ms",
        "CPU ms",
        "kB",
    ]
    lines = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|--:|--:|--:|"]
    before = {name: count for name, _, count in few["pages"]}
    for name, path, count in many["pages"]:
        tell(f"  {name} …", sys.stderr)
        taken = ask(server, path, arguments.requests, Cookie=f"sessionid={many['session']}")
        shown = " | ".join(f"{figure:.0f}" for figure in (taken.p50, taken.p95, taken.cpu, taken.size / 1000))
        lines.append(f"| {name} | {before.get(name, '–')} | {count} | {shown} |")
    return "\n".join(lines) + "\n"


def report(table: str, arguments: argparse.Namespace) -> str:
    day = time.strftime("%d %B %Y", datetime.datetime.now(datetime.UTC).timetuple()).lstrip("0")
    head = paragraph(
        f"A site of {arguments.pages} news items on SQLite, {day}, on {os.cpu_count()} cores with Python "
        f"{platform.python_version()}, as an administrator sees it. `make bench-admin ARGS=--write` writes them anew; "
        "a busy machine spoils them. `bench/README.md` says how they are taken."
    )
    return f"# The admin's figures\n\n{head}\n\n{table}"


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-admin", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000, help="news items of the site; 10000")
    parser.add_argument("--requests", type=int, default=REQUESTS, help=f"requests for each page; {REQUESTS}")
    parser.add_argument("--write", action="store_true", help=f"write the figures to {FILE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
