"""What is taken from grapple's types, and what is cut away.

grapple makes a type of every model in the apps it is given and lets through whatever its own interfaces don't name:
drafts' titles, locks, raw values of blocks. Here the rule is the other way round: a field that neither the model's (or
block's) `graphql_fields` nor one of its interfaces declares doesn't exist.
"""

from __future__ import annotations

import inspect
from typing import Any

import graphene
from grapple.helpers import streamfield_types
from grapple.registry import registry
from wagtail.contrib.settings.models import BaseSiteSetting

from .interfaces import Block, key_field


def trimmed_types() -> list[type[graphene.ObjectType]]:
    """Cut grapple's types down to what is declared, and return those that the schema can only find by an interface."""
    _trim_block_interface()
    for model, node in registry.class_models.items():
        # Settings are asked through the site, and a site that nobody has named yet has none saved.
        _trim(model, node, keep_id=not issubclass(model, BaseSiteSetting))
    blocks = [entry["cls"] for entry in streamfield_types]
    for block in blocks:
        _trim(block, registry.streamfield_blocks[block], keep_id=False)
    return [
        *registry.pages.values(),
        *(node for model, node in registry.snippets.items() if model.graphql_fields),
        *(registry.streamfield_blocks[block] for block in blocks),
    ]


def _trim_block_interface() -> None:
    fields = Block._meta.fields
    for name in set(fields) - {"id"}:
        del fields[name]
    fields["id"] = graphene.Field(graphene.ID, required=True, description="Stays with the block when others move.")
    _describe(Block, "Block", "A part of a text. What it holds depends on its type.")


def _trim(source: type, node: type[graphene.ObjectType], *, keep_id: bool) -> None:
    """Leave in `node` what `source` (a model or a block) declares and what the node's interfaces have."""
    declared = {_name(item) for item in getattr(source, "graphql_fields", ())}
    inherited = {name: field for face in node._meta.interfaces for name, field in face._meta.fields.items()}
    fields = node._meta.fields
    for name in set(fields) - declared - set(inherited) - ({"id"} if keep_id else set()):
        del fields[name]
    if keep_id:
        fields["id"] = key_field("The record's number.")
    fields.update({name: field for name, field in inherited.items() if name not in declared})
    _describe(node, getattr(source, "graphql_name", None) or node._meta.name, _description(source))


def _describe(node: Any, name: str, description: str | None) -> None:
    # graphene freezes a type's options once the class is made; grapple takes neither name nor description from us.
    vars(node._meta).update(name=name, description=description)


def _name(item) -> str:
    field = item() if callable(item) else item
    return (field[0] if isinstance(field, tuple) else field).field_name


def _description(source: type) -> str | None:
    """Return the first paragraph of the docstring, or a block's own description."""
    described = getattr(getattr(source, "_meta_class", None), "graphql_description", None)
    return described or (inspect.getdoc(source) or "").split("\n\n")[0].replace("\n", " ") or None
