"""Values in files that people open with a spreadsheet program."""

from __future__ import annotations

# Characters that make such a program take a cell for a formula (OWASP, “CSV Injection”).
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet program runs: an apostrophe comes before what would start a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
