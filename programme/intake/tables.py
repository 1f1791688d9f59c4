"""A table that somebody has, as a file or pasted: its headings and lines, whatever format it is in."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File

from cms.base import csv_files, workbooks
from cms.base.csv_files import UnreadableFileError

MOST = 500  # lines; each may become a page
MOST_COLUMNS = 50
# Halves of characters, which JSON can name and no database keeps.
SURROGATES = re.compile("[\ud800-\udfff]")
BETWEEN = "; "  # values of a list in one cell
NOT_TEXT = "The JSON holds a null or half a character, which no text can have."
NOT_JSON = "This isn't JSON that can be read. It must be a list of objects, one for each line."


@dataclass(frozen=True)
class IntakeTable:
    """The headings as they are written, and the lines with their numbers in the file."""

    headings: list[str]
    lines: list[tuple[int, list[str]]]


def text_of(file: File[bytes]) -> str:
    """Return an uploaded CSV, XLSX or JSON file as CSV. Raises UnreadableFileError."""
    if str(file.name).lower().endswith((".xlsm", ".xltm")):
        raise UnreadableFileError("Workbooks with macros aren't taken. Save it as XLSX or CSV.")
    return as_csv(workbooks.text_of(file, most=MOST + 2))


def as_csv(text: str) -> str:
    """Return the text as CSV if it is JSON, and otherwise as it is. Raises UnreadableFileError."""
    if not text.lstrip("\ufeff \r\n\t").startswith(("[", "{")):
        return text.strip("\r\n")
    try:
        rows = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise UnreadableFileError(NOT_JSON) from None
    if isinstance(rows, dict):
        # As many programs wrap it: {"items": [...]}.
        lists = [value for value in rows.values() if isinstance(value, list)]
        rows = lists[0] if len(lists) == 1 else [rows]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableFileError(NOT_JSON)
    headings = list(dict.fromkeys(str(name) for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_cell(row.get(name)) for name in headings] for row in rows)
    table = out.getvalue()
    if "\0" in table or SURROGATES.search(table):
        raise UnreadableFileError(NOT_TEXT)
    return table


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return BETWEEN.join(filter(None, map(_cell, value)))
    if isinstance(value, dict):
        raise UnreadableFileError("The JSON has objects inside a line. Each value must be a text, a number or a list.")
    return str(value)


def read(text: str) -> IntakeTable:
    """Return the table in a CSV text. Raises UnreadableFileError, also for none or too many lines."""
    rows = csv_files.table(text)
    _, headings = next(rows)
    lines = [(number, cells) for number, cells in rows if any(cells)]
    if not any(headings):
        raise UnreadableFileError("The first line must name the columns.")
    if len({heading.lower() for heading in headings}) < len(headings):
        raise UnreadableFileError("The first line names a column twice, or leaves two without a name.")
    if len(headings) > MOST_COLUMNS:
        raise UnreadableFileError(f"The file has {len(headings)} columns. {MOST_COLUMNS} can be read at most.")
    if not lines:
        raise UnreadableFileError("The file has no line below the headings.")
    if len(lines) > MOST:
        raise UnreadableFileError(f"The file has {len(lines):,} lines. Split it: {MOST:,} lines at most.")
    return IntakeTable(headings, lines)
