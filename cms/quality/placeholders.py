"""The rule about placeholders: a template's “…” that nobody replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .findings import Code, Finding
from .pieces import PieceKind, TextPiece

# An ellipsis that stands alone on its line, in brackets, or at a line's end where words should follow. One between words or
# after a word without a space leaves something out on purpose.
PLACEHOLDER = re.compile(r"(?:^|[\s:(\[“\"])(?:…|\.{3,})[)\]”\".]?\s*$", re.M)
UNFINISHED = "“…” was left in from a template. Replace it with words, or delete the sentence."


def is_unfinished(text: str) -> bool:
    """Say whether the text still holds a template's “…”: the one rule for pages, posts and answers."""
    return PLACEHOLDER.search(text) is not None


def unfinished(pieces: Sequence[TextPiece]) -> Iterator[Finding]:
    """Yield the texts that a template began and nobody finished."""
    for piece in pieces:
        if piece.kind is not PieceKind.IMAGE and is_unfinished(piece.text):
            yield Finding(Code.UNFINISHED, UNFINISHED, piece.place, piece.text)
