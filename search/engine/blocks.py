"""The entries of the index, block by block. A server keeps what it has read, and reads again only blocks that changed.

Nothing here depends on visibility, which `search.engine.catalogue` reads anew for every period.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_

import numpy as np
from django.db.models import Count, F, Q

from . import postings
from .postings import BLOCK, MARK
from .tables import Tables

# If more blocks changed, all are read.
FEW = 50


@dataclass(frozen=True)
class BlockContents:
    """The entries of one block."""

    version: tuple[int, str]
    rows: np.ndarray  # by entry: its key, and the columns of its table
    marks: dict[str, np.ndarray]  # by mark: the entries with it


_kept: dict[Tables, dict[int, BlockContents]] = {}


def blocks(tables: Tables) -> list[BlockContents]:
    """Return the contents of all blocks, in order. Two statements, and two more if any block changed."""
    known, versions = _kept.get(tables, {}), _versions(tables)
    changed = [number for number, version in versions.items() if _is_other(known.get(number), version)]
    read = _read(changed, versions, tables) if changed else {}
    contents = {number: read.get(number) or known[number] for number in sorted(versions)}
    _kept[tables] = contents
    return list(contents.values())


def _versions(tables: Tables) -> dict[int, tuple[int, str]]:
    """Return the version of each block with entries: their number, and the block's token.

    The token alone would miss entries that the database deletes with their pages, or that a program of an earlier
    release writes. It is read before the entries: they may be newer than it, but never older.
    """
    tokens = dict(tables.blocks.objects.values_list("number", "token"))
    counts = tables.entries.objects.order_by().values_list(F("pk") / BLOCK).annotate(Count("pk"))
    return {number: (count, tokens.get(number, "")) for number, count in counts}


def without_token(tables: Tables) -> list[int]:
    """Return the blocks that have no token yet, from a release without them. They are read in every period."""
    return [number for number, (_, token) in _versions(tables).items() if not token]


def _is_other(known: BlockContents | None, version: tuple[int, str]) -> bool:
    return known is None or known.version != version or not version[1]


def _read(numbers: list[int], versions: dict[int, tuple[int, str]], tables: Tables) -> dict[int, BlockContents]:
    entries, some = tables.entries.objects.order_by("pk"), numbers if len(numbers) <= FEW else None
    if some:
        ranges = (Q(pk__gte=number * BLOCK, pk__lt=(number + 1) * BLOCK) for number in some)
        entries = entries.filter(reduce(or_, ranges))
    rows = _table(entries.values_list("pk", *tables.columns))
    found = postings.read_range(MARK, some, tables)
    marks = {mark.removeprefix(MARK): carrying.entries for mark, carrying in found.items()}
    # A column of entries in order is cut at the block's first and last key.
    return {
        number: BlockContents(
            versions[number],
            _cut(rows, rows[:, 0], number),
            {mark: part for mark, keys in marks.items() if len(part := _cut(keys, keys, number))},
        )
        for number in numbers
    }


def _table(rows: Iterable[tuple[int, ...]]) -> np.ndarray:
    return np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, 4)


def _cut(rows: np.ndarray, keys: np.ndarray, number: int) -> np.ndarray:
    start, end = np.searchsorted(keys, [number * BLOCK, (number + 1) * BLOCK])
    return rows[start:end]


def version_of(contents: Iterable[BlockContents]) -> tuple[tuple[int, str], ...]:
    """Return the version of all entries."""
    return tuple(block.version for block in contents)


def all_marks(contents: Iterable[BlockContents]) -> dict[str, np.ndarray]:
    """Return the entries with each mark, in the order of their keys."""
    parts: dict[str, list[np.ndarray]] = {}
    for block in contents:
        for mark, entries in block.marks.items():
            parts.setdefault(mark, []).append(entries)
    return {mark: np.concatenate(some) for mark, some in parts.items()}
