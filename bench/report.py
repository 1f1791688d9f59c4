"""What was measured, as tables: for the terminal and for `bench/RESULTS.md`."""

from __future__ import annotations

import datetime
import os
import platform
import re
import subprocess
import urllib.parse
from importlib.metadata import version
from pathlib import Path

from bench.environment import ROOT, Place
from bench.goals import goals
from bench.markdown import paragraph
from bench.measure import Measured, Options

FILE = ROOT / "bench" / "RESULTS.md"
PACKAGES = ("Django", "wagtail", "wagtail-grapple", "graphene", "graphql-core", "granian")
TITLES = {
    "uncached": "uncached",
    "cached": "cached",
    "304": "not modified (304)",
    "stock": "stock grapple",
    "bare": "bare view",
}


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table whose columns line up; all but the first two are figures and stand to the right."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    ruler = ["-" * width if i < 2 else "-" * (width - 1) + ":" for i, width in enumerate(widths)]

    def line(cells: list[str]) -> str:
        aligned = (c.ljust(w) if i < 2 else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True)))
        return f"| {' | '.join(aligned)} |"

    return "\n".join([line(heads), f"| {' | '.join(ruler)} |", *map(line, rows)])


def figures(run: Measured) -> str:
    """Return the table of one site."""
    rows = []
    for row in sorted(run.rows, key=lambda row: documents_first(run, row.document)):
        if row.load is None:
            rows.append([row.document, TITLES[row.column], row.note, "", "", "", "", ""])
            continue
        load = row.load
        numbers = [f"{load.per_second:.0f}", f"{load.p50:.2f}", f"{load.p99:.2f}", f"{load.cpu:.2f}"]
        rows.append([row.document, TITLES[row.column], *numbers, str(row.statements), str(row.size)])
    heads = ["document", "answered", "requests/s", "p50 ms", "p99 ms", "CPU ms", "SQL", "bytes"]
    parts = [table(heads, rows)]
    for first, what in ((run.first, "a stored document"), (run.first_unknown, "a document that isn't stored")):
        if first:
            parts.append(
                f"First request after the start, {what}: {first.first:.1f} ms; "
                f"median of the following: {first.median:.1f} ms."
            )
    if run.memory:
        parts.append(f"Most memory held by the server's processes: {run.memory / 1e6:.0f} MB.")
    return "\n\n".join(parts)


def documents_first(run: Measured, document: str) -> int:
    """Return the place of a document in the order in which documents were measured."""
    return list(dict.fromkeys(row.document for row in run.rows)).index(document)


def goal_table(runs: list[Measured]) -> str:
    """Return the table of the goals, empty when the runs tell about none."""
    rows = [["yes" if goal.reached else "no", goal.what, goal.asked, goal.measured] for goal in goals(runs)]
    return table(["reached", "figure", "goal", "measured"], rows) if rows else ""


def machine(place: Place) -> list[str]:
    """Return lines that say on what was measured."""
    cpuinfo = Path("/proc/cpuinfo").read_text()
    model = re.search(r"^model name\s*: (.+)$", cpuinfo, re.M)
    memory = re.search(r"^MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(), re.M)
    wrk = subprocess.run(["wrk", "-v"], capture_output=True, text=True).stdout.split("[")[0].strip()  # noqa: S607  found by PATH
    return [
        f"Processor: {model.group(1) if model else platform.machine()}, {os.cpu_count()} cores",
        f"Memory: {int(memory.group(1)) / 1e6:.0f} GB" if memory else "",
        f"System: {platform.system()} {platform.release()}, Python {platform.python_version()}",
        f"Packages: {', '.join(f'{name} {version(name)}' for name in PACKAGES)}",
        f"Database: {database(place)}",
        f"Driver: {wrk}",
    ]


def database(place: Place) -> str:
    """Return the kind of database, and for SQLite its version; no address, which may hold a password."""
    if place.sqlite_file:
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    return urllib.parse.urlsplit(place.database).scheme


def write(runs: list[Measured], place: Place, options: Options, command: str) -> None:
    """Write `bench/RESULTS.md`."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],  # noqa: S607  found by PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.strip()
    described = "\n".join(f"- {line}" for line in machine(place) if line)
    sites = "\n\n".join(f"## {run.pages:,} news items\n\n{figures(run)}".replace(",", " ", 1) for run in runs)
    head = paragraph(
        f"Written by `{command}` on {datetime.date.today():%d %B %Y}, at {commit or 'an unknown commit'}; `bench/README.md` "
        f"says how to read it. {options.connections} connections, {options.seconds} s a figure, the server on one core and "
        "the driver on another."
    )
    FILE.write_text(
        f"""# What `make bench` measured

{head}

{described}

{sites}

## Goals

{goal_table(runs)}
"""
    )
