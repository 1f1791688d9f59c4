"""`make bench-newsletter`: build a list with a given number of people in each database, measure, and print one table.

make bench-newsletter ARGS="--people 100000 --write"
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

FILE = ROOT / "bench" / "NEWSLETTER.md"
# One module a figure. Each is run as a program of its own, so that none warms the memory for the next.
FIGURES = ("build", "preparing", "claiming", "handing_over")


def main() -> None:
    arguments = read_arguments()
    tables = []
    for name, place in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        if name.lower() not in arguments.database:
            continue
        with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as database:
            tables.append(table(name, measured(database, Path(folder), arguments)))
        tell(tables[-1])
    if arguments.write:
        FILE.write_text(report(tables, arguments.people))
        tell(f"Written to {FILE.relative_to(ROOT)}.")


def measured(database: str, folder: Path, arguments: argparse.Namespace) -> list[list[str]]:
    """Build the list and return the rows of all figures. Ends the program if one fails."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": database,
        "CACHE_URL": "locmemcache://",
        "HUB_DATA": str(folder),
        "LOG_LEVEL": "WARNING",
    }

    def run(module: str, *words: str) -> str:
        tell(f"  {module} …", sys.stderr)
        command = [sys.executable, "-m", f"bench.newsletter.{module}", *words]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
        if done.returncode:
            sys.exit(f"{module} could not be measured.")
        return done.stdout

    run("site", str(arguments.people))
    return [row for figure in arguments.only for row in json.loads(run(figure).splitlines()[-1])]


def report(tables: list[str], people: int) -> str:
    return "\n".join(
        [
            "# The newsletter's figures\n",
            paragraph(
                f"A list of {people} people, {datetime.datetime.now(datetime.UTC):%-d %B %Y}, on {machine()}. "
                "`make bench-newsletter ARGS=--write` writes them anew; a busy machine spoils them."
            ),
            "",
            *tables,
        ]
    )


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-newsletter", description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000, help="people on the list; 100000")
    parser.add_argument("--only", nargs="+", choices=FIGURES, default=list(FIGURES), help="only these figures")
    parser.add_argument(
        "--database", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"], help="only these"
    )
    parser.add_argument("--write", action="store_true", help=f"write the figures to {FILE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
