"""Lists of entries by term: the inverted index.

A term is a stem (`inspect`), a word of a title or other name as typed (`=inspections`), or a mark (`#stream:12`). Its
postings are kept in blocks of entries, so that changing an entry rewrites small rows and reading a very common word
reads few rows. A block's data is the entries' positions in the block, two bytes each, then one byte for each with the
strength of the term in the entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from django.db import connection

from search.models import Posting

BLOCK = 4096
STRONGEST = 255
MARK, TITLE = "#", "="
# More rows than a reader's letters need; a single letter would read a tenth of all titles.
MOST_ROWS = 4_000
MOST_TERMS = 200  # in one statement; a query has far fewer

TABLE = Posting._meta.db_table
PLACE = np.dtype("<u2")


@dataclass(frozen=True)
class Postings:
    """The entries with a term, in the order of their keys, and the strengths from 0 to 1."""

    entries: np.ndarray
    strengths: np.ndarray


NONE = Postings(np.zeros(0, np.int64), np.zeros(0, np.float32))


def term_bytes(term: str) -> bytes:
    return term.encode(errors="replace")


def read(terms: Iterable[str]) -> dict[str, Postings]:
    """Return the postings of the terms that occur in any entry. One statement."""
    keys = sorted({term_bytes(term) for term in terms})[:MOST_TERMS]
    if not keys:
        return {}
    marks = ", ".join(["%s"] * len(keys))
    return _collect(f"term IN ({marks})", keys)


def read_range(start: str) -> dict[str, Postings]:
    """Return the postings of all terms that begin with the text. One statement."""
    return _collect(*_range(start))


def read_merged(start: str, whole: float) -> Postings:
    """Return the postings of all terms that begin with the text as those of one term; the text itself counts `whole`
    times.

    One statement, with at most `MOST_ROWS` rows: an entry may occur several times.
    """
    exact = term_bytes(start)
    rows = list(_rows(*_range(start), limit=MOST_ROWS))
    merged = _joined([(block, data) for _, block, data in rows])
    factors = np.repeat(
        [whole if term == exact else 1.0 for term, _, _ in rows], [len(data) // 3 for _, _, data in rows]
    )
    return Postings(merged.entries, merged.strengths * factors.astype(np.float32))


def _range(start: str) -> tuple[str, list[bytes]]:
    first = term_bytes(start)
    return "term >= %s AND term < %s", [first, first[:-1] + bytes([first[-1] + 1])]


def _collect(condition: str, values: list[bytes]) -> dict[str, Postings]:
    parts: dict[bytes, list[tuple[int, bytes]]] = defaultdict(list)
    for term, block, data in _rows(condition, values):
        parts[term].append((block, data))
    return {term.decode(errors="replace"): _joined(blocks) for term, blocks in parts.items()}


def _rows(condition: str, values: list[bytes], limit: int | None = None) -> Iterator[tuple[bytes, int, bytes]]:
    most = f"LIMIT {limit}" if limit else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT term, block, data FROM {TABLE} WHERE {condition} ORDER BY term, block {most}",  # noqa: S608
            values,
        )
        for term, block, data in cursor.fetchall():
            yield bytes(term), block, bytes(data)


def _joined(blocks: list[tuple[int, bytes]]) -> Postings:
    """Return the contents of the blocks, decoded together, which is faster than row by row."""
    sizes = [len(data) // 3 for _, data in blocks]
    places = b"".join(data[: 2 * size] for (_, data), size in zip(blocks, sizes, strict=True))
    strengths = b"".join(data[2 * size :] for (_, data), size in zip(blocks, sizes, strict=True))
    first = np.repeat(np.array([block for block, _ in blocks], np.int64) * BLOCK, sizes)
    return Postings(
        np.frombuffer(places, PLACE).astype(np.int64) + first,
        np.frombuffer(strengths, np.uint8).astype(np.float32) / STRONGEST,
    )


def packed(places: dict[int, int]) -> bytes:
    """Return the data of a block: strength by place."""
    order = sorted(places)
    return np.array(order, PLACE).tobytes() + bytes(places[place] for place in order)


def unpacked(data: bytes) -> dict[int, int]:
    """Return the strength by place of a block's data."""
    size = len(data) // 3
    return dict(zip(np.frombuffer(data, PLACE, size).tolist(), data[2 * size :], strict=True))


def write(changes: dict[int, tuple[Iterable[str], dict[str, int]]]) -> None:
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
        _lock(block)
        names = sorted(terms)
        for start in range(0, len(names), 500):
            _write_block(block, {name: terms[name] for name in names[start : start + 500]})


def _lock(block: int) -> None:
    """Make other writers of the block wait for the end of the transaction. SQLite has only one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [TABLE, block])


def _write_block(block: int, terms: dict[str, dict[int, int]]) -> None:
    keys = {term_bytes(term): term for term in terms}
    there = {bytes(row.term): row for row in Posting.objects.filter(block=block, term__in=list(keys))}
    new, changed, empty = [], [], []
    for key, term in keys.items():
        row = there.get(key)
        places = unpacked(bytes(row.data)) if row else {}
        places |= terms[term]
        data = packed({place: strength for place, strength in places.items() if strength})
        if row is None:
            if data:
                new.append(Posting(term=key, block=block, data=data))
        elif not data:
            empty.append(row.pk)
        elif data != bytes(row.data):
            row.data = data
            changed.append(row)
    Posting.objects.bulk_create(new, batch_size=500)
    Posting.objects.bulk_update(changed, ["data"], batch_size=200)
    Posting.objects.filter(pk__in=empty).delete()


def fresh_rows(block: int, terms: dict[str, dict[int, int]]) -> Iterator[Posting]:
    """Yield the rows of a new block."""
    for term in sorted(terms):
        yield Posting(term=term_bytes(term), block=block, data=packed(terms[term]))
