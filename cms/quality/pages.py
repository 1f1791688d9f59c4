"""Reads a page into pieces of text: those that readers see, without those that only editors see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from django.db.models import CharField, EmailField, Field, ForeignKey, Model, SlugField, TextField, URLField
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from cms.pages import anchors
from cms.pages.blocks.content import QuoteBlock
from cms.pages.models import BasePage

from .assessment import Quality, judge
from .findings import TextPlace
from .known import known_abbreviations, known_contacts
from .pieces import PieceKind, TextPiece, of_html

# A shorter field holds a name or a place, not a sentence.
SHORTEST_SENTENCE_FIELD = 250
FOR_SEARCH_ENGINES = ("seo_title", "search_description")


def judge_page(page: BasePage, rows: Mapping[str, Iterable[Model]] | None = None) -> Quality:
    """Assess a page in memory, saved or not. Two queries at most: its pictures, and the glossary; a
    few more if there is a telephone number or an e-mail address. `rows` are those of a form, by relation, instead of the page's.
    """
    return judge(pieces_of(page, rows), known_abbreviations(), known_contacts)


def pieces_of(page: BasePage, rows: Mapping[str, Iterable[Model]] | None = None) -> list[TextPiece]:
    """Return the text that readers see on a page, in the order of its fields. One query if it has pictures."""
    pieces = [TextPiece(PieceKind.LABEL, page.title, TextPlace("title"))]
    for field in public_fields(type(page)):
        place, value = TextPlace(field.name), getattr(page, field.attname)
        if isinstance(field, StreamField):
            pieces += _of_stream(field.stream_block, value.raw_data, place)
        elif isinstance(field, ForeignKey):
            pieces += [_image(value, place)] if value else []
        elif isinstance(field, RichTextField):
            pieces += of_html(value, place)
        elif value:
            pieces += [TextPiece(PieceKind.PROSE, line, place) for line in value.splitlines() if line.strip()]
    pieces += [
        TextPiece(PieceKind.ASIDE, getattr(page, name), TextPlace(name))
        for name in FOR_SEARCH_ENGINES
        if getattr(page, name)
    ]
    pieces += _rows(page, rows or {})
    return _with_images(pieces)


@cache
def public_fields(model: type[BasePage]) -> list[Field]:
    """Return the fields of a page type that hold sentences or a picture for readers, as declared for the API."""
    declared = _declared(model.graphql_fields)
    shared = {field.name for field in Page._meta.concrete_fields}
    skipped = {*shared, *model.writing_help_skips, *getattr(model, "private_bodies", ())}
    fields = (field for field in model._meta.concrete_fields if field.name in declared - skipped)
    return [field for field in fields if _is_told(field)]


def _declared(items: Iterable[Any]) -> set[str | None]:
    """Return the names of a model's fields in the API."""
    return {getattr(item, "name", None) for item in items} | {
        getattr(getattr(item, "origin", None), "source", None) for item in items
    }


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


def _rows(page: BasePage, typed: Mapping[str, Iterable[Model]]) -> Iterator[TextPiece]:
    """Yield the sentences in rows of the page, such as entries of “You said, we did”. Entries of progress are published
    separately, and comments are for editors: neither is part of the page.
    """
    for relation in get_all_child_relations(type(page)):
        fields = _sentences_of(relation.related_model)
        if fields:
            name = relation.get_accessor_name()
            for row in typed[name] if name in typed else getattr(page, name).all():
                texts = (getattr(row, field.attname) for field in fields)
                yield from (TextPiece(PieceKind.ASIDE, text, TextPlace(name)) for text in texts if text)


@cache
def _sentences_of(model: type[Model]) -> list[Field]:
    if getattr(model, "published_alone", False):
        return []
    declared = _declared(getattr(model, "graphql_fields", ()))
    texts = (
        field for field in model._meta.concrete_fields if field.name in declared and not isinstance(field, ForeignKey)
    )
    return [field for field in texts if not isinstance(field, StreamField) and _is_told(field)]


def _of_stream(stream: blocks.StreamBlock, raw: Iterable[dict], place: TextPlace) -> Iterator[TextPiece]:
    for number, item in enumerate(raw):
        block = stream.child_blocks.get(item["type"])
        if block is None:  # of a type that the body no longer has
            continue
        # A finding inside a block is shown at the outermost one, which the form can open.
        at = place if place.block else replace(place, block=item.get("id") or "", number=number)
        if item["type"] == anchors.HEADING:
            level = anchors.DEPTHS.get(item["value"].get("level"), 2)
            yield TextPiece(PieceKind.HEADING, item["value"].get("text") or "", at, level)
        else:
            yield from _of_block(block, item["value"], at)


def _of_block(block: blocks.Block, value: Any, place: TextPlace) -> Iterator[TextPiece]:
    """Yield the text of a block. Its stored form is read: turning it into values would cost queries."""
    if value in (None, ""):
        return
    if isinstance(block, QuoteBlock):  # a quotation isn't the editor's writing, but may contain personal data
        yield from (
            TextPiece(PieceKind.ASIDE, text, place) for text in value.values() if isinstance(text, str) and text
        )
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
        yield TextPiece(PieceKind.PROSE, value, place)
    elif isinstance(block, blocks.CharBlock):
        yield TextPiece(PieceKind.LABEL, value, place)


def _of_table(block: TypedTableBlock, value: dict, place: TextPlace) -> Iterator[TextPiece]:
    columns, rows = value.get("columns") or [], value.get("rows") or []
    if not columns:
        return
    yield TextPiece(
        PieceKind.TABLE,
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
                    yield replace(piece, kind=PieceKind.LABEL) if piece.kind is PieceKind.PROSE else piece


def _image(key: Any, place: TextPlace) -> TextPiece:
    return TextPiece(PieceKind.IMAGE, str(key), place)


def _with_images(pieces: list[TextPiece]) -> list[TextPiece]:
    """Replace the pictures' keys by alternative texts and file names. A picture that is gone has no text."""
    keys = {piece.text for piece in pieces if piece.kind is PieceKind.IMAGE}
    if not keys:
        return pieces
    found: dict[str, Any] = {str(image.pk): image for image in get_image_model().objects.filter(pk__in=keys)}
    return [
        piece if piece.kind is not PieceKind.IMAGE else replace(piece, text=image.description, target=image.file.name)
        for piece in pieces
        if piece.kind is not PieceKind.IMAGE or (image := found.get(piece.text))
    ]
