"""The lines of a document, read in a process of its own, so that a defective or malicious file blocks nothing.

The module is also that process: `python -m programme.intake.documents.lines` takes a file and writes its lines as JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from typing import Any

from cms.base import child_processes
from programme.intake.documents import pdf, word

LARGEST = 20_000_000  # bytes of a file
MOST_SECONDS = 60
MOST_MEMORY = 1024  # mebibytes
# Exit codes of the process for files with a problem that has a sentence of its own.
LOCKED, SCANNED, MACROS, TOO_LARGE = 3, 4, 5, 6
SENTENCES = {
    LOCKED: "The file is locked by a password. Save it without one.",
    SCANNED: "The PDF has no text, only pictures of pages. Have its text recognised (OCR) and save it again.",
    MACROS: "The file has macros, so it isn't opened. Save it as DOCX.",
    TOO_LARGE: "The file is far larger once it is unpacked. Split it.",
}
DAMAGED = "The file can't be read. It may be damaged: open it, and save it again."
TOO_SLOW = "Reading the file takes too long. Split it."
WRONG_TYPE = "This is neither a Word document (DOCX) nor a PDF."
OLD_WORD = "This is an old Word document (DOC) or one with a password. Save it as DOCX without a password."
TOO_BIG = f"The file is too large: {LARGEST // 1_000_000} megabytes at most."
EMPTY = "The file is empty."


class UnreadableDocumentError(Exception):
    """The document can't be read. The message says why in a sentence."""


@dataclass(frozen=True)
class DocumentLine:
    """A paragraph, a line of a PDF, or a row of a table (`cells`).

    `level` is that of a heading by its style, 0 for none; `label` the number or the bullet that Word gives it; `size` that of
    the type, 0 if it isn't known.
    """

    text: str
    level: int = 0
    is_title: bool = False
    label: str = ""
    bold: bool = False
    size: float = 0.0
    page: int = 0
    cells: list[str] | None = field(default=None)


def lines_of(name: str, content: bytes, *, seconds: float = MOST_SECONDS) -> list[DocumentLine]:
    """Return the lines of a document, read within the given seconds. Raises UnreadableDocumentError."""
    if problem := _problem_of(name, content):
        raise UnreadableDocumentError(problem)
    kind = "pdf" if content[:1024].lstrip().startswith(b"%PDF-") else "word"
    try:
        answer = child_processes.output_of(__name__, content, kind, seconds=seconds)
    except child_processes.ChildTooSlowError:
        raise UnreadableDocumentError(TOO_SLOW) from None
    except child_processes.ChildError as error:
        raise UnreadableDocumentError(SENTENCES.get(error.code, DAMAGED)) from None
    return [DocumentLine(**{name: _storable(value) for name, value in line.items()}) for line in json.loads(answer)]


def _storable(value: Any) -> Any:
    """Return a value without the characters that no database keeps: null and halves of characters, as bad fonts give."""
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return value.replace("\0", "").encode(errors="ignore").decode() if isinstance(value, str) else value


def _problem_of(name: str, content: bytes) -> str:
    """Return what is wrong with a file at first sight; empty if nothing is."""
    if not content:
        return EMPTY
    if len(content) > LARGEST:
        return TOO_BIG
    if name.lower().endswith((".docm", ".dotm")):
        return SENTENCES[MACROS]
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return OLD_WORD
    if content.startswith(b"PK\x03\x04") and not name.lower().endswith((".xlsx", ".pptx", ".odt")):
        return ""
    return "" if content[:1024].lstrip().startswith(b"%PDF-") else WRONG_TYPE


def main() -> int:
    """Read a document from the standard input and write its lines. Returns the exit code."""
    child_processes.limit_memory(MOST_MEMORY)
    content = sys.stdin.buffer.read()
    codes = {
        pdf.LockedError: LOCKED,
        pdf.ScannedError: SCANNED,
        word.MacrosError: MACROS,
        word.TooLargeError: TOO_LARGE,
        MemoryError: TOO_LARGE,
    }
    try:
        found = (pdf if sys.argv[1:] == ["pdf"] else word).lines_of(content)
    except tuple(codes) as error:
        return codes[type(error)]
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
