"""The text of a page in pieces, to which the rules are applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from bs4 import BeautifulSoup, NavigableString, Tag

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
    tags = soup.find_all(ALONE)
    own_words = _own_words(soup, tags)
    for tag in tags:
        if text := own_words[id(tag)]:
            level = LEVELS.get(tag.name, 0)
            yield TextPiece(PieceKind.HEADING if level else PieceKind.PROSE, text, place, level)
    if not tags and (text := " ".join(soup.get_text(" ").split())):
        yield TextPiece(PieceKind.PROSE, text, place)
    for link in soup.find_all("a"):
        words = " ".join(link.get_text().split())
        yield TextPiece(PieceKind.LINK, words, place, target=_target(link))


def _own_words(soup: BeautifulSoup, tags: list[Tag]) -> dict[int, str]:
    """Return the text of each tag, by its `id()`, without that of the list items and paragraphs inside it, which are
    separate pieces. Each text is looked at once, however deep lists are nested."""
    found: dict[int, list[str]] = {id(tag): [] for tag in tags}
    owners: dict[int, int | None] = {id(soup): None}
    for node in soup.descendants:
        owner = owners[id(node.parent)]
        if isinstance(node, Tag):
            owners[id(node)] = id(node) if id(node) in found else owner
        elif owner is not None and type(node) is NavigableString:
            found[owner].append(node)
    return {owner: " ".join("".join(texts).split()) for owner, texts in found.items()}


def _target(link: Tag) -> str:
    if kind := link.get("linktype"):
        return f"{kind}:{link.get('id', '')}"
    return str(link.get("href", ""))
