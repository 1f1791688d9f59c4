"""Values as TOML, always in the same words for the same values. Python reads TOML but doesn't write it."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from typing import Any

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def document(values: dict[str, Any]) -> str:
    """Return the keys of a file or of a table: single values first, then rows as tables in a list."""
    rows = {name: value for name, value in values.items() if _is_rows(value)}
    blocks = ["\n".join(_pair(name, value) for name, value in values.items() if name not in rows)]
    for name, found in rows.items():
        blocks += ["\n".join([f"[[{name}]]", *(_pair(*pair) for pair in row.items())]) for row in found]
    return "\n\n".join(block for block in blocks if block) + "\n"


def tables(name: str, records: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """Return records as tables `[name.key]`."""
    return "\n\n".join(
        "\n".join([f"[{name}.{key}]", *(_pair(*pair) for pair in each.items())]) for key, each in records
    )


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _pair(name: str, value: Any) -> str:
    return f"{_key(name)} = {_value(value)}"


def _key(name: str) -> str:
    return name if BARE_KEY.fullmatch(name) else _quoted(name)


def _value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case datetime.date() | datetime.time():  # also datetimes
            return value.isoformat()
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return f"{{{', '.join(_pair(name, each) for name, each in value.items())}}}"
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    if "\n" not in text or CONTROLS.search(text):
        return _quoted(text)
    escaped = text.replace("\\", "\\\\").replace('"""', '""\\"')
    return f'"""\n{_closed(escaped)}"""'


def _closed(escaped: str) -> str:
    """Return the text so that its last quotation mark isn't taken for the end."""
    return f'{escaped[:-1]}\\"' if escaped.endswith('"') else escaped


def _quoted(text: str) -> str:
    """Return a basic string. JSON's escapes are TOML's, but for DEL, which JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
