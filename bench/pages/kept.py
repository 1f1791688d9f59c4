"""Pages that are kept, beside a view that does nothing but send the same bytes: both on one core, in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.pages.asking import tell_progress
from bench.server import Server
from bench.wrk import drive

PAGES = {"home": "/", "news": "/news/", "stream": "/work-streams/neglect/", "progress": "/progress/", "help": "/help/"}
CONNECTIONS = 8
MOST_CPU, MOST_CPU_304, LEAST_SHARE = 0.4, 0.3, 60
HEADS = (
    "kept page",
    f"CPU ms (≤ {MOST_CPU})",
    f"304, CPU ms (≤ {MOST_CPU_304})",
    "requests/s",
    "bare view, CPU ms",
    "bare view, requests/s",
    f"share (≥ {LEAST_SHARE} %)",
)


def table(server: Server, variables: dict[str, str], seconds: int) -> str:
    """Return the table of kept pages of a running server. `variables` are the environment of the bare view."""
    with tempfile.TemporaryDirectory() as folder:
        for name, path in PAGES.items():
            (Path(folder) / f"{name}.json").write_bytes(server.get(path, Accept="text/html").content)
        bare = Server(
            "bench.bare.wsgi:application",
            variables | {"DJANGO_SETTINGS_MODULE": "bench.bare.settings", "BENCH_BODIES": folder},
        )
        with bare:
            lines = [f"| {' | '.join(HEADS)} |", "|---|--:|--:|--:|--:|--:|--:|"]
            return "\n".join([*lines, *_rows(server, bare, seconds)]) + "\n"


def _rows(server: Server, bare: Server, seconds: int) -> Iterator[str]:
    for name, path in PAGES.items():
        tell_progress(f"{name}, kept")
        options = {"seconds": seconds, "connections": CONNECTIONS}
        kept = drive(server, [path], **options)
        known = drive(server, [path], headers={"If-None-Match": server.get(path).etag or ""}, **options)
        least = drive(bare, [f"/bare/{name}/"], **options)
        share = 100 * kept.per_second / least.per_second
        figures = f"{kept.cpu:.2f} | {known.cpu:.2f} | {kept.per_second:.0f} | {least.cpu:.2f} | {least.per_second:.0f}"
        yield f"| {name} | {figures} | {share:.0f} % |"
