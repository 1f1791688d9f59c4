"""The types of streams of blocks: each is a union of the blocks that it can have, so that a frontend's `switch` can be
exhaustive."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import graphene
from django.db.models import Model
from graphene.utils.str_converters import to_camel_case
from grapple.registry import registry
from wagtail import blocks

from .interfaces import Block
from .items import GraphQLItem, list_of


class StreamItem(GraphQLItem):
    """An item of `graphql_fields` that gives the blocks of a stream; if `nested`, those of each stream of a list.

    The union depends on the `owner`, the model or block that declares the item. Without one it is any block.
    """

    def __init__(
        self,
        name: str,
        description: str,
        resolver: Callable[..., Any],
        *,
        nested: bool = False,
        owner: type | None = None,
    ):
        self.resolver, self.nested = resolver, nested

        def build() -> graphene.Field:
            kind = list_of(lambda: union_of(owner, name) if owner else Block)
            kind = list_of(kind) if nested else kind
            return graphene.Field(kind, description=description, resolver=resolver, required=True)

        super().__init__(name, build, description, source=name)

    def of(self, owner: type) -> StreamItem:
        """Return the item as `owner` declares it."""
        return StreamItem(self.name, self.description, self.resolver, nested=self.nested, owner=owner)


@cache
def union_of(owner: type, name: str) -> type[graphene.Union]:
    """Return the union of the blocks that the stream `name` of a model or block can have.

    It is named for the stream's class; for the field if that is Wagtail's own class, has a type of its own, or was given
    more blocks.
    """
    stream = _stream(owner, name)
    cls = type(stream)
    shared = cls not in registry.streamfield_blocks and stream.child_blocks.keys() == cls.base_blocks.keys()
    title = cls.__name__ if shared else f"{owner.__name__}{to_camel_case(f'_{name}')}Block"
    return _union(title, tuple(dict.fromkeys(_type(child) for child in stream.child_blocks.values())))


@cache
def _union(title: str, types: tuple[type[graphene.ObjectType], ...]) -> type[graphene.Union]:
    meta = {"types": types, "description": "One of the blocks that can be in these texts."}
    return type(title, (graphene.Union,), {"Meta": type("Meta", (), meta), "resolve_type": Block.resolve_type})


def _type(block: blocks.Block) -> type[graphene.ObjectType]:
    """Return the type of a block, as `Block.resolve_type` does for its values."""
    known = registry.streamfield_blocks
    return next((known[cls] for cls in type(block).__mro__ if cls in known), known["generic-block"])


def _stream(owner: type[Any], name: str) -> Any:
    """Return the StreamBlock that an item of `owner` reads: of a StreamField, of a part of a StructBlock, or its own."""
    if issubclass(owner, Model):
        field: Any = owner._meta.get_field(name)
        return field.stream_block
    part = owner.base_blocks[name] if issubclass(owner, blocks.BaseStructBlock) else owner()
    return part.child_block if isinstance(part, blocks.ListBlock) else part
