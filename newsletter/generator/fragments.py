"""Editors' formatted text in an issue: as cleaned HTML, and as plain lines."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from nh3 import Cleaner

TAGS = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"}
# Serialised again by its parser, so that tags are closed and attributes quoted, as the layout program requires.
_cleaner = Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
# The ends of a line of text.
LINES = ("p", "ul", "ol", "li")


def clean(html: str) -> SafeString:
    """Return the HTML with paragraphs, lists, emphasis and links alone. Doing it twice changes nothing.

    A rich text field that was opened and left empty stores an empty paragraph, which counts as no text.
    """
    cleaned = _cleaner.clean(html)
    return mark_safe(cleaned if strip_tags(cleaned).strip() else "")  # noqa: S308  this is what makes it safe


def as_lines(html: str) -> list[str]:
    """Return the text of cleaned HTML, a paragraph or list item each. The address of a link follows its words."""
    lines: list[str] = []
    _write(BeautifulSoup(html, "html.parser"), lines, "")
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def _write(element: Tag, lines: list[str], mark: str) -> None:
    number = 0
    for child in element.children:
        if not isinstance(child, Tag):
            _add(lines, str(child))
        elif child.name == "br":
            lines.append("")
        elif child.name == "a":
            _add(lines, _link(child))
        elif child.name in LINES:
            number += child.name == "li"
            start = f"{number}. " if element.name == "ol" else "- "
            lines.append(start if child.name == "li" else "")
            _write(child, lines, mark)
            lines.append("")
        else:
            _write(child, lines, mark)


def _add(lines: list[str], text: str) -> None:
    if lines:
        lines[-1] += text
    else:
        lines.append(text)


def _link(link: Tag) -> str:
    words, address = link.get_text(), written(str(link.get("href", "")))
    return f"{words} <{address}>" if address and address != words.strip() else words


def written(address: str) -> str:
    """Return an address as people write it: of mail and telephone links without the scheme."""
    return address.removeprefix("mailto:").removeprefix("tel:")
