"""Rules about what must not go out unseen: a template's “…” that nobody replaced, and personal data."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence

from . import personal
from .findings import Code, Finding
from .pieces import Kind, Piece

Contacts = Callable[[], Container[str]]

# An ellipsis that stands alone on its line, in brackets, or at a line's end where words should follow. One between words or
# after a word without a space leaves something out on purpose.
PLACEHOLDER = re.compile(r"(?:^|[\s:(\[“\"])(?:…|\.{3,})[)\]”\".]?\s*$", re.M)
UNFINISHED = "“…” stands where words belong, as a template left it. Write them, or take the sentence out."
LINKED = re.compile(r"(?:mailto|tel):([^?]*)", re.I)


def is_unfinished(text: str) -> bool:
    """Say whether the text still holds a template's “…”: the one rule for pages, posts and answers."""
    return PLACEHOLDER.search(text) is not None


def unfinished(pieces: Sequence[Piece]) -> Iterator[Finding]:
    """Yield the texts that a template began and nobody finished."""
    for piece in pieces:
        if piece.kind is not Kind.IMAGE and is_unfinished(piece.text):
            yield Finding(
                Code.UNFINISHED,
                UNFINISHED,
                piece.place,
                piece.text,
            )


def personal_data(pieces: Sequence[Piece], contacts: Contacts) -> Iterator[Finding]:
    """Yield personal data. The message names its sort alone: it is kept where the words must not be."""
    known: Container[str] | None = None
    for piece in pieces:
        text = piece.text
        if piece.kind is Kind.LINK:
            linked = LINKED.match(piece.target)
            text = linked[1] if linked else ""
        found = personal.find(text) if text else []
        if found and known is None:
            known = contacts()
        for match in personal.find(text, known or ()) if found else ():
            # A picture may be private: its text isn't quoted.
            quote = "" if piece.kind is Kind.IMAGE else text[match.start : match.end]
            message = f"This looks like {match.kind.label}. Publish it only if the person agrees, or if it belongs to no person."
            yield Finding(Code.PERSONAL_DATA, message, piece.place, quote)
