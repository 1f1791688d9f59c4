"""Databases that a bench fills and throws away, and what its tables have in common."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SERVER = "postgres://postgres@127.0.0.1:5432/"


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'hub.sqlite3'}"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    name = f"hub_bench_{os.getpid()}"
    with psycopg.connect(f"{SERVER}postgres", autocommit=True, connect_timeout=3) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{SERVER}{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def table(name: str, rows: list[list[str]]) -> str:
    lines = [f"| {name} | figure | goal |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Return in words what machine and Python this is."""
    info = Path("/proc/cpuinfo")
    lines = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    processor = " ".join(line.split(":")[1].strip() for line in lines[:1]) or platform.machine()
    return f"{os.cpu_count()} cores of {processor} with Python {platform.python_version()}"


def tell(text: str, stream=None) -> None:
    stream = stream or sys.stdout
    stream.write(f"{text}\n")
    stream.flush()
