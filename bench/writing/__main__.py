"""`make bench-writing`: what writing a page by the API costs, beside saving the same kind of page in the admin.

make bench-writing ARGS="--requests 60 --write"
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import shutil
import statistics
import tempfile
from pathlib import Path

from bench.databases import machine
from bench.environment import ROOT, Place
from bench.markdown import paragraph
from bench.pages.asking import percentile, python, tell

FILE = ROOT / "bench" / "WRITING.md"
PAGES = 600
MOST_MS = 60


def main() -> None:
    arguments = read_arguments()
    python("bench.build", "--pages", str(PAGES))
    built = Place.of(PAGES).sqlite_file
    assert built is not None  # noqa: S101  without a database of another kind it is a file
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "hub.sqlite3"
        shutil.copy(built, copy)
        more = ["--requests", str(arguments.requests)]
        found = json.loads(
            python("bench.writing.work", "--pages", str(PAGES), "--database", f"sqlite:///{copy}", *more)
        )
    table = "\n".join([*HEAD, *(row(name, taken) for name, taken in found.items())])
    tell(table)
    if arguments.write:
        FILE.write_text(report(table, arguments))
        tell(f"Written to {FILE.relative_to(ROOT)}.")


HEAD = (f"| what is done | CPU ms, median (≤ {MOST_MS}) | p50 ms | p95 ms | statements |", "|---|--:|--:|--:|--:|")


def row(name: str, taken: dict[str, list[float]]) -> str:
    """Return the figures of a way as a row. Different numbers of statements are all named."""
    counts = " / ".join(f"{count:.0f}" for count in sorted(set(taken["statements"])))
    times = (statistics.median(taken["cpu"]), statistics.median(taken["ms"]), percentile(taken["ms"], 95))
    return f"| {name} | {' | '.join(f'{figure:.0f}' for figure in times)} | {counts} |"


def report(table: str, arguments: argparse.Namespace) -> str:
    text = paragraph(
        f"A news item on SQLite, in a site of {PAGES}, changed in its title or made new, {arguments.requests} times in each "
        f"way, in turn and in one process without a server, on {datetime.datetime.now(datetime.UTC):%-d %B %Y}, on "
        f"{machine()}, with a load of {os.getloadavg()[0]:.1f}. `make bench-writing ARGS=--write` measures anew; a busy "
        "machine spoils it, the time of the processor less than the others. `bench/README.md` says how it is taken."
    )
    return f"# What writing costs\n\n{text}\n\n{table}\n"


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-writing", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--requests", type=int, default=60, help="requests in each way; 60")
    parser.add_argument("--write", action="store_true", help=f"write the figures to {FILE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
