"""The entries of the index, block by block. A server keeps what it has read, and reads again only blocks that changed.

Nothing here depends on visibility, which `search.engine.catalogue` reads anew for every period.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from django.db.models import Count, F
from django.db.models.functions import Coalesce

from search.models import Block, Entry

from . import postings
from .postings import BLOCK, MARK

NO_ENTRIES = np.zeros(0, np.int64)


@dataclass(frozen=True)
class BlockContents:
    """The entries of one block."""

    version: tuple[int, str]
    rows: np.ndarray  # by entry: its key, its page, its document or 0, and its day
    marks: dict[str, np.ndarray]  # by mark: the entries with it


_known: dict[int, BlockContents] = {}


def blocks() -> list[BlockContents]:
    """Return the contents of all blocks, in order. Two statements, and two more if any block changed."""
    versions = _versions()
    changed = [number for number, version in versions.items() if _is_other(number, version)]
    contents = _read(changed, versions) if changed else {}
    _known.update(contents)
    for number in _known.keys() - versions.keys():
        _known.pop(number, None)
    # Another thread may have replaced a block meanwhile, by a newer one.
    return [known for number in sorted(versions) if (known := contents.get(number) or _known.get(number))]


def _versions() -> dict[int, tuple[int, str]]:
    """Return the version of each block with entries: their number, and the block's token.

    The token alone would miss entries that the database deletes with their pages, or that a program of an earlier
    release writes. It is read before the entries: they may be newer than it, but never older.
    """
    tokens = dict(Block.objects.values_list("number", "token"))
    counts = Entry.objects.order_by().values_list(F("pk") / BLOCK).annotate(Count("pk"))
    return {number: (count, tokens.get(number, "")) for number, count in counts}


def _is_other(number: int, version: tuple[int, str]) -> bool:
    known = _known.get(number)
    return known is None or known.version != version or not version[1]


def _read(numbers: list[int], versions: dict[int, tuple[int, str]]) -> dict[int, BlockContents]:
    first, last = min(numbers), max(numbers)
    entries = Entry.objects.filter(pk__gte=first * BLOCK, pk__lt=(last + 1) * BLOCK).order_by("pk")
    rows = _table(entries.values_list("pk", "page_id", Coalesce("document_id", 0), "day"))
    marks = {mark.removeprefix(MARK): found.entries for mark, found in postings.read_range(MARK, first, last).items()}
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


def all_marks(contents: Iterable[BlockContents]) -> dict[str, np.ndarray]:
    """Return the entries with each mark, in the order of their keys."""
    parts: dict[str, list[np.ndarray]] = {}
    for block in contents:
        for mark, entries in block.marks.items():
            parts.setdefault(mark, []).append(entries)
    return {mark: np.concatenate(some) for mark, some in parts.items()}
