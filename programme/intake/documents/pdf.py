"""Reads the lines of a PDF with the size of their type and their page."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from typing import Any

from pypdf import PdfReader

MOST_PAGES = 300
LONGEST = 600_000  # characters
LAST_PAGE_BEGINS = 40  # seconds
RUNNING_LINES = 2  # of a header or a footer, at most
REPEATED = 0.5  # a line at the top or the bottom of that share of the pages is no text

_PAGE = re.compile(r"\bpage\s+\d+(?:\s*(?:of|/)\s*\d+)?|\b\d+\s*(?:of|/)\s*\d+\b", re.IGNORECASE)


class LockedError(Exception):
    """The document has a password."""


class ScannedError(Exception):
    """The document has pages, but no text."""


def lines_of(content: bytes) -> list[dict[str, Any]]:
    """Return the lines in order, as `lines.DocumentLine` takes them.

    Raises LockedError, ScannedError, and other errors for a damaged file.
    """
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise LockedError
    pages, length, until = [], 0, time.monotonic() + LAST_PAGE_BEGINS
    for page in reader.pages[:MOST_PAGES]:
        pages.append(_lines(page))
        length += sum(len(text) for text, _, _ in pages[-1])
        if length > LONGEST or time.monotonic() > until:
            break
    if not length:
        raise ScannedError
    running = _running(pages)
    return [
        {"text": text, "size": size, "bold": bold, "page": number}
        for number, lines in enumerate(pages, 1)
        for place, (text, size, bold) in enumerate(lines)
        if not text.isdecimal() and not (_is_at_end(place, lines) and _without_page(text) in running)
    ]


def _lines(page: Any) -> list[tuple[str, float, bool]]:
    """Return the lines of a page, each with the size of most of its type and whether that is bold."""
    found: list[tuple[str, float, bool]] = []
    parts: list[tuple[str, float, bool]] = []

    def end() -> None:
        text = " ".join("".join(part for part, _, _ in parts).split())
        if text:
            _, size, bold = max(parts, key=lambda part: len(part[0].strip()))
            found.append((text, size, bold))
        parts.clear()

    def visit(text: str, cm: Any, tm: Any, font: Any, font_size: float) -> None:
        size = round(abs(font_size * (tm[3] or 1) * (cm[3] or 1)), 1)
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for place, part in enumerate(text.split("\n")):
            if place:
                end()
            if part:
                parts.append((part, size, bold))

    page.extract_text(visitor_text=visit)
    end()
    return found


def _is_at_end(place: int, lines: list[tuple[str, float, bool]]) -> bool:
    return place < RUNNING_LINES or place >= len(lines) - RUNNING_LINES


def _without_page(text: str) -> str:
    """Return a line as it is on every page, without “Page 3” or “3 of 6”."""
    return _PAGE.sub("", text)


def _running(pages: list[list[tuple[str, float, bool]]]) -> set[str]:
    """Return the headers and footers, without the number of the page: lines at the top or the bottom of many pages."""
    if len(pages) < 3:
        return set()
    ends = Counter(
        text
        for lines in pages
        for text in {_without_page(one[0]) for place, one in enumerate(lines) if _is_at_end(place, lines)}
    )
    return {text for text, times in ends.items() if times >= max(3, REPEATED * len(pages))}
