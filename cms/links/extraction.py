"""Extraction of links, and of introductions without their list, from a page or another object. No query but for its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.batches.shapes import references
from cms.media.models import HubDocument

LISTS = ("ul", "ol")


@dataclass(frozen=True)
class FoundLink:
    """A link: its field, its text, and one of address, page and document."""

    field: str
    text: str = ""
    address: str = ""
    page: int | None = None
    document: int | None = None


def links_of(thing: models.Model) -> list[FoundLink]:
    """Return all links of the object in memory and of its rows."""
    with references():
        return list(_of_object(thing))


def _of_object(thing: models.Model) -> Iterator[FoundLink]:
    for field in thing._meta.get_fields():
        if not isinstance(field, models.Field) or isinstance(field, ParentalKey):
            continue
        name = str(field.verbose_name)[:1].upper() + str(field.verbose_name)[1:]
        value = getattr(thing, field.attname)
        if not value:
            continue
        if isinstance(field, models.URLField):
            yield FoundLink(name, address=value)
        elif isinstance(field, RichTextField):
            yield from _of_html(name, str(value))
        elif isinstance(field, StreamField):
            yield from _of_block(name, field.stream_block, value)
        elif isinstance(field, models.ForeignKey) and not field.remote_field.parent_link:
            # A page chooser for one type is a relation of the content; one for any type is a link that an editor chose.
            if field.related_model is Page and field.editable and field.name not in _WAGTAILS:
                yield FoundLink(name, page=value)
            elif issubclass(field.related_model, HubDocument):
                yield FoundLink(name, document=value)
    for relation in get_all_child_relations(type(thing)):
        if relation.related_model.__module__.startswith("wagtail."):
            continue
        for row in getattr(thing, relation.get_accessor_name()).all():
            yield from _of_object(row)


_WAGTAILS = {field.name for field in Page._meta.get_fields()}


def _of_block(name: str, block: blocks.Block, value: Any) -> Iterator[FoundLink]:
    if value is None or value == "":
        return
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _of_block(name, child.block, child.value)
    elif isinstance(block, blocks.StructBlock):
        for key, child in block.child_blocks.items():
            yield from _of_block(name, child, value.get(key))
    elif isinstance(block, blocks.ListBlock):
        for child in value:
            yield from _of_block(name, block.child_block, child)
    elif isinstance(block, TypedTableBlock):
        for row in value.rows:
            for cell in row:
                yield from _of_block(name, cell.block, cell.value)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _of_html(name, value.source)
    elif isinstance(block, blocks.URLBlock):
        yield FoundLink(name, address=value)
    elif isinstance(block, blocks.PageChooserBlock):
        yield FoundLink(name, page=value.pk)
    elif isinstance(block, DocumentChooserBlock):
        yield FoundLink(name, document=value.pk)


class _LinkReader(HTMLParser):
    """Parses rich text as Wagtail stores it: its links, and its outermost elements with their text."""

    def __init__(self, html: str):
        super().__init__()
        self.links: list[tuple[dict, list[str]]] = []
        self.parts: list[tuple[str, list[str]]] = []
        self._inside: list[str] = []
        self._link: list[str] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in ("br", "hr", "img", "embed"):
            return
        if not self._inside:
            self.parts.append((tag, []))
        self._inside.append(tag)
        if tag == "a":
            self._link = []
            self.links.append((dict(attrs), self._link))

    def handle_endtag(self, tag):
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass
        if tag == "a":
            self._link = None

    def handle_data(self, data):
        if self._link is not None:
            self._link.append(data)
        if self.parts:
            self.parts[-1][1].append(data)


def _of_html(name: str, html: str) -> Iterator[FoundLink]:
    for attributes, words in _LinkReader(html).links:
        text, key = "".join(words).strip(), attributes.get("id") or ""
        kind = attributes.get("linktype")
        if kind == "page" and key.isdigit():
            yield FoundLink(name, text, page=int(key))
        elif kind == "document" and key.isdigit():
            yield FoundLink(name, text, document=int(key))
        elif (attributes.get("href") or "").startswith(("http://", "https://", "/")):
            yield FoundLink(name, text, address=attributes["href"])


def announced(thing: models.Model) -> str:
    """Return an introduction to a list that isn't followed by one, such as “We have promised:”; empty if there is none.

    A heading, or a sentence that ends with a colon, must be followed by something other than the end or the next heading.
    """
    with references():
        for field in thing._meta.get_fields():
            value = getattr(thing, field.attname) if isinstance(field, StreamField) else None
            if value and (words := _announced_in([(child.block_type, child.value) for child in value])):
                return words
    return ""


def _announced_in(children: list[tuple[str, Any]]) -> str:
    for (kind, value), (after, following) in zip(children, [*children[1:], ("", None)], strict=True):
        if kind == "heading":
            deeper = after == "heading" and following["level"] > value["level"]
            if not after or (after == "heading" and not deeper):
                return value["text"]
        elif kind == "rich_text" and after in ("", "heading"):
            source = value["text"] if isinstance(value, blocks.StructValue) else value
            if words := _last_words(source):
                return words
    return ""


def _last_words(text: RichText) -> str:
    """Return the last paragraph if it ends with a colon."""
    parts = [(tag, "".join(words).strip()) for tag, words in _LinkReader(text.source).parts]
    parts = [(tag, words) for tag, words in parts if words]
    if not parts or parts[-1][0] in LISTS or not parts[-1][1].endswith(":"):
        return ""
    return parts[-1][1]
