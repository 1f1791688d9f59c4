"""Refuses declarations in `graphql_fields` that would show non-public data.

The visibility rule decides about objects; the declared fields of a visible object are shown without further checks. So
a declaration is refused if it reads Wagtail's own records (the holder of a lock, the title of a draft), if it turns
something with other objects in it into a text (a relation, a rich text, a StreamField), or if it leads to a model
without a rule. Properties and methods of the project's own classes are trusted: their authors decide what they show.
"""

from __future__ import annotations

import inspect
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, FileField, ForeignObjectRel, Model
from grapple.settings import grapple_settings
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.documents.models import AbstractDocument
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Orderable, Page

from cms.visibility.rule import has_rule

from .items import GraphQLItem
from .origins import Column, ToMany, ToOne

# The attributes of Wagtail's and Django's own classes that are public.
PUBLIC: dict[type, set[str]] = {
    Page: {
        *("title", "slug", "seo_title", "search_description", "show_in_menus"),
        *("first_published_at", "last_published_at"),
    },
    AbstractImage: {"title", "description", "width", "height", "created_at"},
    AbstractDocument: {"title", "filename", "file_extension", "file_size", "content_type", "url", "created_at"},
    Orderable: {"sort_order"},
}
INSTEAD = {
    "draft_title": "Leave it out: every page has `title`.",
    "owner": "Add a field for the author's name as readers are to see it.",
    "url_path": "Leave it out: every page has `path`.",
    "full_url": "Leave it out: every page has `url`.",
    "get_parent": "Leave it out: every page has `parent`.",
    "content_type": "Leave it out: GraphQL has `__typename` for every object.",
    "latest_revision": "Leave it out: `page(by: {previewToken: …})` opens a draft for its editor.",
    "file": 'Write `GraphQLAddress("url", source="url", …)` for a document, `GraphQLPicture` for an image.',
    "tags": "Write a snippet for the terms, and `GraphQLConnection` for the relation to it.",
}


class Objection(NamedTuple):
    """The reason for refusing a declaration, as the end of a sentence about it, and the alternative."""

    reason: str
    instead: str


def objection_to_item(owner: type, item: GraphQLItem) -> Objection | None:
    """Return the objection to one of the hub's own items in the `graphql_fields` of a model or block; None if there is
    none."""
    origin = item.origin
    if isinstance(origin, ToOne | ToMany):
        found = objection_to_target(apps.get_model(origin.target))
        if found:
            return found
    return objection_to_source(owner, item.source, plain=isinstance(origin, Column)) if item.source else None


def objection_to_target(model: type[Model]) -> Objection | None:
    """Return the objection to relations that lead to the model; None if there is none."""
    name = model._meta.label
    if not has_rule(model):
        return Objection(
            f"leads to {name}, which has no visibility rule.",
            "Give the model a rule, such as `visibility_parent`. For a person, add a field with the name to show.",
        )
    if model is not Page and model._meta.app_label not in grapple_settings.APPS:
        return Objection(f"leads to {name}, which has no type.", f'Add "{model._meta.app_label}" to GRAPPLE["APPS"].')
    return None


def objection_to_source(owner: type, source: str, *, plain: bool) -> Objection | None:
    """Return the objection to showing the attribute of a model or block (`plain`: as a text, number or the like); None
    if there is none."""
    if issubclass(owner, blocks.Block):
        return _in_block(owner, source, plain)
    if "." in source:
        relation, _, attribute = source.partition(".")
        return Objection(
            "reads another object without checking its visibility.",
            f"Declare the relation `{relation}`; clients ask it for `{attribute}`.",
        )
    if source in getattr(owner, "private_bodies", ()):
        return Objection("is never public: `private_bodies` names it.", "Leave it out.")
    field = field_of(owner, source)
    definer = _definer(owner, source, field)
    if definer is None:
        return Objection(
            f"isn't an attribute of {owner.__name__}.", "Name a field, property or method of it in `source`."
        )
    if not _is_ours(definer) and not any(source in PUBLIC.get(base, ()) for base in owner.__mro__):
        return Objection(
            f"is for {definer.__name__}'s internal use and not for readers.",
            INSTEAD.get(source, "Leave it out, or add a property that gives what readers may know of it."),
        )
    return _not_plain(owner, field) if plain and field is not None else None


def field_of(model: type[Model], name: str) -> Field[Any, Any] | ForeignObjectRel | None:
    """Return the field or relation behind an attribute of the model's objects; None if there is none."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        field = None
    if field is not None and not isinstance(field, ForeignObjectRel):
        return field
    related = {relation.get_accessor_name(): relation for relation in model._meta.related_objects}
    by_column = {field.attname: field for field in model._meta.concrete_fields}
    return related.get(name) or by_column.get(name)


def _definer(owner: type, name: str, field: Field[Any, Any] | ForeignObjectRel | None) -> type | None:
    """Return the most basic class that defines the attribute; for a reverse relation, the other model."""
    if isinstance(field, ForeignObjectRel):
        return field.related_model
    return next((base for base in reversed(inspect.getmro(owner)) if name in vars(base)), None)


def _is_ours(definer: type) -> bool:
    config = apps.get_containing_app_config(definer.__module__)
    return config is not None and config.label in grapple_settings.APPS


def _not_plain(owner: type[Model], field: Field[Any, Any] | ForeignObjectRel) -> Objection | None:
    name = field.get_accessor_name() if isinstance(field, ForeignObjectRel) else field.name
    if field.is_relation:
        many = field.one_to_many or field.many_to_many
        return Objection(
            "is a relation; as a text it would show what may be hidden.",
            f'Write `GraphQLConnection("{name}", …)` or `GraphQLRows`.'
            if many
            else f'Write `GraphQLOne("{name}", …)`.',
        )
    if isinstance(field, StreamField):
        return Objection(
            "is a StreamField; as a text it would show what may be hidden.", f'Write `GraphQLBlocks("{name}", …)`.'
        )
    if isinstance(field, RichTextField):
        return Objection("is a rich text, whose links may be hidden.", f'Write `GraphQLRichText("{name}", …)`.')
    if isinstance(field, FileField):
        return Objection("is a file, which has no public address of its own.", INSTEAD["file"])
    return None


def _in_block(owner: type[blocks.Block], source: str, plain: bool) -> Objection | None:
    if not issubclass(owner, blocks.BaseStructBlock):
        return Objection("is a list of blocks.", 'Write `GraphQLBlocks("blocks", …)`.') if plain else None
    child = owner.base_blocks.get(source)
    if child is not None:
        return _not_plain_block(source, child) if plain else None
    value_class = owner._meta_class.value_class
    definer = _definer(value_class, source, None)
    if definer is None:
        return Objection(
            f"isn't an attribute of {owner.__name__}.",
            "Name a block inside it in `source`, or a property of its `value_class`.",
        )
    if not _is_ours(definer):
        return Objection(
            f"is for {definer.__name__}'s internal use and not for readers.", "Add a property to its `value_class`."
        )
    return None


def _not_plain_block(name: str, child: blocks.Block) -> Objection | None:
    if isinstance(child, blocks.ListBlock):
        found = _not_plain_block(name, child.child_block)
        return found and Objection(
            found.reason, f'Write `GraphQLMany("{name}", …)` for objects, `GraphQLNestedList` for blocks.'
        )
    if isinstance(child, blocks.RichTextBlock):
        return Objection("is a rich text, whose links may be hidden.", f'Write `GraphQLRichText("{name}", …)`.')
    if isinstance(child, blocks.ChooserBlock):
        return Objection("chooses an object that may be hidden.", f'Write `GraphQLOne("{name}", …)`.')
    if isinstance(child, blocks.BaseStreamBlock):
        return Objection("is a list of blocks.", f'Write `GraphQLBlocks("{name}", …)`.')
    if isinstance(child, BaseTypedTableBlock | TableBlock):
        return Objection(
            "is a table.",
            f'Write a `TypedTableBlock` with `GraphQLField("{name}", lambda: TypedTable, …)`, as in `cms/pages/blocks/table.py`.',
        )
    if isinstance(child, blocks.BaseStructBlock):
        return Objection("is a block of blocks.", f'Write `GraphQLNested("{name}", …)`.')
    if isinstance(child, EmbedBlock):
        return Objection(
            "asks another site when it is read.", "Write a `URLBlock`, as in `cms.pages.blocks.content.EmbedBlock`."
        )
    return None
