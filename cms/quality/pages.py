"""Reads a page into pieces: what readers see of it, and nothing that only editors do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from django.db.models import CharField, EmailField, Field, ForeignKey, Model, SlugField, TextField, URLField
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from cms import anchors
from cms.blocks.content import QuoteBlock
from cms.models import BasePage

from . import glossary
from .findings import Place
from .judging import Quality, judge
from .pieces import Kind, Piece, of_html

# A shorter field holds a name or a place, not a sentence.
SHORTEST_SENTENCE_FIELD = 250


def judge_page(page: BasePage) -> Quality:
    """Judge a page as it is in memory, saved or not. Two queries at most: its pictures, and the glossary."""
    return judge(pieces_of(page), glossary.explained())


def pieces_of(page: BasePage) -> list[Piece]:
    """Return what readers see of a page, in the order of its fields. One query if it has pictures."""
    pieces = [Piece(Kind.LABEL, page.title, Place("title"))]
    for field in public_fields(type(page)):
        place, value = Place(field.name), getattr(page, field.attname)
        if isinstance(field, StreamField):
            pieces += _of_stream(field.stream_block, value.raw_data, place)
        elif isinstance(field, ForeignKey):
            pieces += [_image(value, place)] if value else []
        elif isinstance(field, RichTextField):
            pieces += of_html(value, place)
        elif value:
            pieces += [Piece(Kind.PROSE, line, place) for line in value.splitlines() if line.strip()]
    return _with_images(pieces)


@cache
def public_fields(model: type[BasePage]) -> list[Field]:
    """Return the fields of a page type that hold sentences or a picture for readers: what the API gives away."""
    declared = set()
    for item in model.graphql_fields:
        declared.add(getattr(item, "name", None))
        declared.add(getattr(getattr(item, "origin", None), "source", None))
    shared = {field.name for field in Page._meta.concrete_fields}
    skipped = {*shared, *model.writing_help_skips, *getattr(model, "private_bodies", ())}
    fields = (field for field in model._meta.concrete_fields if field.name in declared - skipped)
    return [field for field in fields if _is_told(field)]


def _is_told(field: Field) -> bool:
    if isinstance(field, StreamField):
        return True
    if isinstance(field, ForeignKey):
        return field.related_model is get_image_model()
    if field.choices or isinstance(field, EmailField | SlugField | URLField):
        return False
    if isinstance(field, TextField):
        return True
    return isinstance(field, CharField) and (field.max_length or 0) >= SHORTEST_SENTENCE_FIELD


def _of_stream(stream: blocks.StreamBlock, raw: Iterable[dict], place: Place) -> Iterator[Piece]:
    for number, item in enumerate(raw):
        block = stream.child_blocks.get(item["type"])
        if block is None:  # of a type that the body no longer has
            continue
        # A finding inside a block is shown at the outermost one, which the form can open.
        at = place if place.block else replace(place, block=item.get("id") or "", number=number)
        if item["type"] == anchors.HEADING:
            level = anchors.DEPTHS.get(item["value"].get("level"), 2)
            yield Piece(Kind.HEADING, item["value"].get("text") or "", at, level)
        else:
            yield from _of_block(block, item["value"], at)


def _of_block(block: blocks.Block, value: Any, place: Place) -> Iterator[Piece]:
    """Yield what a block says. What it was stored as is read: making values of it would cost queries."""
    if value in (None, "") or isinstance(block, QuoteBlock):  # what somebody said is theirs
        return
    if isinstance(block, blocks.StreamBlock):
        yield from _of_stream(block, value, place)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            inner = item["value"] if isinstance(item, dict) and "value" in item else item
            yield from _of_block(block.child_block, inner, place)
    elif isinstance(block, TypedTableBlock):
        yield from _of_table(block, value, place)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _of_block(child, value.get(name), place)
    elif isinstance(block, ImageChooserBlock):
        yield _image(value, place)
    elif isinstance(block, blocks.RichTextBlock):
        yield from of_html(value, place)
    elif isinstance(block, blocks.TextBlock):
        yield Piece(Kind.PROSE, value, place)
    elif isinstance(block, blocks.CharBlock):
        yield Piece(Kind.LABEL, value, place)


def _of_table(block: TypedTableBlock, value: dict, place: Place) -> Iterator[Piece]:
    columns, rows = value.get("columns") or [], value.get("rows") or []
    if not columns:
        return
    yield Piece(
        Kind.TABLE,
        value.get("caption") or "",
        place,
        headings=tuple(column.get("heading") or "" for column in columns),
    )
    for row in rows:
        for column, cell in zip(columns, row.get("values") or [], strict=False):
            child = block.child_blocks.get(column["type"])
            if child is not None:
                # A cell is seldom a sentence.
                for piece in _of_block(child, cell, place):
                    yield replace(piece, kind=Kind.LABEL) if piece.kind is Kind.PROSE else piece


def _image(key: Any, place: Place) -> Piece:
    return Piece(Kind.IMAGE, str(key), place)


def _with_images(pieces: list[Piece]) -> list[Piece]:
    """Put the alternative texts and file names in the place of the keys. A picture that is gone says nothing."""
    keys = {piece.text for piece in pieces if piece.kind is Kind.IMAGE}
    if not keys:
        return pieces
    found: dict[str, Model] = {str(image.pk): image for image in get_image_model().objects.filter(pk__in=keys)}
    return [
        piece if piece.kind is not Kind.IMAGE else replace(piece, text=image.description, target=image.file.name)
        for piece in pieces
        if piece.kind is not Kind.IMAGE or (image := found.get(piece.text))
    ]
