"""The text of a page in pieces, to which the rules are applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from bs4 import BeautifulSoup, Tag

from .findings import TextPlace


class PieceKind(Enum):
    """The kind of a piece. Labels are titles, captions, cells: words, but no sentences.

    Asides aren't assessed as writing: quotations, rows, texts for search engines.
    """

    PROSE = "prose"
    LABEL = "label"
    HEADING = "heading"
    LINK = "link"
    IMAGE = "image"
    TABLE = "table"
    ASIDE = "aside"


@dataclass(frozen=True)
class TextPiece:
    """A paragraph or list item, a label, a heading with its level, a link with its target, a picture or a table.

    For a picture `text` is the alternative text and `target` the file's name; for a table `text` is the caption and
    `headings` are those of its columns.
    """

    kind: PieceKind
    text: str
    place: TextPlace = TextPlace()
    level: int = 0
    target: str = ""
    headings: tuple[str, ...] = field(default=())


NOWHERE = TextPlace()
LEVELS = {f"h{level}": level for level in range(2, 7)}
ALONE = {"p", "li", *LEVELS}


def of_html(html: str, place: TextPlace = NOWHERE) -> Iterator[TextPiece]:
    """Yield the paragraphs, list items, headings and links of rich text, in its edited or stored form."""
    soup = BeautifulSoup(html or "", "html.parser")
    for tag in soup.find_all(ALONE):
        text = _own_words(tag)
        if text:
            level = LEVELS.get(tag.name, 0)
            yield TextPiece(PieceKind.HEADING if level else PieceKind.PROSE, text, place, level)
    if not soup.find(ALONE) and (text := " ".join(soup.get_text(" ").split())):
        yield TextPiece(PieceKind.PROSE, text, place)
    for link in soup.find_all("a"):
        words = " ".join(link.get_text().split())
        yield TextPiece(PieceKind.LINK, words, place, target=_target(link))


def _own_words(tag: Tag) -> str:
    """Return the text of the tag without that of the list items and paragraphs inside it, which are separate pieces."""
    inner = {id(text) for other in tag.find_all(ALONE) for text in other.strings}
    return " ".join("".join(text for text in tag.strings if id(text) not in inner).split())


def _target(link: Tag) -> str:
    if kind := link.get("linktype"):
        return f"{kind}:{link.get('id', '')}"
    return str(link.get("href", ""))
