"""The rule about placeholders: a template's “…” that nobody replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .findings import Code, Finding
from .pieces import Kind, Piece

# An ellipsis that stands alone on its line, in brackets, or at a line's end where words should follow. One between words or
# after a word without a space leaves something out on purpose.
PLACEHOLDER = re.compile(r"(?:^|[\s:(\[“\"])(?:…|\.{3,})[)\]”\".]?\s*$", re.M)
UNFINISHED = "“…” stands where words belong, as a template left it. Write them, or take the sentence out."


def is_unfinished(text: str) -> bool:
    """Say whether the text still holds a template's “…”: the one rule for pages, posts and answers."""
    return PLACEHOLDER.search(text) is not None


def unfinished(pieces: Sequence[Piece]) -> Iterator[Finding]:
    """Yield the texts that a template began and nobody finished."""
    for piece in pieces:
        if piece.kind is not Kind.IMAGE and is_unfinished(piece.text):
            yield Finding(Code.UNFINISHED, UNFINISHED, piece.place, piece.text)
