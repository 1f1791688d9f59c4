"""How small each content coding makes real answers, and the processor time that it takes.

    make bench ARGS="--pages 1000 --only uncached --document home"     builds the site, if it isn't there
    .venv/bin/python -m bench.compression --pages 1000

Prints a table for `bench/COMPRESSION.md`. zstd is measured if the package `zstandard` is installed.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module, util

import brotli

from bench.environment import Place

SECONDS = 0.1  # for each figure
PAGES = {"home page": "/", "progress page": "/progress/"}

Coding = Callable[[bytes], bytes]


def codings() -> dict[str, Coding]:
    """Return what is measured, by name."""
    found: dict[str, Coding] = {f"gzip {level}": partial(_gzip, level) for level in (1, 6, 9)}
    found |= {f"br {quality}": partial(_brotli, quality) for quality in (1, 4, 5, 9, 11)}
    if util.find_spec("zstandard"):
        zstandard = import_module("zstandard")
        found |= {f"zstd {level}": zstandard.ZstdCompressor(level=level).compress for level in (1, 3, 6, 9, 19)}
    return found


def _gzip(level: int, body: bytes) -> bytes:
    return gzip.compress(body, level, mtime=0)


def _brotli(quality: int, body: bytes) -> bytes:
    return brotli.compress(body, quality=quality)


def milliseconds(coding: Coding, body: bytes) -> float:
    """Return the processor time of compressing the body once: the best of three rounds."""
    rounds = []
    for _ in range(3):
        times, started = 0, time.process_time()
        while times == 0 or time.process_time() - started < SECONDS:
            coding(body)
            times += 1
        rounds.append((time.process_time() - started) / times)
    return min(rounds) * 1000


def bodies() -> dict[str, bytes]:
    """Return the answers to the bench's documents and some public pages, uncompressed."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from bench import direct, documents

    application = import_string(settings.WSGI_APPLICATION)
    answers = {one.name: one.address for one in documents.ours(direct.asker(application))}
    return {name: direct.get(application, address).content for name, address in (answers | PAGES).items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.compression")
    parser.add_argument("--pages", type=int, default=1000, help="of the site, which must be built")
    Place.of(parser.parse_args().pages).enter()
    import django

    django.setup()
    found = bodies()
    lines = ["| | " + " | ".join(found) + " |", "| --- |" + " ---: |" * len(found)]
    lines.append("| uncompressed | " + " | ".join(f"{len(body)}" for body in found.values()) + " |")
    for name, coding in codings().items():
        cells = [f"{len(coding(body))}, {milliseconds(coding, body):.2f} ms" for body in found.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
