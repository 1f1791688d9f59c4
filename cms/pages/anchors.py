"""Anchors of headings, the same in the API's blocks, in its lists of contents and on public pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.text import slugify
from wagtail.fields import StreamField
from wagtail.models import Page

# The name of the heading block in every stream.
HEADING = "heading"
DEPTHS = {"h2": 2, "h3": 3}
# Anchors used by the frame of public pages; a heading with the same words gets another.
FRAME_ANCHORS = frozenset(
    {
        *("back-to-top", "contents", "main-content", "menu", "mobile-navigation", "page-feedback", "page-top"),
        *("signpost", "site-search"),
    }
)


@dataclass(frozen=True)
class Heading:
    """A heading in a text: level 2 for a section, 3 for a subsection."""

    level: int
    text: str
    anchor: str


def anchor_of(words: str) -> str:
    """Return the anchor for the words of a heading, which may not be unique."""
    return slugify(words) or "section"


def free_anchor(anchor: str, taken: set[str]) -> str:
    """Return the anchor, numbered if another heading already has it, and add it to `taken`."""
    free, number = anchor, 1
    while free in taken:
        number += 1
        free = f"{anchor}-{number}"
    taken.add(free)
    return free


def streams(model: type[Model]) -> list[str]:
    """Return the names of a page's StreamFields, in order, without its `private_bodies`, which are never shown."""
    private = getattr(model, "private_bodies", ())
    fields = [field for field in model._meta.concrete_fields if isinstance(field, StreamField)]
    return [field.name for field in fields if field.name not in private]


def headings(page: Page) -> list[Heading]:
    """Return the heading blocks of all bodies of a page, in order. No query."""
    return [heading for _, _, heading in _walk(page)]


def attach(page: Page, name: str) -> None:
    """Attach the page to each heading block in the StreamField `name`, which finds its anchor on demand."""
    stream = getattr(page, name)
    for place, block in enumerate(stream.raw_data):
        if block["type"] == HEADING:
            stream[place].value.home = page, name


def assign(page: Page, name: str) -> None:
    """Assign each heading block in the StreamField `name` its anchor, unique in the page."""
    stream = getattr(page, name)
    for field, place, heading in _walk(page):
        if field == name:
            stream[place].value.own_anchor = heading.anchor


def _walk(page: Page) -> Iterator[tuple[str, int, Heading]]:
    """Yield field, position and heading. Reads the stored values: converting blocks would cost queries."""
    taken = set(FRAME_ANCHORS)
    for field in streams(type(page)):
        for place, block in enumerate(getattr(page, field).raw_data):
            if block["type"] == HEADING:
                words = block["value"]["text"]
                level = DEPTHS.get(block["value"].get("level"), 2)
                yield field, place, Heading(level, words, free_anchor(anchor_of(words), taken))
