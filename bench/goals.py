"""The figures that the API is to reach on one core, and whether a run reached them."""

from __future__ import annotations

from dataclasses import dataclass

from bench.measure import Measured

# Milliseconds of the server's processor time per request, at 1 000 news items: uncached, cached.
CPU = {
    "home": (3.0, 0.3),
    "list": (5.0, 0.35),
    "item": (1.4, 0.3),
    "stream": (1.6, 0.3),
}
CPU_PAGES = 1_000
SHARE_OF_BARE = 0.6
FIRST = 1.5
GROWTH = 1.3
GROWTH_PAGES = (1_000, 100_000)
STATEMENTS_OF_LIST = 8
MEMORY = 250_000_000
MEMORY_PAGES = 100_000


@dataclass(frozen=True)
class Goal:
    """One figure: what was asked, what was measured, and whether that will do."""

    what: str
    asked: str
    measured: str
    reached: bool


def goals(runs: list[Measured]) -> list[Goal]:
    """Return the goals that the runs can tell about."""
    found: list[Goal] = []
    by_pages = {run.pages: run for run in runs}
    for run in runs:
        if run.pages == CPU_PAGES:
            found += cpu(run) + share_of_bare(run)
    for run in runs:
        found += of_any_size(run)
    if all(pages in by_pages for pages in GROWTH_PAGES):
        found += growth(*(by_pages[pages] for pages in GROWTH_PAGES))
    if (run := by_pages.get(MEMORY_PAGES)) and run.memory:
        found.append(at_most("memory at 100 000 items, MB", run.memory / 1e6, MEMORY / 1e6, 0))
    return found


def at_most(what: str, value: float, limit: float, places: int = 2) -> Goal:
    return Goal(what, f"≤ {limit:g}", f"{value:.{places}f}", value <= limit)


def cpu(run: Measured) -> list[Goal]:
    """Processor time per request."""
    found = []
    for name, limits in CPU.items():
        for column, limit in zip(("uncached", "cached"), limits, strict=True):
            load = run.load(name, column)
            if load:
                found.append(at_most(f"{name}, {column}: CPU ms per request", load.cpu, limit))
    return found


def share_of_bare(run: Measured) -> list[Goal]:
    """Requests per second of a cached answer beside those of a view that only sends the bytes."""
    found = []
    for name in dict.fromkeys(row.document for row in run.rows):
        cached, bare = run.load(name, "cached"), run.load(name, "bare")
        if cached and bare:
            share = cached.per_second / bare.per_second
            found.append(
                Goal(
                    f"{name}, cached: share of a bare view",
                    f"≥ {SHARE_OF_BARE:.0%}",
                    f"{share:.0%}",
                    share >= SHARE_OF_BARE,
                )
            )
    return found


def of_any_size(run: Measured) -> list[Goal]:
    """What holds however many items there are."""
    found = []
    if run.first:
        what = f"first request after the start at {run.pages} items, in medians of the following"
        found.append(at_most(what, run.first.first / run.first.median, FIRST))
    row = run.row("list", "uncached")
    if row and row.statements is not None:
        found.append(at_most(f"SQL statements of the list at {run.pages} items", row.statements, STATEMENTS_OF_LIST, 0))
    return found


def growth(small: Measured, large: Measured) -> list[Goal]:
    """The median and the statements at many items beside those at few."""
    found = []
    for row in small.rows:
        other = large.row(row.document, row.column)
        if row.column != "uncached" or row.load is None or other is None or other.load is None:
            continue
        found.append(at_most(f"{row.document}: p50 at 100 000 items / at 1 000", other.load.p50 / row.load.p50, GROWTH))
        same = f"{row.statements} and {other.statements}"
        found.append(
            Goal(
                f"{row.document}: SQL at 1 000 and 100 000 items", "the same", same, row.statements == other.statements
            )
        )
    return found
