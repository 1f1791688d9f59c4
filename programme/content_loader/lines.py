"""Finds the line of each key in a TOML text: authors need it, and `tomllib` doesn't report it."""

from __future__ import annotations

import re

TABLE_IN_LIST = re.compile(r"^\[\[\s*([\w-]+)\s*\]\]$")
TABLE = re.compile(r"^\[\s*([\w.-]+)\s*\]$")
KEY = re.compile(r"""^(?:([\w.-]+)|"([^"]+)")\s*=\s*(.*)$""")
LONG_STRINGS = ('"""', "'''")

KeyPath = tuple[str | int, ...]


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, from 1, of each table and each key.

    The key `role` in the first table `[[members]]` is `("members", 0, "role")`. Understands only the TOML that the
    content files use: tables, lists of tables one level deep, keys at the start of a line.
    """
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    tables_in_list: dict[str, int] = {}
    open_string = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if open_string:
            if open_string in line:
                open_string = ""
            continue
        if match := TABLE_IN_LIST.match(line):
            name = match[1]
            index = tables_in_list.get(name, 0)
            tables_in_list[name] = index + 1
            table = (name, index)
            lines[table] = number
            lines.setdefault((name,), number)
        elif match := TABLE.match(line):
            table = tuple(match[1].split("."))
            lines[table] = number
        elif match := KEY.match(line):
            parts = match[1].split(".") if match[1] else [match[2]]
            for count in range(1, len(parts)):
                lines.setdefault((*table, *parts[:count]), number)
            lines[(*table, *parts)] = number
            open_string = next((q for q in LONG_STRINGS if match[3].startswith(q) and q not in match[3][3:]), "")
    return lines


def nearest_line(lines: dict[KeyPath, int], where: KeyPath) -> int:
    """Return the line of a key, or that of the nearest enclosing table."""
    while where not in lines:
        if not where:
            return 1
        where = where[:-1]
    return lines[where]
