"""`make bench`: build a site, make sure that the engines give the same data, measure, and print one table a site.

make bench ARGS="--pages 1000 10000 100000"
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from bench import report
from bench.documents import NAMES
from bench.environment import ROOT, Place
from bench.measure import COLUMNS, Measured, Options, measure
from bench.server import ServerError
from bench.wrk import check_tools


def main() -> None:
    arguments = read_arguments()
    options = Options(
        arguments.seconds,
        arguments.memory_seconds,
        arguments.connections,
        tuple(arguments.only),
        tuple(arguments.document),
    )
    try:
        check_tools()
        if (os.cpu_count() or 1) < 2:
            raise ServerError("`make bench` needs two cores: one for the server and one for what drives it.")
        runs = [run(Place.of(pages, arguments.database), options) for pages in arguments.pages]
    except ServerError as error:
        sys.exit(str(error))
    tell(report.goal_table(runs))
    if set(options.columns) == set(COLUMNS) and not options.documents:
        place = Place.of(arguments.pages[0], arguments.database)
        report.write(runs, place, options, command(arguments))
        tell(f"\nWritten to {report.FILE.relative_to(ROOT)}.")


def run(place: Place, options: Options) -> Measured:
    """Build a site if need be and measure it. Raises ServerError."""
    named = ["--database", place.database] if place.sqlite_file is None else []
    build = [sys.executable, "-m", "bench.build", "--pages", str(place.pages), *named]
    if subprocess.run(build, cwd=ROOT).returncode:  # noqa: S603  a command of our own making
        raise ServerError(f"The site of {place.pages} news items could not be built.")
    measured = measure(place, options, lambda text: print(f"  {place.pages} items: {text} …", file=sys.stderr))  # noqa: T201
    tell(f"\n{place.pages} news items\n\n{report.figures(measured)}\n")
    return measured


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def command(arguments: argparse.Namespace) -> str:
    """Return how to run the same again, without a database's address, which may hold a password."""
    words = ["--pages", *map(str, arguments.pages), "--seconds", str(arguments.seconds)]
    words += ["--database", "…"] if arguments.database else []
    return f'make bench ARGS="{" ".join(words)}"'


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0].partition(": ")[2])
    parser.add_argument("--pages", type=int, nargs="+", default=[1000], help="news items of each site; 1000")
    parser.add_argument("--seconds", type=int, default=10, help="how long each figure is measured; 10")
    parser.add_argument("--memory-seconds", type=int, default=60, help="length of the run for memory, 0 for none; 60")
    parser.add_argument("--connections", type=int, default=8, help="connections at a time; 8")
    parser.add_argument("--only", nargs="+", choices=COLUMNS, default=list(COLUMNS), help="only these variants")
    parser.add_argument("--document", nargs="+", choices=NAMES, default=[], help="only these documents")
    parser.add_argument("--database", help="address of another database than a file of the bench's own")
    return parser.parse_args()


if __name__ == "__main__":
    main()
