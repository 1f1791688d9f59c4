"""Collects the texts of a page in the search's weighted fields.

Only the page's own words. Related objects shown on it (the title of its work stream, the names of its leads) may cease
to be public without a change to the page; so the page is only marked as belonging to them, and their words are lent to
it at query time if they are public (`search.engine.terms`).

Every page type has at least its title, its introduction, and the fields in `search_fields`. Further texts of a type are
registered with `more`; later apps register theirs.
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
from wagtail.models import Page, Site
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from cms.base.active_site import site_active
from cms.batches.shapes import references
from cms.delivery.seo import description_of
from cms.pages import kinds
from cms.vocabularies import own_entries
from search.engine.kinds import OTHER, kind_of
from search.engine.words import clean, stems

# Only the beginning of long texts is indexed; a hub's longest page has a tenth of this.
LONGEST_BODY = 200_000
# The end of a list item or heading in rich text.
END_OF_ITEM = re.compile(r"</(?:li|h[1-6])>")
# Fields that aren't body text and are handled separately.
ELSEWHERE = ("title", "slug", "other_names")


@dataclass
class Said:
    """The texts of one page. Lists are joined with full stops, so that a phrase doesn't cross from one item into the
    next."""

    title: str
    summary: str = ""
    aliases: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    facts: list[str] = field(default_factory=list)
    date: datetime.date | None = None

    def mark(self, name: str, *values: Any) -> None:
        """Mark the page as belonging to something: `mark("stream", 12)`. None is ignored."""
        self.marks |= {f"{name}:{value}" for value in values if value is not None}

    def lists(self, *things: str) -> None:
        """Declare that the page lists all of something, as `lists("recommendation")`: a query for just that finds it
        first."""
        self.mark("lists", *(stem for thing in things for stem in stems(thing)))

    def fields(self) -> dict[str, str]:
        """Return the texts by field name."""
        return {
            "title": clean(self.title),
            "aliases": _listed(self.aliases),
            "labels": _listed(self.labels),
            "questions": _listed(self.questions, "\n"),
            "summary": clean(self.summary),
            "body": _listed(self.body, "\n")[:LONGEST_BODY],
        }


def said_by(page: Page) -> Said:
    """Return the texts of the specific page. Things are in the product's words, which questions in a programme's own are
    led to; kinds and statuses are those of its programme."""
    with site_active(None):
        said = _said_by(page)
    with site_active(_programme_of(page)):
        _of_kind(page, said)
        more(page, said)
    if said.date:
        said.mark("year", said.date.year)
    return said


def _programme_of(page: Page) -> Site | None:
    """Return the site of the page, which costs a statement; None if all programmes have the same kinds and statuses."""
    return page.get_site() if own_entries.has_any() else None


def _said_by(page: Page) -> Said:
    said = Said(page.title, summary=description_of(page) if hasattr(page, "search_description") else "")
    said.body += [text for text in own_texts(page) if text != said.summary]
    if page.search_description and page.search_description != said.summary:
        said.body.append(page.search_description)
    kind = kind_of(type(page))
    said.mark("type", kind.value, page._meta.label_lower)
    if kind is not OTHER:
        said.labels.append(str(kind.label))
    said.questions += getattr(page, "search_words", "").splitlines()
    return said


def _of_kind(page: Any, said: Said) -> None:
    """Add the data of the page's kind: its date, its facts and its relations."""
    declared = getattr(page, "page_kind", None)
    if declared is None:
        return
    if known := kinds.known_date(page, declared.date):
        said.date = known.first_day
        said.labels += [page.get_kind_display() if kinds.has_field(type(page), "kind") else "", kinds.when(page)]
    said.facts += kinds.facts(page)
    said.mark("stream", *_keys(page, declared.streams))
    said.mark("audience", *_keys(page, declared.audiences))


def _keys(page: Page, name: str) -> list[int | None]:
    """Return the keys of the targets of the page's relation, to one or many."""
    if not name:
        return []
    declared: Any = page._meta.get_field(name)
    return (
        [thing.pk for thing in getattr(page, name).all()]
        if declared.many_to_many
        else [getattr(page, declared.attname)]
    )


@singledispatch
def more(page: Page, said: Said) -> None:
    """Add the texts specific to this page type."""


def _listed(parts: list[str], between: str = " · ") -> str:
    return between.join(filter(None, (" ".join(clean(part).split()) for part in parts)))


def own_texts(thing: Model) -> Iterator[str]:
    """Yield the texts named in a model's `search_fields`, including those of its own rows."""
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
    """Yield the texts of rich text, each list item separately, or an excerpt would run them together."""
    yield from map(get_text_for_indexing, END_OF_ITEM.split(html))


def _in_block(block, value) -> Iterator[str]:
    """Yield the texts of a block, without choices: “Section” isn't a word of the page."""
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
    """Yield texts of the page's own rows, not of other pages and terms."""
    relation = page._meta.get_field(related.field_name)
    if getattr(relation.related_model, "visibility_parent", None) != getattr(relation, "remote_field", relation).name:
        return
    for row in getattr(page, related.field_name).all():
        for searched in related.fields:
            if isinstance(searched, index.SearchField):
                yield from _text_of(row, searched.field_name)
