"""Lists of entries by term: the inverted index.

A term is a stem (`inspect`), a word of a title or other name as typed (`=inspections`), or a mark (`#stream:12`). Its
postings are kept in blocks of entries, so that changing an entry rewrites small rows and reading a very common word
reads few rows. A block's data is the entries' positions in the block, two bytes each, then one byte for each with the
strength of the term in the entry.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from django.db import connection

from search.models import Posting

from .tables import PUBLIC, Tables

BLOCK = 4096
STRONGEST = 255
MARK, TITLE = "#", "="
# More rows than a reader's letters need; a single letter would read a tenth of all titles.
MOST_ROWS = 4_000
MOST_TERMS = 200  # in one statement; a query has far fewer

PLACE = np.dtype("<u2")


@dataclass(frozen=True)
class Postings:
    """The entries with a term, in the order of their keys, and the strengths from 0 to 1."""

    entries: np.ndarray
    strengths: np.ndarray


NONE = Postings(np.zeros(0, np.int64), np.zeros(0, np.float32))


def term_bytes(term: str) -> bytes:
    return term.encode(errors="replace")


def read(terms: Iterable[str], tables: Tables = PUBLIC) -> dict[str, Postings]:
    """Return the postings of the terms that occur in any entry. One statement."""
    keys = sorted({term_bytes(term) for term in terms})[:MOST_TERMS]
    if not keys:
        return {}
    marks = ", ".join(["%s"] * len(keys))
    return _collect(f"term IN ({marks})", keys, tables)


def read_range(start: str, blocks: list[int] | None, tables: Tables) -> dict[str, Postings]:
    """Return the postings of all terms that begin with the text, in these blocks or, if None, in all. One statement."""
    condition, values = _range(start)
    if blocks is not None:
        condition += f" AND block IN ({', '.join(['%s'] * len(blocks))})"
    return _collect(condition, [*values, *(blocks or ())], tables)


def read_merged(start: str, whole: float) -> Postings:
    """Return the postings of all terms that begin with the text as those of one term; the text itself counts `whole`
    times.

    One statement, with at most `MOST_ROWS` rows: an entry may occur several times.
    """
    exact = term_bytes(start)
    rows = _rows(*_range(start), PUBLIC, limit=MOST_ROWS)
    merged = _joined_small([block for _, block, _ in rows], [data for _, _, data in rows])
    # The text itself sorts before all terms that begin with it.
    itself = sum(len(data) // 3 for term, _, data in takewhile(lambda row: row[0] == exact, rows))
    merged.strengths[:itself] *= whole
    return merged


def _range(start: str) -> tuple[str, list[bytes]]:
    first = term_bytes(start)
    return "term >= %s AND term < %s", [first, first[:-1] + bytes([first[-1] + 1])]


def _collect(condition: str, values: Sequence[bytes | int], tables: Tables) -> dict[str, Postings]:
    parts: dict[bytes, tuple[list[int], list[bytes]]] = defaultdict(lambda: ([], []))
    for term, block, data in _rows(condition, values, tables):
        blocks, contents = parts[term]
        blocks.append(block)
        contents.append(data)
    return {term.decode(errors="replace"): _joined(*columns) for term, columns in parts.items()}


def _rows(
    condition: str, values: Sequence[bytes | int], tables: Tables, limit: int | None = None
) -> list[tuple[bytes, int, bytes]]:
    table = tables.posting_table
    most = f"LIMIT {limit}" if limit else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT term, block, data FROM {table} WHERE {condition} ORDER BY term, block {most}",  # noqa: S608
            values,
        )
        rows = cursor.fetchall()
    # Both databases return bytes, but some drivers of PostgreSQL views of them.
    return rows if not rows or isinstance(rows[0][2], bytes) else [(bytes(t), b, bytes(d)) for t, b, d in rows]


def _joined(blocks: list[int], contents: list[bytes]) -> Postings:
    """Return the contents of the blocks: two thirds of each are places, one is strengths."""
    sizes = [len(data) // 3 for data in contents]
    places = b"".join([data[: 2 * size] for data, size in zip(contents, sizes, strict=True)])
    strengths = b"".join([data[2 * size :] for data, size in zip(contents, sizes, strict=True)])
    return _decoded(np.frombuffer(places, np.uint8), np.frombuffer(strengths, np.uint8), blocks, sizes)


def _joined_small(blocks: list[int], contents: list[bytes]) -> Postings:
    """Return the same for thousands of rows with a few entries each, where it takes half the time."""
    sizes = np.fromiter(map(len, contents), np.int64, len(contents)) // 3
    data = np.frombuffer(b"".join(contents), np.uint8)
    is_place = np.repeat(np.arange(2 * len(sizes)) % 2 == 0, np.stack([2 * sizes, sizes], axis=1).ravel())
    return _decoded(data[is_place], data[~is_place], blocks, sizes)


def _decoded(
    places: np.ndarray, strengths: np.ndarray, blocks: list[int], sizes: Sequence[int] | np.ndarray
) -> Postings:
    """Return the postings of bytes that follow each other, given how many entries are of each block."""
    first = np.repeat(np.array(blocks, np.int64) * BLOCK, sizes)
    return Postings(places.view(PLACE) + first, strengths.astype(np.float32) / STRONGEST)


def packed(places: dict[int, int]) -> bytes:
    """Return the data of a block: strength by place."""
    order = sorted(places)
    return np.array(order, PLACE).tobytes() + bytes(places[place] for place in order)


def unpacked(data: bytes) -> dict[int, int]:
    """Return the strength by place of a block's data."""
    size = len(data) // 3
    return dict(zip(np.frombuffer(data, PLACE, size).tolist(), data[2 * size :], strict=True))


def write(changes: dict[int, tuple[Iterable[str], dict[str, int]]], tables: Tables = PUBLIC) -> None:
    """Change the postings of entries, given by key the terms before and after.

    Call it in a transaction. Writers of one block wait for each other.
    """
    by_block: dict[int, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, (before, after) in changes.items():
        block, place = divmod(key, BLOCK)
        for term in set(before) - set(after):
            by_block[block][term][place] = 0
        for term, strength in after.items():
            by_block[block][term][place] = strength
    for block, terms in sorted(by_block.items()):
        _lock(block, tables)
        renew(block, tables)
        names = sorted(terms)
        for start in range(0, len(names), 500):
            _write_block(block, {name: terms[name] for name in names[start : start + 500]}, tables)


def renew(block: int, tables: Tables = PUBLIC) -> None:
    """Give a block that is written another token."""
    written = [tables.blocks(number=block, token=uuid.uuid4().hex)]
    tables.blocks.objects.bulk_create(written, update_conflicts=True, unique_fields=["number"], update_fields=["token"])


def _lock(block: int, tables: Tables) -> None:
    """Make other writers of the block wait for the end of the transaction. SQLite has only one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [tables.posting_table, block])


def _write_block(block: int, terms: dict[str, dict[int, int]], tables: Tables) -> None:
    keys = {term_bytes(term): term for term in terms}
    there = {bytes(row.term): row for row in tables.postings.objects.filter(block=block, term__in=list(keys))}
    new, changed, empty = [], [], []
    for key, term in keys.items():
        row = there.get(key)
        places = unpacked(bytes(row.data)) if row else {}
        places |= terms[term]
        data = packed({place: strength for place, strength in places.items() if strength})
        if row is None:
            if data:
                new.append(tables.postings(term=key, block=block, data=data))
        elif not data:
            empty.append(row.pk)
        elif data != bytes(row.data):
            row.data = data
            changed.append(row)
    tables.postings.objects.bulk_create(new, batch_size=500)
    tables.postings.objects.bulk_update(changed, ["data"], batch_size=200)
    tables.postings.objects.filter(pk__in=empty).delete()


def fresh_rows(block: int, terms: dict[str, dict[int, int]]) -> Iterator[Posting]:
    """Yield the rows of a new block."""
    for term in sorted(terms):
        yield Posting(term=term_bytes(term), block=block, data=packed(terms[term]))
