"""Anchors of headings: the same in the API's blocks, in its lists of contents and on the public pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.text import slugify
from wagtail.fields import StreamField
from wagtail.models import Page

# The name that the heading block has in every stream.
HEADING = "heading"
DEPTHS = {"h2": 2, "h3": 3}
# Anchors that the frame of the public pages uses; a heading with the same words gets another.
FRAME_ANCHORS = frozenset(
    {
        *("back-to-top", "contents", "main-content", "menu", "mobile-navigation", "page-feedback", "page-top"),
        *("signpost", "site-search"),
    }
)


@dataclass(frozen=True)
class Heading:
    """A heading in a text: 2 for a section, 3 for a part of one."""

    level: int
    text: str
    anchor: str


def anchor_of(words: str) -> str:
    """Return the anchor for the words of a heading, before it is known whether another has it."""
    return slugify(words) or "section"


def free_anchor(anchor: str, taken: set[str]) -> str:
    """Return the anchor, with a number if another heading has it already, and note that it is taken."""
    free, number = anchor, 1
    while free in taken:
        number += 1
        free = f"{anchor}-{number}"
    taken.add(free)
    return free


def streams(model: type[Model]) -> list[str]:
    """Return the names of the bodies that a page shows, in their order. Those in its `private_bodies` it shows nobody."""
    private = getattr(model, "private_bodies", ())
    fields = [field for field in model._meta.concrete_fields if isinstance(field, StreamField)]
    return [field.name for field in fields if field.name not in private]


def headings(page: Page) -> list[Heading]:
    """Return the heading blocks of all bodies of a page, from its first body to its last. No query."""
    return [heading for _, _, heading in _walk(page)]


def attach(page: Page, name: str) -> None:
    """Tell each heading block in the StreamField `name` whose it is; it finds its anchor when it is asked for it."""
    stream = getattr(page, name)
    for place, block in enumerate(stream.raw_data):
        if block["type"] == HEADING:
            stream[place].value.home = page, name


def assign(page: Page, name: str) -> None:
    """Tell each heading block in the StreamField `name` which anchor it has among all those of the page."""
    stream = getattr(page, name)
    for field, place, heading in _walk(page):
        if field == name:
            stream[place].value.own_anchor = heading.anchor


def _walk(page: Page) -> Iterator[tuple[str, int, Heading]]:
    """Yield field, place in it, and heading. Reads what is stored: converting blocks would cost queries."""
    taken = set(FRAME_ANCHORS)
    for field in streams(type(page)):
        for place, block in enumerate(getattr(page, field).raw_data):
            if block["type"] == HEADING:
                words = block["value"]["text"]
                level = DEPTHS.get(block["value"].get("level"), 2)
                yield field, place, Heading(level, words, free_anchor(anchor_of(words), taken))
