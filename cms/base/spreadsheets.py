"""Values in files that people open with a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

# Characters that make such a program take a cell for a formula (OWASP, “CSV Injection”).
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet program runs: an apostrophe comes before what would start a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def as_csv(lines: Iterable[Iterable[Any]]) -> bytes:
    """Return lines as comma-separated values (RFC 4180). No text in them is a formula, and None is an empty cell."""
    table = io.StringIO()
    # Without this mark spreadsheet programs assume another encoding, and misread accents.
    table.write("\ufeff")
    csv.writer(table).writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in line] for line in lines)
    return table.getvalue().encode()


def csv_file(name: str, lines: Iterable[Iterable[Any]]) -> HttpResponse:
    """Return lines as a CSV file to be kept under a name."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8", headers=disposition)
