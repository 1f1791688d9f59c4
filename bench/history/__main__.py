"""`make bench-history`: fill each database with pages that have a past, ask for today and for past moments, publish with
the history and without, and print the tables.

make bench-history ARGS="--pages 1000 100000 --write"
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
from statistics import fmean, median
from typing import Any

from bench.databases import machine, postgresql, sqlite, tell
from bench.environment import ROOT
from bench.markdown import paragraph
from bench.pages.asking import percentile

FILE = ROOT / "bench" / "HISTORY.md"
PLACES = {"SQLite": sqlite, "PostgreSQL": postgresql}
GROWTH = 1.5
ADDED = 10

Found = dict[int, dict[str, Any]]


def main() -> None:
    arguments = read_arguments()
    parts = []
    for name, place in PLACES.items():
        if name.lower() not in arguments.database:
            continue
        found: Found = {}
        for pages in arguments.pages:
            with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as database:
                found[pages] = measured(database, Path(folder), pages, arguments)
        parts.append(f"## {name}\n\n{answers(found)}\n\n{costs(found)}")
        tell(parts[-1])
    if arguments.write:
        FILE.write_text(report(parts, arguments))
        tell(f"Written to {FILE.relative_to(ROOT)}.")


def measured(database: str, folder: Path, pages: int, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what each program found, each run apart so that none warms the memory for the next."""
    return {
        "site": program("site", database, folder, pages),
        "asking": program("asking", database, folder, arguments.requests),
        "publishing": program("publishing", database, folder, arguments.rows) if pages == arguments.pages[0] else None,
    }


def program(name: str, database: str, folder: Path, number: int) -> dict[str, Any]:
    """Run a program of this bench and return the object that it prints. Ends the program if it fails."""
    tell(f"  {name} {number} …", sys.stderr)
    environment = os.environ | {
        # Each answer is worked out. All else that the hub keeps in memory it keeps.
        "DJANGO_SETTINGS_MODULE": "bench.uncached",
        "DATABASE_URL": database,
        "CACHE_URL": "locmemcache://",
        "HUB_DATA": str(folder),
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", f"bench.history.{name}", str(number)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own
    if done.returncode:
        sys.exit(f"{name} could not be measured.")
    return json.loads(done.stdout.splitlines()[-1])


def answers(found: Found) -> str:
    """Return the table of answers: each document asked in each way, at each number of pages."""
    sizes = list(found)
    heads = [f"p50 at {pages}" for pages in sizes] + [f"p95 at {pages}" for pages in sizes]
    lines = [
        f"| document | asked for | {' | '.join(heads)} | growth | statements |",
        f"|---|---|{'--:|' * (len(heads) + 2)}",
    ]
    for document, ways in found[sizes[0]]["asking"].items():
        for way in ways:
            taken = [found[pages]["asking"][document][way] for pages in sizes]
            middle = [median(one["ms"]) for one in taken]
            high = [percentile(one["ms"], 95) for one in taken]
            counts = " / ".join(dict.fromkeys(str(one["statements"][0]) for one in taken))
            figures = " | ".join(f"{figure:.1f}" for figure in middle + high)
            lines.append(f"| {document} | {way} | {figures} | {middle[-1] / middle[0]:.2f} | {counts} |")
    return "\n".join(lines)


def costs(found: Found) -> str:
    """Return the table of what keeping the history costs."""
    rows = []
    for pages, one in found.items():
        if one["publishing"]:
            rows += [[f"publication at {pages} pages: {what}", added(one["publishing"], key), f"≤ {ADDED} %"]
                     for key, what in (("cpu", "time of the processor"), ("ms", "time"))]  # fmt: skip
        rows += [
            [f"bytes of a state, with its indexes, at {pages} pages", f"{one['site']['bytes']:.0f}", ""],
            [f"`migrate` with nothing to do at {pages} pages", f"{one['site']['migrate']:.1f} s", ""],
        ]
    return "\n".join(["| what | figure | goal |", "|---|--:|--:|", *(f"| {' | '.join(row)} |" for row in rows)])


def added(taken: dict[str, dict[str, list[float]]], key: str) -> str:
    """Return in words how much longer publications take with the history."""
    without, kept = (middle(taken[way][key]) for way in ("without", "with"))
    return f"{without:.1f} → {kept:.1f} ms ({100 * (kept / without - 1):+.0f} %)"


def middle(values: list[float]) -> float:
    """Return the mean of the middle half: medians of processor time are as coarse as its clock."""
    ordered = sorted(values)
    return fmean(ordered[len(ordered) // 4 : -(len(ordered) // 4) or None])


def report(parts: list[str], arguments: argparse.Namespace) -> str:
    text = paragraph(
        f"News items with ten states each, and the programme's content, on {datetime.datetime.now(datetime.UTC):%-d %B %Y}, "
        f"on {machine()}, with a load of {os.getloadavg()[0]:.1f}. Milliseconds of the processors for each of "
        f"{arguments.requests} requests in each way, without kept answers. “Growth” is the last p50 beside "
        f"the first; for past moments it is to be ≤ {GROWTH}. "
        "`make bench-history ARGS=--write` measures anew; a busy machine spoils it. `bench/README.md` says how it is taken."
    )
    return "\n\n".join(["# What past days cost", text, *parts]) + "\n"


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-history", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[1000, 100_000], help="news items; 1000 100000")
    parser.add_argument("--requests", type=int, default=60, help="requests for each document in each way; 60")
    parser.add_argument("--rows", type=int, default=20, help="rows of ten publications in each way; 20")
    parser.add_argument(
        "--database", nargs="+", choices=[name.lower() for name in PLACES], default=["sqlite", "postgresql"]
    )
    parser.add_argument("--write", action="store_true", help=f"write the figures to {FILE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
