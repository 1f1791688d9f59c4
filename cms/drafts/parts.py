"""The parts of a page that a program may have written: its fields, the blocks of its texts, and its rows.

A part has a path and a fingerprint of its value. A field's path is its name, a block's `body.` and the block's uuid. A row
may have no key before it is published, so its path is the name of its list and its own fingerprint: a row that somebody
changes is another one. What is empty is no part.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar

from django.core.serializers.json import DjangoJSONEncoder

from .kinds import ValueKind, fields_of, form_read_off, kind_of, rows_of

# Fingerprints by path, in the order of the form.
Parts = Mapping[str, str]
LENGTH = 16
EMPTY: tuple[Any, ...] = (None, "", [], {})
# The editor gives each paragraph a key, which is no text. Within JSON its quotes are escaped.
PARAGRAPH_KEY = re.compile(r'\s?data-block-key=\\*"[^"\\]*\\*"')


class Written(Protocol):
    """A version that a program saved: the parts that it wrote, and the paths of those that a person accepted since."""

    parts: dict[str, str]
    accepted: list[str]


Version = TypeVar("Version", bound=Written)


@dataclass(frozen=True)
class PartShape:
    """The parts that a type of page can have: its fields, which of them are texts with blocks, and the columns of rows."""

    fields: tuple[str, ...]
    streams: frozenset[str]
    rows: Mapping[str, tuple[str, ...]]


def shape_of(model: Any) -> PartShape:
    """Return the parts of a type of page, read off its form."""
    return _read_off(model)


@cache
def _read_off(model: Any) -> PartShape:
    form_class = form_read_off(model)
    fields = fields_of(form_class)
    return PartShape(
        tuple(fields),
        frozenset(name for name, field in fields.items() if kind_of(field) is ValueKind.STREAM),
        {name: tuple(fields_of(row)) for name, row in rows_of(form_class).items()},
    )


def parts_of(content: Mapping[str, Any], shape: PartShape) -> Parts:
    """Return the parts of a page from the content of one of its versions."""
    return dict(_parts(content, shape))


def _parts(content: Mapping[str, Any], shape: PartShape) -> Iterator[tuple[str, str]]:
    for name in shape.fields:
        value = content.get(name)
        if name in shape.streams:
            for block in blocks_in(value):
                yield f"{name}.{block.get('id', '')}", fingerprint([block["type"], block["value"]])
        elif value not in EMPTY:
            yield name, fingerprint(value)
    for name in shape.rows:
        yield from ((row_path(name, row, shape), row_fingerprint(name, row, shape)) for row in content.get(name) or ())


def blocks_in(value: Any) -> list[dict[str, Any]]:
    """Return the blocks of a text as a version keeps it: in JSON, or read already."""
    found: list[dict[str, Any]] = json.loads(value) if isinstance(value, str) and value else value or []
    return found


def row_path(name: str, row: Mapping[str, Any], shape: PartShape) -> str:
    """Return the path of a row."""
    return f"{name}.{row_fingerprint(name, row, shape)}"


def row_fingerprint(name: str, row: Mapping[str, Any], shape: PartShape) -> str:
    """Return the fingerprint of the values that a row has in the form: not of its key, or its place."""
    return fingerprint([row.get(column) for column in shape.rows[name]])


def fingerprint(value: Any) -> str:
    """Return a hash of a value, the same whether it was read from the database or not."""
    written = PARAGRAPH_KEY.sub("", json.dumps(value, sort_keys=True, cls=DjangoJSONEncoder))
    return hashlib.sha256(written.encode()).hexdigest()[:LENGTH]


def written_parts(before: Parts, after: Parts, given: Iterable[str]) -> Parts:
    """Return the parts that a program wrote: those of the fields and lists that it gave that weren't so before."""
    names = set(given)
    return {
        path: value for path, value in after.items() if path.partition(".")[0] in names and before.get(path) != value
    }


def by_programs(versions: Sequence[Version], present: Parts) -> dict[str, Version]:
    """Return the parts that are as a program wrote them, each with the version that it wrote last.

    `versions` are those of programs, oldest first; `present` are the parts of the page as it is now. A person may have saved
    versions in between: what they left as it was counts, what they changed doesn't.
    """
    latest = {path: version for version in versions for path in version.parts}
    return {
        path: latest[path] for path, value in present.items() if path in latest and latest[path].parts[path] == value
    }


def unchecked(versions: Sequence[Version], present: Parts) -> dict[str, Version]:
    """Return the parts that are as a program wrote them and that no person has accepted, as `by_programs` does."""
    found = by_programs(versions, present)
    return {path: version for path, version in found.items() if path not in version.accepted}
