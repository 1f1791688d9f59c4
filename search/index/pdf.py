"""Reads the text of a PDF in a separate process, so that a defective or malicious file blocks nothing.

The module is also that process: `python -m search.index.pdf` takes a file and writes its text.
"""

from __future__ import annotations

import io
import sys
import time

from pypdf import PdfReader

from cms.base import child_processes

MOST_PAGES = 500
LONGEST = 400_000  # characters
# Seconds after which no further page is begun; if a page isn't done by the time limit, the file has no text.
LAST_PAGE_BEGINS, MOST_SECONDS = 45, 60
MOST_MEMORY = 1024  # mebibytes
LOCKED = 3  # the process's exit code for a file with a password


class UnreadableError(Exception):
    """The file's text can't be read, and another try won't help."""


class DamagedError(Exception):
    """The file can't be read; the message gives the reason."""


def text_of(content: bytes) -> str:
    """Return the text of a PDF, one line for each page, as far as it can be read in time.

    Raises UnreadableError if it is locked or a page takes too long, DamagedError if it can't be read for another reason.
    """
    try:
        return child_processes.output_of(__name__, content, seconds=MOST_SECONDS).decode(errors="replace")
    except child_processes.ChildTooSlowError:
        raise UnreadableError(f"Reading the file takes longer than {MOST_SECONDS} seconds.") from None
    except child_processes.ChildError as error:
        if error.code == LOCKED:
            raise UnreadableError("The file is locked by a password.") from None
        raise DamagedError(str(error)) from None


def _read(file) -> str | None:
    """Return the text; None if the file is locked."""
    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    parts, length, until = [], 0, time.monotonic() + LAST_PAGE_BEGINS
    for page in reader.pages[:MOST_PAGES]:
        parts.append(" ".join((page.extract_text() or "").split()))
        length += len(parts[-1])
        if length > LONGEST or time.monotonic() > until:
            break
    return "\n".join(parts)[:LONGEST]


def main() -> int:
    """Read a PDF from the standard input and write its text, in UTF-8. Returns the exit code."""
    child_processes.limit_memory(MOST_MEMORY)
    text = _read(io.BytesIO(sys.stdin.buffer.read()))
    if text is None:
        return LOCKED
    sys.stdout.buffer.write(text.encode(errors="replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
