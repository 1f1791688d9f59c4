"""Replaces the `graphql_fields` of all models and blocks, before grapple makes types from them.

Grapple's items become the hub's. A refused item is left out of the schema and reported by `manage.py check`.
docs/grapple.md lists everything that grapple documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import graphene
from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import import_string
from grapple.helpers import streamfield_types
from grapple.settings import grapple_settings
from wagtail.blocks import Block as WagtailBlock

from ..exposure import objection_to_item, objection_to_source
from ..interfaces import Block
from ..streams import StreamItem
from .calls import Call, DeclarationError, ExposureError, refuse
from .translations import item_for

HIDDEN, UNKNOWN, UNDESCRIBED = "cms.E005", "cms.E006", "cms.W001"
DESCRIBE = "Add a `description`: frontend developers read it."


class Remark(NamedTuple):
    """A message of `manage.py check` about a declaration. If its id has an E, the declaration was left out of the
    schema."""

    owner: type
    id: str
    words: str
    instead: str


# Filled by `replace`.
remarks: list[Remark] = []
undeclared: list[type[Model]] = []


def replace() -> None:
    """Replace grapple's fields by the hub's in all models and blocks. Must be called before grapple is ready."""
    for label in grapple_settings.APPS:
        for model in apps.get_app_config(label).get_models():
            if "graphql_fields" not in vars(model):
                if hasattr(model, "graphql_fields"):
                    undeclared.append(model)
                model.graphql_fields = []  # type: ignore[attr-defined]  # grapple's, which Model lacks
            _replace_in(model)
    for entry in streamfield_types:
        _judge_block(entry["cls"])
        _replace_in(entry["cls"])
        entry["interfaces"] = (Block, *entry["cls"].graphql_interfaces)


def _judge_block(block: type[WagtailBlock]) -> None:
    if not hasattr(block, "graphql_fields"):
        instead = 'Write `graphql_fields`; for a StreamBlock, `[GraphQLStreamfield("blocks", …)]`.'
        remarks.append(Remark(block, UNKNOWN, "declares no graphql_fields, so nothing of it is shown.", instead))
    if "graphql_types" in vars(block):
        del block.graphql_types
        instead = "Write `graphql_fields`; each block in it has a type of its own."
        remarks.append(Remark(block, UNKNOWN, "has graphql_types, which the hub doesn't support.", instead))


def _replace_in(owner: type[Any]) -> None:
    items, said = read(owner, getattr(owner, "graphql_fields", ()))
    interfaces, more = kept_interfaces(owner, items)
    owner.graphql_fields, owner.graphql_interfaces = items, interfaces
    remarks.extend(said + more)


def read(owner: type, declared: Iterable[Any]) -> tuple[list[Any], list[Remark]]:
    """Return the hub's items for the `graphql_fields` of a model or block, without refused ones, and remarks on them."""
    items, said = [], []
    for item in declared:
        try:
            found = item if hasattr(item, "origin") else item_for(owner, item)
            found = found.of(owner) if isinstance(found, StreamItem) else found
            if hasattr(found, "origin"):
                refuse(objection_to_item(owner, found))
        except DeclarationError as refused:
            said.append(_refusal(owner, name_of(item), refused))
        else:
            items.append(found)
            if not (found.description if hasattr(found, "origin") else Call.of(found).description):
                said.append(Remark(owner, UNDESCRIBED, f"“{name_of(found)}” has no description.", DESCRIBE))
    return items, said


def kept_interfaces(owner: type, items: list[Any]) -> tuple[list[type[graphene.Interface]], list[Remark]]:
    """Return the `graphql_interfaces` of a model or block, without those with a non-public field."""
    kept, said = [], []
    names = {name_of(item) for item in items}
    for named in getattr(owner, "graphql_interfaces", ()):
        face = import_string(named) if isinstance(named, str) else named
        try:
            for name, field in face._meta.fields.items():
                if name not in names and not (field.resolver or hasattr(face, f"resolve_{name}")):
                    _refuse_undeclared(owner, name)
        except DeclarationError as refused:
            said.append(_refusal(owner, f"{face.__name__}.{name}", refused))
        else:
            kept.append(face)
    return kept, said


def _refuse_undeclared(owner: type, name: str) -> None:
    if issubclass(owner, WagtailBlock):
        raise DeclarationError(
            "belongs to an interface, and the block doesn't declare it.", "Declare it in `graphql_fields` as well."
        )
    refuse(objection_to_source(owner, name, plain=True))


def _refusal(owner: type, name: str, refused: DeclarationError) -> Remark:
    id = HIDDEN if isinstance(refused, ExposureError) else UNKNOWN
    return Remark(owner, id, f"“{name}” {refused.reason}", refused.instead)


def name_of(item: Any) -> str:
    """Return the name of an item of `graphql_fields`; for anything else, its text."""
    if hasattr(item, "origin"):
        return item.name
    try:
        return Call.of(item).name
    except DeclarationError:
        return str(item)
