"""CSV files that people made with a spreadsheet program, read line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator

from .own_words import worded

LARGEST = 2_000_000
NOT_CSV = "This isn't a CSV file. Save it as CSV in UTF-8."
TOO_LARGE = "The file is too large. Split it into files of two megabytes at most."


class UnreadableFileError(ValueError):
    """The file as a whole can't be read. The message says why in a sentence."""


class PlanRefusedError(ValueError):
    """The plan that was shown can't be carried out any more, so nothing was. The message says why in a sentence."""


def decoded(content: bytes) -> str:
    """Return a file's text, in UTF-8 or the encoding of Windows programs in this country. Raises UnreadableFileError."""
    if len(content) > LARGEST:
        raise UnreadableFileError(TOO_LARGE)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(NOT_CSV)


def lines(
    text: str, columns: Collection[str], required: Collection[str], *, most: int
) -> list[tuple[int, dict[str, str]]]:
    """Return the lines of the file as `read` yields them. Raises UnreadableFileError, also for none or more than `most`."""
    found = list(read(text, columns, required))
    if not found:
        raise UnreadableFileError("The file has no line below the headings.")
    if len(found) > most:
        raise UnreadableFileError(f"The file has {len(found):,} lines. Split it: {most:,} lines at most.")
    return found


def read(text: str, columns: Collection[str], required: Collection[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line of the file after its headings: the line's number, and its values by column, empty if not given.

    Values are separated by commas, or by semicolons or tabs (as in cells that were copied) if the headings are. Lines
    without any value are left out. Raises UnreadableFileError, also in the middle
    of the file.
    """
    rows = table(text)
    headings = [heading.lower() for heading in next(rows)[1]]
    names = _checked(_as_ours(headings, columns), columns, required)
    for number, cells in rows:
        given = dict(zip(names, cells, strict=False))
        values = {name: given.get(name, "") for name in columns}
        if any(values.values()):
            yield number, values


def table(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the headings and then each line that isn't empty: the line's number, and its values without spaces around them.

    No line has more values than there are headings; it may have fewer. Raises UnreadableFileError, also in the middle.
    """
    if len(text) > LARGEST:
        raise UnreadableFileError(TOO_LARGE)
    if "\0" in text:
        raise UnreadableFileError(NOT_CSV)
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    width = None
    try:
        rows = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True)
        end = 0
        for row in rows:
            # Where the line begins: a value may hold line breaks.
            number, end = end + 1, rows.line_num
            if width is None:
                width = len(row)
            elif len(row) > width:
                raise UnreadableFileError(f"Line {number} has more values than there are columns.")
            if number == 1 or row:
                yield number, [value.strip() for value in row]
        if width is None:
            yield 1, []
    except csv.Error:
        raise UnreadableFileError(NOT_CSV) from None


def _as_ours(headings: list[str], columns: Collection[str]) -> list[str]:
    """Return the headings, with the product's for those in the words of the programme. Files made elsewhere have either."""
    ours = {worded(name).lower(): name for name in columns}
    return [heading if heading in columns else ours.get(heading, heading) for heading in headings]


def _checked(headings: list[str], columns: Collection[str], required: Collection[str]) -> list[str]:
    if missing := [f"“{worded(name)}”" for name in required if name not in headings]:
        raise UnreadableFileError(f"The first line must name the columns, {' and '.join(missing)} among them.")
    if unknown := [heading for heading in headings if heading not in columns]:
        raise UnreadableFileError(
            f"Unknown columns: {', '.join(unknown)}. Known are {', '.join(map(worded, columns))}."
        )
    if len(set(headings)) < len(headings):
        raise UnreadableFileError("The first line names a column twice.")
    return headings
