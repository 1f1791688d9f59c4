"""`make bench-search`: fill each database with a given number of pages, index them, ask, and print one table.

make bench-search ARGS="--pages 100000 --write"
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.databases import machine, postgresql, sqlite, table, tell
from bench.environment import ROOT
from bench.markdown import paragraph

FILE = ROOT / "bench" / "SEARCH.md"
# Each is run as a program of its own, so that none warms the memory for the next.
FIGURES = ("site", "asking")


def main() -> None:
    arguments = read_arguments()
    tables = []
    for name, place in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        if name.lower() not in arguments.database:
            continue
        with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as database:
            tables.append(table(name, measured(database, Path(folder), arguments.pages)))
        tell(tables[-1])
    if arguments.write:
        FILE.write_text(report(tables, arguments.pages))
        tell(f"Written to {FILE.relative_to(ROOT)}.")


def measured(database: str, folder: Path, pages: int) -> list[list[str]]:
    """Return the rows of all figures. Ends the program if one fails."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": database,
        "CACHE_URL": "locmemcache://",
        "HUB_DATA": str(folder),
        "LOG_LEVEL": "WARNING",
    }
    rows = []
    for figure in FIGURES:
        tell(f"  {figure} …", sys.stderr)
        command = [sys.executable, "-m", f"bench.search.{figure}", str(pages)]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
        if done.returncode:
            sys.exit(f"{figure} could not be measured.")
        rows += json.loads(done.stdout.splitlines()[-1])
    return rows


def report(tables: list[str], pages: int) -> str:
    return "\n".join(
        [
            "# The search's figures\n",
            paragraph(
                f"{pages} news items of 150 to 400 words from a vocabulary of 40000, and the programme's content, "
                f"{datetime.datetime.now(datetime.UTC):%-d %B %Y}, on {machine()}. Answers have facets and highlights. "
                "`make bench-search ARGS=--write` writes the figures anew; a busy machine spoils them."
            ),
            "",
            *tables,
        ]
    )


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-search", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=100_000, help="news items; 100000")
    parser.add_argument(
        "--database", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"], help="only these"
    )
    parser.add_argument("--write", action="store_true", help=f"write the figures to {FILE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
