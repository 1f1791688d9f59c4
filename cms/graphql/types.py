"""Trims grapple's types down to the declared fields.

grapple makes a type for every model in its apps and lets through every field that its own interfaces don't name:
drafts' titles, locks, raw values of blocks. Here it is the other way round: a field doesn't exist unless the
`graphql_fields` of the model (or block) or one of its interfaces declares it.
"""

from __future__ import annotations

import inspect
from typing import Any

import graphene
from grapple.helpers import streamfield_types
from grapple.registry import registry
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.images.models import AbstractRendition

from . import ids
from .interfaces import Block, NodeInterface, id_field
from .items import ConnectionItem


def trimmed_types() -> list[type[graphene.ObjectType]]:
    """Trim grapple's types to the declared fields, and return those that the schema can only find by an interface."""
    _trim_block_interface()
    for model, node in registry.class_models.items():
        # Settings are reached through the site, and a site without saved settings has none. Renditions are files of their
        # picture, and some, such as the admin's, are none of the API's.
        _trim(model, node, keep_id=not issubclass(model, BaseSiteSetting | AbstractRendition))
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
    fields.clear()
    fields["id"] = graphene.Field(
        graphene.ID,
        required=True,
        description="Unique among all objects, and it stays the same when blocks move. `node` doesn't take it: "
        "blocks come with their page.",
        resolver=lambda root, info: ids.block_id(root.owner, root.id),
    )
    fields["uuid"] = graphene.Field(
        graphene.String,
        required=True,
        description="The block's name in the paths of click to edit; copies and translations of the page keep it.",
        resolver=lambda root, info: root.id,
    )
    _describe(Block, "Block", "A part of a text. Its fields depend on its type.")


def _trim(source: type, node: type[graphene.ObjectType], *, keep_id: bool) -> None:
    """Keep only the fields in `node` that `source` (a model or a block) or the node's interfaces declare."""
    declared = {_name(item) for item in getattr(source, "graphql_fields", ())}
    inherited = {name: field for face in node._meta.interfaces for name, field in face._meta.fields.items()}
    fields = node._meta.fields
    for name in set(fields) - declared - set(inherited) - ({"id"} if keep_id else set()):
        del fields[name]
    if keep_id:
        fields["id"] = id_field()
        if _is_found_by_id(source):
            vars(node._meta).update(interfaces=(*node._meta.interfaces, NodeInterface))
    fields.update({name: field for name, field in inherited.items() if name not in declared})
    _describe(node, getattr(source, "graphql_name", None) or node._meta.name, _description(source))


def _is_found_by_id(model: type) -> bool:
    """Say whether `node` finds objects of the model: pages, terms, and owners of lists.

    Rows and files are reached from their page alone, whose fields leave some out, such as entries dated ahead.
    """
    owns_lists = any(isinstance(item, ConnectionItem) for item in getattr(model, "graphql_fields", ()))
    return model in registry.pages or model in registry.snippets or owns_lists


def _describe(node: Any, name: str, description: str | None) -> None:
    # graphene freezes a type's options when the class is created; grapple accepts neither name nor description.
    vars(node._meta).update(name=name, description=description)


def _name(item: Any) -> str:
    field = item() if callable(item) else item
    return (field[0] if isinstance(field, tuple) else field).field_name


def _description(source: type) -> str | None:
    """Return a block's own description, or else the class's."""
    described = getattr(getattr(source, "_meta_class", None), "graphql_description", None)
    return described or summary_of(source) or None


def summary_of(source: type) -> str:
    """Return the first paragraph of the class's docstring; empty if it has none."""
    return (inspect.getdoc(source) or "").split("\n\n")[0].replace("\n", " ")
