"""What a page says, in the fields that the search weighs.

Only the page's own words. What it shows of other things (the title of its work stream, the name of whoever leads it) may
stop being public without the page changing; so the page is only marked as belonging to them, and finds their words when
somebody asks and they are public then (`search.engine.catalogue`).

Every type of page says at least its title, what introduces it, and what its `search_fields` name. A type that has more to
say is registered with `more`; apps further right register theirs.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from cms.graphql.references import references
from cms.seo import description_of
from search.engine.kinds import OTHER, kind_of
from search.engine.words import clean, stems

# Long texts are found by their beginning; a hub's longest page has a tenth of this.
LONGEST_BODY = 200_000
# Where one item of a list, or a heading, ends in rich text.
END_OF_ITEM = re.compile(r"</(?:li|h[1-6])>")
# What is no text of the body: it has a place of its own.
ELSEWHERE = ("title", "slug", "other_names")


@dataclass
class Said:
    """What one page says. Lists are joined with full stops, so that a phrase doesn't reach from one item into the next."""

    title: str
    summary: str = ""
    aliases: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    facts: list[str] = field(default_factory=list)
    date: datetime.date | None = None

    def mark(self, name: str, *values: Any) -> None:
        """Say what the page belongs to: `mark("stream", 12)`. None is nothing."""
        self.marks |= {f"{name}:{value}" for value in values if value is not None}

    def lists(self, *things: str) -> None:
        """Say what the page lists all of, as `lists("recommendation")`: who types just that finds it first."""
        self.mark("lists", *(stem for thing in things for stem in stems(thing)))

    def fields(self) -> dict[str, str]:
        """Return the texts by the name of their field."""
        return {
            "title": clean(self.title),
            "aliases": _listed(self.aliases),
            "labels": _listed(self.labels),
            "summary": clean(self.summary),
            "body": _listed(self.body, "\n")[:LONGEST_BODY],
        }


def said_by(page: Page) -> Said:
    """Return what the page, with its type's own fields, says."""
    said = Said(page.title, summary=description_of(page) if hasattr(page, "search_description") else "")
    said.body += [text for text in _texts(page) if text != said.summary]
    if page.search_description and page.search_description != said.summary:
        said.body.append(page.search_description)
    kind = kind_of(type(page))
    said.mark("type", kind.value)
    if kind is not OTHER:
        said.labels.append(kind.label)
    said.labels += getattr(page, "search_words", "").splitlines()
    more(page, said)
    if said.date:
        said.mark("year", said.date.year)
    return said


@singledispatch
def more(page: Page, said: Said) -> None:
    """Add what only this type of page says."""


def _listed(parts: list[str], between: str = " · ") -> str:
    return between.join(filter(None, (" ".join(clean(part).split()) for part in parts)))


def _texts(thing: Model) -> Iterator[str]:
    """Yield the texts that a model's `search_fields` name; of its own rows as well."""
    for searched in getattr(thing, "search_fields", []):
        if isinstance(searched, index.SearchField) and searched.field_name not in ELSEWHERE:
            yield from _text_of(thing, searched.field_name)
        elif isinstance(searched, index.RelatedFields):
            yield from _rows(thing, searched)


def _text_of(thing: Model, name: str) -> Iterator[str]:
    value = getattr(thing, name, None)
    if not value:
        return
    declared = next((known for known in thing._meta.get_fields() if known.name == name), None)
    if isinstance(declared, StreamField):
        with references():
            yield from _in_block(value.stream_block, value)
    elif isinstance(declared, RichTextField):
        yield from _items(value)
    elif isinstance(value, str):
        yield value


def _items(html: str) -> Iterator[str]:
    """Yield the texts of rich text; each item of a list by itself, or an excerpt would run them together."""
    yield from map(get_text_for_indexing, END_OF_ITEM.split(html))


def _in_block(block, value) -> Iterator[str]:
    """Yield the texts of a block, but for choices: “Section” is no word of the page."""
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _in_block(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _in_block(block.child_block, item)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _in_block(child, value.get(name))
    elif isinstance(block, blocks.RichTextBlock):
        yield from _items(value.source if value else "")
    elif not isinstance(block, blocks.ChoiceBlock):
        yield from block.get_searchable_content(value)


def _rows(page: Model, related: index.RelatedFields) -> Iterator[str]:
    """Yield texts of rows that belong to the page alone. Other pages and terms have a say of their own."""
    relation = page._meta.get_field(related.field_name)
    if getattr(relation.related_model, "visibility_parent", None) != getattr(relation, "remote_field", relation).name:
        return
    for row in getattr(page, related.field_name).all():
        for searched in related.fields:
            if isinstance(searched, index.SearchField):
                yield from _text_of(row, searched.field_name)
