"""Rules about the structure of a page: links, headings, pictures, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from .findings import Code, Finding
from .pieces import PieceKind, TextPiece
from .wording import ADDRESS

# Whole link texts that mean nothing out of context, as screen readers list them (WCAG 2.2, 2.4.4 and 2.4.9).
UNCLEAR = frozenset(
    (
        "click",
        "click here",
        "download",
        "download here",
        "find out more",
        "follow this link",
        "go",
        "here",
        "info",
        "learn more",
    )
    + (
        "link",
        "more",
        "more info",
        "more information",
        "page",
        "read here",
        "read more",
        "read this",
        "see here",
        "see more",
    )
    + ("this", "this link", "this page", "this website", "view", "visit", "website")
)
PICTURE_FILE = re.compile(r"\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)$", re.I)
CAMERA_NAME = re.compile(r"(?:img|dsc[fn]?|dcim|image|photo|picture|scan|screenshot|pxl)[ _-]*\d[\d _-]*", re.I)
OF_AN_IMAGE = re.compile(r"(?:an? |the )?(?:image|picture|photo(?:graph)?|graphic|icon)\s+(?:of|showing|shows)\b", re.I)


def links(pieces: Sequence[TextPiece]) -> Iterator[Finding]:
    """Yield links that don't say where they lead, addresses in the text, and links with the same text and different targets."""
    targets: dict[str, str] = {}
    for piece in pieces:
        if piece.kind is PieceKind.LINK:
            yield from _link(piece, targets)
    written = {piece.text for piece in pieces if piece.kind is PieceKind.LINK}
    for piece in pieces:
        if piece.kind is PieceKind.PROSE:
            for match in ADDRESS.finditer(piece.text):
                address = match[0].rstrip(".,;:)")
                if not any(address in text for text in written):
                    yield _address(piece, address)


def _link(piece: TextPiece, targets: dict[str, str]) -> Iterator[Finding]:
    words = piece.text.strip(" .…:!»>").lower()
    if ADDRESS.fullmatch(piece.text.strip()):
        yield _address(piece, piece.text)
    elif not words or words in UNCLEAR:
        message = (
            f"“{piece.text}” doesn’t say where the link leads." if piece.text else "A link has no words."
        ) + " Use the name of what is there, such as “Guidance on age assessment”."
        yield Finding(Code.LINK_UNCLEAR, message, piece.place, piece.text)
    elif targets.setdefault(words, piece.target) != piece.target:
        message = (
            f"“{piece.text}” leads to different pages. Make the words differ, so that readers know which is which."
        )
        yield Finding(Code.LINK_AMBIGUOUS, message, piece.place, piece.text)


def _address(piece: TextPiece, address: str) -> Finding:
    message = "A bare address is hard to read and is read out letter by letter. Link the name of the page instead."
    return Finding(Code.LINK_ADDRESS, message, piece.place, address)


def headings(pieces: Sequence[TextPiece]) -> Iterator[Finding]:
    """Yield headings that skip a level. A page's title is level 1, so each text begins with level 2."""
    above: dict[str, int] = {}
    for piece in pieces:
        if piece.kind is not PieceKind.HEADING:
            continue
        last = above.get(piece.place.field, 1)
        if piece.level > last + 1:
            message = (
                f"“{piece.text}” is a part of a section, but there is no section above it. Choose “Section” for it, or put a"
                " section’s heading first."
            )
            yield Finding(Code.HEADING_SKIPPED, message, piece.place, piece.text)
        above[piece.place.field] = piece.level


def pictures(pieces: Sequence[TextPiece]) -> Iterator[Finding]:
    """Yield pictures without a useful alternative text.

    Findings are served with the page, and a picture may be private: neither its text nor its file is quoted.
    """
    for piece in pieces:
        if piece.kind is not PieceKind.IMAGE:
            continue
        text, file = piece.text.strip(), PurePath(piece.target)
        if not text:
            message = "The picture has no alternative text. Say in its record in the library what it shows."
            yield Finding(Code.ALT_MISSING, message, piece.place)
        elif PICTURE_FILE.search(text) or CAMERA_NAME.fullmatch(text) or text.lower() == file.stem.lower():
            message = "The picture’s alternative text is the name of a file. Say what the picture shows."
            yield Finding(Code.ALT_FILE_NAME, message, piece.place)
        elif OF_AN_IMAGE.match(text):
            message = "Leave out “image of” in the alternative text: screen readers already say that it is a picture."
            yield Finding(Code.ALT_BEGINS_WITH_IMAGE, message, piece.place)


def tables(pieces: Sequence[TextPiece]) -> Iterator[Finding]:
    """Yield tables in which a column has no heading."""
    for piece in pieces:
        if piece.kind is PieceKind.TABLE and not all(heading.strip() for heading in piece.headings):
            number = next(i for i, heading in enumerate(piece.headings, 1) if not heading.strip())
            message = f"Column {number} of the table has no heading. Say in a word or two what it contains."
            yield Finding(Code.TABLE_HEADERS, message, piece.place, piece.text)
