"""What counting costs a kept page: one server, with counts switched off and on in turn.

python -m bench.pages.counting --pages 100 --write
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sqlite3
import statistics
import time

from bench.environment import ROOT, Place
from bench.markdown import paragraph
from bench.pages.asking import python, tell, tell_progress
from bench.server import Server
from bench.wrk import check_tools, drive

FILE = ROOT / "bench" / "COUNTS.md"
# With another agent nobody is counted.
HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Referer": "https://www.example.org/",
}
PAGES = {"home": "/", "news": "/news/", "stream": "/work-streams/neglect/"}
CONNECTIONS = 8
MOST = 0.1
# Seconds after which a process has written its counts (`COUNTS_SECONDS`), and some more.
WRITTEN_AFTER = 12


def main() -> None:
    arguments = read_arguments()
    check_tools()
    place = Place.of(arguments.pages)
    python("bench.build", "--pages", str(arguments.pages))
    with Server("cms.wsgi:application", place.variables()) as server:
        table, counted, asked = measured(server, place, arguments)
    tell(table)
    tell(f"{counted} of {asked} requests with counts on are in the table.")
    if arguments.write:
        FILE.write_text(report(table, counted, asked, arguments))
        tell(f"Written to {FILE.relative_to(ROOT)}.")


def measured(server: Server, place: Place, arguments: argparse.Namespace) -> tuple[str, int, int]:
    """Return the table, how many requests were counted, and how many were asked with counts on."""
    lines = [f"| kept page | off, CPU ms | on, CPU ms | difference (≤ {MOST}) |", "|---|--:|--:|--:|"]
    empty(place)
    asked = 0
    for name, path in PAGES.items():
        taken: dict[bool, list[float]] = {False: [], True: []}
        for number in range(arguments.rounds):
            for on in (False, True) if number % 2 else (True, False):
                tell_progress(f"{name}, round {number + 1}, {'on' if on else 'off'}")
                switch(place, on)
                server.get(path, **HEADERS)
                load = drive(server, [path], seconds=arguments.seconds, connections=CONNECTIONS, headers=HEADERS)
                taken[on].append(load.cpu)
                if on:
                    asked += load.requests
                    time.sleep(WRITTEN_AFTER)  # what isn't written when counts are switched off is dropped
        off, on_ = (statistics.median(taken[on]) for on in (False, True))
        lines.append(f"| {name} | {off:.3f} | {on_:.3f} | {on_ - off:+.3f} |")
    return "\n".join(lines) + "\n", ask(place, "SELECT SUM(number) FROM measures_dailycount"), asked


def switch(place: Place, on: bool) -> None:
    """Switch counts on or off, as an administrator does."""
    ask(
        place,
        "INSERT INTO measures_countssettings (site_id, counts_readers) SELECT id, ? FROM wagtailcore_site WHERE true "
        "ON CONFLICT (site_id) DO UPDATE SET counts_readers = excluded.counts_readers",
        on,
    )


def empty(place: Place) -> None:
    """Delete the counts of an earlier run."""
    ask(place, "DELETE FROM measures_dailycount")


def ask(place: Place, sql: str, *values: object) -> int:
    """Run a statement on the site's database, and return the number that it gives."""
    with sqlite3.connect(place.sqlite_file, timeout=20) as database:
        row = database.execute(sql, values).fetchone()
    database.close()
    return row[0] or 0 if row else 0


def report(table: str, counted: int, asked: int, arguments: argparse.Namespace) -> str:
    day = time.strftime("%d %B %Y", datetime.datetime.now(datetime.UTC).timetuple()).lstrip("0")
    head = paragraph(
        f"A site of {arguments.pages} news items on SQLite, {day}, on {os.cpu_count()} cores with Python "
        f"{platform.python_version()}, {CONNECTIONS} connections, one server. Counts are switched off and on in turn, "
        f"{arguments.rounds} rounds of {arguments.seconds} s; the median of each. A busy machine spoils the figures. "
        f"`.venv/bin/python -m bench.pages.counting --rounds {arguments.rounds} --seconds {arguments.seconds} --write` "
        "writes them anew."
    )
    foot = paragraph(
        f"With counts on, {asked:,} requests were measured. The database then had {counted:,}, with those before each "
        "measurement, by which the server is warmed up."
    )
    return "\n".join(["# What counting readers costs\n", f"{head}\n", table, f"{foot}\n"])


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages.counting", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=100, help="news items of the site; 100")
    parser.add_argument("--seconds", type=int, default=5, help="length of each measurement; 5")
    parser.add_argument("--rounds", type=int, default=5, help="rounds for each page, off and on; 5")
    parser.add_argument("--write", action="store_true", help=f"write the figures to {FILE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
