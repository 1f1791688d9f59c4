"""`make bench-schedule`: schedule drafts on a hub with its content, let workers publish them, and print how late they are."""

from __future__ import annotations

import argparse
import datetime
import math
import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.databases import machine, postgresql, sqlite, table, tell
from bench.environment import ROOT
from bench.markdown import paragraph
from tests.jobs import at_work

FILE = ROOT / "bench" / "SCHEDULE.md"
LONG_ENOUGH = 30  # seconds until the first moment: scheduling takes some, on a busy machine more
GOAL = "1 s at most"
MILLISECONDS = 1000


def main() -> None:
    arguments = read_arguments()
    tables = []
    for name, place in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as database:
            tables.append(table(name, list(measured(database, Path(folder), arguments.pages))))
        tell(tables[-1])
    if arguments.write:
        FILE.write_text(report(tables))
        tell(f"Written to {FILE.relative_to(ROOT)}.")


def measured(database: str, folder: Path, number: int) -> Iterator[list[str]]:
    """Yield the rows of one database."""
    together = "beside six other things at the same moment"
    with at_work.hub(database, folder) as hub:
        hub("build", True)
        hub("cost", 1)  # the first reads what is kept from then on
        yield ["processor time of the worker to publish a page", shown(hub("cost", number)), ""]
        for workers in (1, 2):
            with at_work.workers(workers, database, folder):
                hub("schedule_pages", f"Alone {workers}", number, LONG_ENOUGH, 1.3)
                yield row(f"{number} pages, each at a moment of its own", workers, hub("watch"))
                hub("forget")
                hub("schedule_pages", f"Together {workers}", number, LONG_ENOUGH, 0)
                yield row(f"{number} pages at one moment", workers, hub("watch"))
                hub("forget")
        with at_work.workers(1, database, folder):
            hub("schedule_others", LONG_ENOUGH)
            late = hub("watch")
            for name, what in (("Bundle", "a bundle"), ("Issue", "an issue"), ("Messages", "its first message")):
                yield [f"{what}, {together}, 1 worker", shown(late[name]), GOAL]


def row(what: str, workers: int, late: dict[str, float]) -> list[str]:
    """Return the median, the 95th percentile and the latest of the seconds, as a row."""
    sorted_late = sorted(late.values())
    p95 = sorted_late[math.ceil(len(sorted_late) * 0.95) - 1]
    figures = [f"p50 {shown(statistics.median(sorted_late))}", f"p95 {shown(p95)}", f"latest {shown(sorted_late[-1])}"]
    return [f"{what}, {workers} worker{'s' if workers > 1 else ''}", ", ".join(figures), GOAL]


def shown(seconds: float) -> str:
    return f"{seconds * MILLISECONDS:.0f} ms"


def report(tables: list[str]) -> str:
    return "\n".join(
        [
            "# How late the schedule is\n",
            paragraph(
                "From the moment for which something is scheduled until another process sees it in the database, on a hub"
                f" with the programme's content; {datetime.datetime.now(datetime.UTC):%-d %B %Y}, on {machine()}, with a load of"
                f" {os.getloadavg()[2]:.1f}. `make bench-schedule ARGS=--write` writes the figures anew; a busy machine"
                " spoils them. What is due at one moment is done one after the other."
            ),
            "",
            *tables,
        ]
    )


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-schedule", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=30, help="pages to schedule; 30")
    parser.add_argument("--write", action="store_true", help=f"write the figures to {FILE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
