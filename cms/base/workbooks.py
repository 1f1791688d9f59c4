"""Files of spreadsheet programs, XLSX or CSV, as the text that `csv_files` reads."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from typing import IO, Any

from django.core.files.base import File
from openpyxl import load_workbook

from .csv_files import LARGEST, TOO_LARGE, UnreadableFileError, decoded
from .date_fields import in_numbers

LARGEST_UNPACKED = 20_000_000  # bytes
MOST_COLUMNS = 50
NO_WORKBOOK = "This isn't a workbook that can be read. Save it as XLSX or CSV."


def text_of(file: File[bytes], *, most: int) -> str:
    """Return an uploaded table as CSV, and of a workbook no more than `most` lines. Raises UnreadableFileError."""
    if (file.size or 0) > LARGEST:
        raise UnreadableFileError(TOO_LARGE)
    if str(file.name).lower().endswith(".xlsx"):
        return cells_of(file, most=most)
    return decoded(file.read())


def cells_of(file: IO[bytes] | File[bytes], *, most: int) -> str:
    """Return the first sheet of a workbook as CSV, with dates as people here type them, and no more than `most` lines.

    Raises UnreadableFileError.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise UnreadableFileError(TOO_LARGE)
        book = load_workbook(file, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=most, max_col=MOST_COLUMNS)
        found = [[_text_of(value) for value in row] for row in rows]
    except UnreadableFileError:
        raise
    # A damaged workbook can raise almost any exception: BadZipFile, KeyError, ...
    except Exception as error:
        raise UnreadableFileError(NO_WORKBOOK) from error
    width = max((place + 1 for row in found for place, text in enumerate(row) if text), default=0)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row[:width] for row in found if any(row))
    return out.getvalue()


def _text_of(value: Any) -> str:
    if isinstance(value, datetime.datetime | datetime.date):
        return in_numbers(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
