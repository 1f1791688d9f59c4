"""Measure one site: what each variant takes for each document, the first request after a start, and memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.answers import Taken
from bench.documents import FOLDER
from bench.environment import ROOT, Place
from bench.sameness import differences, even
from bench.server import Server, ServerError
from bench.wrk import Load, drive

COLUMNS = ("uncached", "cached", "304", "stock", "bare")
STARTS = 5  # of a server, each for one first request
FOLLOWING = 100  # requests that the first one is compared with


@dataclass(frozen=True)
class Options:
    """What to measure and for how long."""

    seconds: int = 10
    memory_seconds: int = 60
    connections: int = 8
    columns: tuple[str, ...] = COLUMNS
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One document by one variant. `load` is None where the variant isn't there, and `note` says why."""

    document: str
    column: str
    load: Load | None
    statements: int | None = None
    size: int | None = None
    note: str = ""


@dataclass(frozen=True)
class First:
    """How long the first request after a start took, and the median of those that followed; milliseconds."""

    first: float
    median: float


@dataclass
class Measured:
    """All that was measured of one site."""

    pages: int
    rows: list[Row] = field(default_factory=list)
    first: First | None = None
    first_unknown: First | None = None
    memory: int | None = None

    def load(self, document: str, column: str) -> Load | None:
        return next((r.load for r in self.rows if (r.document, r.column) == (document, column)), None)

    def row(self, document: str, column: str) -> Row | None:
        return next((r for r in self.rows if (r.document, r.column) == (document, column)), None)


@dataclass(frozen=True)
class Answers:
    """What each engine says to the documents, known to be the same data."""

    uncached: dict[str, Taken]
    cached: dict[str, Taken]
    stock: dict[str, Taken]

    @classmethod
    def of(cls, place: Place) -> Answers:
        """Ask each engine in a process of its own. Raises ServerError when they don't give the same data."""
        uncached, cached = ask(place, "bench.uncached"), ask(place, "bench.settings")
        stock = ask(place, "bench.stock.settings", "--stock")
        wrong = differences(uncached, stock)
        wrong += [f"{a.name}: differs when cached" for a, b in zip(uncached, cached, strict=True) if a.body != b.body]
        if wrong:
            raise ServerError("Not the same data, so there is nothing to compare:\n" + "\n".join(wrong))
        return cls(*({taken.name: taken for taken in answers} for answers in (uncached, cached, stock)))

    @property
    def has_cache(self) -> bool:
        """Whether answers are kept: asking again takes fewer statements than where they are not."""
        return any(self.cached[name].statements < taken.statements for name, taken in self.uncached.items())


def ask(place: Place, settings: str, *options: str) -> list[Taken]:
    """Return the answers of the engine that the settings name. Raises ServerError."""
    command = [sys.executable, "-m", "bench.answers", *options]
    environment = os.environ | place.variables(settings)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)  # noqa: S603  our own
    if done.returncode:
        raise ServerError(f"No answers from {settings}:\n{done.stderr}")
    return [Taken(**taken) for taken in json.loads(done.stdout)]


def measure(place: Place, options: Options, tell: Callable[[str], None]) -> Measured:
    """Measure a site that is built. `tell` hears what is being done. Raises ServerError."""
    tell("comparing the answers")
    answers = Answers.of(place)
    names = options.documents or tuple(answers.uncached)
    measured = Measured(place.pages)
    if "uncached" in options.columns:
        with Server("cms.wsgi:application", place.variables("bench.uncached")) as server:
            measure_ours(server, "uncached", answers.uncached, names, measured, options, tell)
        tell("first requests")
        variables, address = place.variables("bench.uncached"), answers.uncached["list"].address
        measured.first = first(variables | {"GRAPHQL_DOCUMENTS": str(FOLDER)}, address)
        measured.first_unknown = first(variables, address)
    if {"cached", "304"} & set(options.columns):
        with Server("cms.wsgi:application", place.variables()) as server:
            for column in ("cached", "304"):
                if column in options.columns:
                    measure_ours(server, column, answers.cached, names, measured, options, tell, answers.has_cache)
    if "stock" in options.columns:
        with Server("bench.stock.wsgi:application", place.variables("bench.stock.settings")) as server:
            for name in names:
                tell(f"stock, {name}")
                measured.rows.append(stock_row(server, answers, name, options))
    if "bare" in options.columns:
        measure_bare(place, answers, names, measured, options, tell)
    if options.memory_seconds:
        tell(f"memory, {options.memory_seconds} s of all documents in turn")
        with Server("cms.wsgi:application", place.variables("bench.uncached")) as server:
            addresses = [taken.address for taken in answers.uncached.values()]
            drive(server, addresses, seconds=options.memory_seconds, connections=options.connections)
            measured.memory = server.peak_memory()
    return measured


def first(variables: dict[str, str], address: str) -> First:
    """Ask a server that has just started, several times; return the medians."""
    starts = []
    for _ in range(STARTS):
        with Server("cms.wsgi:application", variables) as server:
            times = [server.get(address).seconds * 1000 for _ in range(FOLLOWING + 1)]
        starts.append(First(times[0], statistics.median(times[1:])))
    return First(*(statistics.median(values) for values in zip(*((s.first, s.median) for s in starts), strict=True)))


def measure_ours(
    server: Server,
    column: str,
    answers: dict[str, Taken],
    names: tuple[str, ...],
    measured: Measured,
    options: Options,
    tell: Callable[[str], None],
    has_cache: bool = True,
) -> None:
    """Add the rows of one of our own variants."""
    for name in names:
        taken = answers[name]
        if column == "cached" and not has_cache:
            measured.rows.append(Row(name, column, None, note="answers are not cached"))
            continue
        if column == "304" and not taken.has_unchanged:
            measured.rows.append(Row(name, column, None, note="no ETag"))
            continue
        tell(f"{column}, {name}")
        got = server.get(taken.address)
        if got.status != 200 or json.loads(got.content) != taken.body:
            raise ServerError(f"{column}, {name}: the server gave another answer than before (status {got.status}).")
        headers, statements, size = {}, taken.statements, len(got.content)
        if column == "304":
            headers, statements, size = {"If-None-Match": got.etag or ""}, taken.unchanged_statements, 0
            if server.get(taken.address, **headers).status != 304:
                raise ServerError(f"304, {name}: the server sent the answer although the client has it.")
        load = drive(server, [taken.address], seconds=options.seconds, connections=options.connections, headers=headers)
        measured.rows.append(Row(name, column, load, statements, size))


def stock_row(server: Server, answers: Answers, name: str, options: Options) -> Row:
    """Return the row of stock grapple for a document, once it has given the same data over HTTP too."""
    taken = answers.stock[name]
    got = server.get(taken.address)
    if got.status != 200 or even(json.loads(got.content)["data"]) != even(taken.body["data"]):
        raise ServerError(f"stock, {name}: the server gave another answer than before (status {got.status}).")
    load = drive(server, [taken.address], seconds=options.seconds, connections=options.connections)
    return Row(name, "stock", load, taken.statements, taken.bytes)


def measure_bare(
    place: Place,
    answers: Answers,
    names: tuple[str, ...],
    measured: Measured,
    options: Options,
    tell: Callable[[str], None],
) -> None:
    """Add the rows of a view that sends our answers from memory."""
    with tempfile.TemporaryDirectory(prefix="bench-bodies-") as folder:
        for name in names:
            body = json.dumps(answers.uncached[name].body, ensure_ascii=False, separators=(",", ":")).encode()
            (Path(folder) / f"{name}.json").write_bytes(body)
        variables = place.variables("bench.bare.settings") | {"BENCH_BODIES": folder}
        with Server("bench.bare.wsgi:application", variables) as server:
            for name in names:
                tell(f"bare, {name}")
                got = server.get(f"/bare/{name}/")
                if got.status != 200 or json.loads(got.content) != answers.uncached[name].body:
                    raise ServerError(f"bare, {name}: not the same bytes (status {got.status}).")
                load = drive(server, [f"/bare/{name}/"], seconds=options.seconds, connections=options.connections)
                measured.rows.append(Row(name, "bare", load, 0, len(got.content)))
