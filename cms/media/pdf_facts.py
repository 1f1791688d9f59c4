"""Reads what a PDF tells of itself, in a process of its own.

The module is also that process: `python -m cms.media.pdf_facts` takes a file and writes the facts as JSON.
"""

from __future__ import annotations

import io
import json
import sys
from dataclasses import asdict, dataclass

from pypdf import PdfReader

from cms.base import child_processes

MOST_MEMORY = 512  # mebibytes
MOST_SECONDS = 5


@dataclass(frozen=True)
class PdfFacts:
    """How many pages a PDF has, its language code (may be empty), and whether it is tagged."""

    pages: int
    language: str
    tagged: bool


def facts_of(content: bytes) -> PdfFacts:
    """Return the facts of a PDF.

    Raises ChildError for a file that can't be read or needs too much memory, ChildTooSlowError for one that takes too long.
    """
    answer = child_processes.output_of(__name__, content, seconds=MOST_SECONDS)
    return PdfFacts(**json.loads(answer))


def _read(file: io.BytesIO) -> PdfFacts:
    reader = PdfReader(file)
    catalogue = reader.root_object
    return PdfFacts(
        pages=len(reader.pages),
        language=str(catalogue.get("/Lang", ""))[:35],
        tagged="/StructTreeRoot" in catalogue and bool(catalogue.get("/MarkInfo", {}).get("/Marked", False)),
    )


def main() -> int:
    """Read a PDF from the standard input and write its facts. Returns the exit code."""
    child_processes.limit_memory(MOST_MEMORY)
    facts = _read(io.BytesIO(sys.stdin.buffer.read()))
    json.dump(asdict(facts), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
