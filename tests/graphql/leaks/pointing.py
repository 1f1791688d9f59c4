"""Makes every relation, row and block of an object point at given targets, for any model."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import models
from django.db.models.fields.reverse_related import ManyToOneRel
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.models import HubDocument, HubImage

CAPTIONS = count(1)


@dataclass
class Things:
    """Target objects by model."""

    objects: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)

    def add(self, thing: models.Model) -> models.Model:
        self.objects.setdefault(type(thing), []).append(thing)
        return thing

    def of(self, model: type[models.Model]) -> list[models.Model]:
        if model is Page:
            return [page for kind, things in self.objects.items() if issubclass(kind, Page) for page in things]
        return self.objects.get(model, [])


def point(source: models.Model, targets: Things, text: str) -> None:
    """Make every relation of the object and its rows point at one of the targets."""
    for f in source._meta.get_fields():
        if isinstance(f, StreamField):
            setattr(source, f.name, blocks_pointing_at(f.stream_block, targets))
        elif isinstance(f, RichTextField):
            setattr(source, f.name, links_to(targets))
        elif isinstance(f, models.ManyToManyField) and targets.of(f.related_model):
            setattr(source, f.name, targets.of(f.related_model))
        elif isinstance(f, models.ForeignKey) and f.editable and f.model.__module__.startswith(OURS):
            set_foreign_key(source, f, targets)
    if isinstance(source, Page):
        source.first_published_at = source.last_published_at = timezone.now()
        source.save(clean=False)
    else:
        source.save()
    for relation in get_all_child_relations(type(source)):
        if relation.related_model.__module__.startswith(OURS):
            add_row(source, relation, targets, text)


OURS = ("cms", "engagement", "programme", "home", "newsletter", "search")


def set_foreign_key(source: models.Model, f: models.ForeignKey, targets: Things) -> None:
    found = [
        target for target in targets.of(f.related_model) if target.pk != source.pk or type(target) is not type(source)
    ]
    if found and not isinstance(f, ParentalKey) and not f.remote_field.parent_link:
        setattr(source, f.name, found[0])


def add_row(source: models.Model, relation: ManyToOneRel, targets: Things, text: str) -> None:
    """Add one row for every target that the row's foreign keys can take."""
    model = relation.related_model
    keys = [f for f in model._meta.fields if isinstance(f, models.ForeignKey) and not isinstance(f, ParentalKey)]
    for f in keys or [None]:
        row = model(**{relation.field.name: source})
        for plain in model._meta.concrete_fields:
            # Without an end a duty is current, so that it is among a stream's leads. A corrected entry wouldn't be a
            # status.
            if plain.name not in ("end", "corrected_on"):
                fill(plain, row, text)
        for key in keys:
            # Some models allow a row only one target: the other fields stay empty unless required.
            found = targets.of(key.related_model)
            if found and (key is f or not key.null):
                setattr(row, key.name, found[0])
        if all(getattr(row, key.attname) for key in keys if not key.null):
            row.save()
            for many in row._meta.many_to_many:
                setattr(row, many.name, targets.of(many.related_model))
                row.save()


def fill(f: models.Field, row: models.Model, text: str) -> None:
    """Give a plain field of a row a value."""
    if f.choices:
        setattr(row, f.name, f.choices[0][0])
    elif isinstance(f, models.URLField):
        setattr(row, f.name, f"https://example.org/{text}")
    elif isinstance(f, models.CharField | models.TextField):
        setattr(row, f.name, text)
    elif isinstance(f, models.DateTimeField):
        setattr(row, f.name, datetime.datetime(2017, 1, 1, tzinfo=datetime.UTC))
    elif isinstance(f, models.DateField):
        setattr(row, f.name, datetime.date(2017, 1, 1))
    elif isinstance(f, models.PositiveSmallIntegerField | models.PositiveIntegerField):
        setattr(row, f.name, 1)


def links_to(targets: Things) -> str:
    """Return a rich text that links to every page and document among the targets."""
    pages = "".join(f'<a linktype="page" id="{page.pk}">words</a> ' for page in targets.of(Page))
    documents = "".join(f'<a linktype="document" id="{d.pk}">words</a> ' for d in targets.of(HubDocument))
    images = "".join(
        f'<embed embedtype="image" format="left" id="{image.pk}" alt=""/>' for image in targets.of(HubImage)
    )
    return f"<p>{pages}{documents}{images}</p>"


def blocks_pointing_at(stream_block, targets: Things) -> list[tuple[str, Any]]:
    """Return blocks of every type in the stream, pointing at targets if possible."""
    found = []
    for name, block in stream_block.child_blocks.items():
        for value in values_for(block, targets):
            found.append((name, value))
    return found


def values_for(block, targets: Things) -> list[dict[str, Any]]:
    """Return values of a block: one for each possible target, or one if it isn't a chooser."""
    choosers = {name: child for name, child in block.child_blocks.items() if hasattr(child, "target_model")}
    lists = {name: child for name, child in block.child_blocks.items() if hasattr(child, "child_block")}
    base = {name: plain_value(child, targets) for name, child in block.child_blocks.items() if name not in choosers}
    for name, child in lists.items():
        inner = child.child_block
        nested = isinstance(inner, blocks.StructBlock)
        base[name] = values_for(inner, targets) if nested else targets.of(inner.model_class)
    values = [base]
    for name, child in choosers.items():
        found = targets.of(child.model_class)
        values = [value | {name: target} for value in values for target in found]
    return values


def plain_value(child, targets: Things) -> Any:
    kind = type(child).__name__
    if kind == "RichTextBlock":
        return child.to_python(links_to(targets))
    if kind == "TypedTableBlock":
        return child.to_python(
            {
                "columns": [{"type": "rich_text", "heading": "Heading"}, {"type": "number", "heading": "Number"}],
                "rows": [{"values": [links_to(targets), "1.5"]}],
                "caption": f"Caption {next(CAPTIONS)}",  # it distinguishes two tables of a page
            }
        )
    if isinstance(child, blocks.ChoiceBlock):
        return child.get_default()
    if kind == "URLBlock":
        return "https://example.org/fine"
    return "fine"
