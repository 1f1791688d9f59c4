"""Reads the text of a PDF in a process of its own, so that a file made wrong or with intent holds nobody up.

The module is also that process: `python -m search.indexing.pdf` takes a file and writes its text.
"""

from __future__ import annotations

import io
import subprocess
import sys
import time

from django.conf import settings
from pypdf import PdfReader

MOST_PAGES = 500
LONGEST = 400_000  # characters
# After so many seconds no further page is begun; a page that isn't done by the end costs the file its text.
LAST_PAGE_BEGINS, MOST_SECONDS = 45, 60
MOST_MEMORY = 1024 * 1024 * 1024  # bytes
LOCKED = 3  # the process's exit code for a file with a password


class UnreadableError(Exception):
    """The file has no text for us, and trying again won't change that."""


class DamagedError(Exception):
    """The file can't be read; the message says why."""


def text_of(content: bytes) -> str:
    """Return the text of a PDF, a line for each page, as far as it can be read in time.

    Raises UnreadableError if it is locked or a page takes too long, DamagedError if it can't be read for another reason.
    """
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(  # noqa: S603  our own module
            command, input=content, capture_output=True, timeout=MOST_SECONDS, cwd=settings.PROJECT_ROOT, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError(f"Reading the file takes longer than {MOST_SECONDS} seconds.") from None
    if done.returncode == LOCKED:
        raise UnreadableError("The file is locked by a password.")
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines() or ["the reader ended without a word"]
        raise DamagedError(reason[-1])
    return done.stdout.decode(errors="replace")


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


def _limit_memory() -> None:
    """Take no more memory than a file may need, where the system can limit it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def main() -> int:
    """Read a PDF from the standard input and write its text, in UTF-8. Returns the exit code."""
    _limit_memory()
    text = _read(io.BytesIO(sys.stdin.buffer.read()))
    if text is None:
        return LOCKED
    sys.stdout.buffer.write(text.encode(errors="replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
