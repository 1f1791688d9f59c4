"""The documents that the newsletter asks: files in `newsletter/documents`, each with the fragments that it spreads."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "documents"
# A spread of a fragment by its name; not `... on Type`.
SPREAD = re.compile(r"\.\.\.\s*(?!on\b)(\w+)")


@cache
def document(name: str) -> str:
    """Return a document with its fragments. Raises FileNotFoundError if there is none of the name, or no such fragment."""
    parts = [(FOLDER / f"{name}.graphql").read_text()]
    waiting, taken = SPREAD.findall(parts[0]), set()
    while waiting:
        fragment = waiting.pop(0)
        if fragment not in taken:
            taken.add(fragment)
            text = (FOLDER / "fragments" / f"{fragment}.graphql").read_text()
            parts.append(text)
            waiting += SPREAD.findall(text)
    return "\n".join(parts)
