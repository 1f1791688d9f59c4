"""What a model or a block writes in its `graphql_fields`.

Every item has a description: it is the documentation that frontend developers read. A relation names its target as
`"app.Model"` and, for a list, the lookup that leads from the target back (`via`). All of them read for peers at once and
show only what the public may see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

import graphene
from django.apps import apps
from django.db.models import Model, TextChoices
from graphene.utils.str_converters import to_camel_case
from grapple.models import GraphQLField
from grapple.registry import registry
from wagtail.blocks import StructBlock, StructValue
from wagtail.models import Page

from cms.anchors import streams
from cms.choices import DatePrecision

from . import relations
from .interfaces import Block, PageInterface
from .plans import reads
from .reading import Column, Origin, ToMany, ToOne, Where, enum_of
from .rich_text import SHOWN, PublicText, RichText

__all__ = [
    "GraphQLAddress",
    "GraphQLBlocks",
    "GraphQLBoolean",
    "GraphQLChoice",
    "GraphQLChoices",
    "GraphQLConnection",
    "GraphQLDate",
    "GraphQLDateTime",
    "GraphQLField",
    "GraphQLInt",
    "GraphQLNested",
    "GraphQLNestedBlocks",
    "GraphQLNestedList",
    "GraphQLOne",
    "GraphQLPages",
    "GraphQLPartialDate",
    "GraphQLReverse",
    "GraphQLRichText",
    "GraphQLRows",
    "GraphQLText",
    "GraphQLTexts",
    "declared",
    "enum_of",
    "model_type",
]


def value_of(root: Any, source: str) -> Any:
    """Return a field's value from a model instance or from a block, wherever a block keeps it."""
    if isinstance(root, Model):
        value = attrgetter(source)(root)
        return value() if callable(value) else value
    struct = root if isinstance(root, StructValue) else root.value
    return struct[source] if source in struct else getattr(struct, source)


def model_type(label: str) -> type:
    """Return the GraphQL type of the model `"app.Model"`; for the base page it is the page interface."""
    model = apps.get_model(label)
    return PageInterface if model is Page else registry.class_models[model]


@cache
def model_of(label: str) -> type[Model]:
    """Return the model `"app.Model"`."""
    return apps.get_model(label)


def declared(
    name: str, build: Callable[[], graphene.Field], description: str, origin: Origin | None = None
) -> Callable:
    """Return an item for `graphql_fields` whose GraphQL field is made by `build`, when all types are known.

    `origin` says where its value is in the database, if lists can be filtered and sorted by it.
    """

    def item():
        return GraphQLField(name, graphene.String, description=description), lambda _: build()

    vars(item).update(name=name, description=description, origin=origin)
    return item


def _scalar(
    kind: Any, name: str, source: str | None, required: bool, description: str, column: type | None = None
) -> Callable:
    source = source or name

    @reads(source)
    def resolve(root, info):
        return value_of(root, source)

    return declared(
        name,
        lambda: graphene.Field(kind, required=required, description=description, resolver=resolve),
        description,
        Column(source, column) if column else None,
    )


def GraphQLText(name: str, *, description: str, source: str | None = None) -> Callable:  # noqa: N802  as in grapple
    """A text, never null; empty when there is none, also where a stored block is older than its field."""
    source = source or name

    @reads(source)
    def resolve(root, info):
        value = value_of(root, source)
        return "" if value is None else value

    return declared(
        name,
        lambda: graphene.Field(graphene.String, required=True, description=description, resolver=resolve),
        description,
        Column(source, graphene.String),
    )


def GraphQLAddress(name: str, *, source: str, description: str) -> Callable:  # noqa: N802  as in grapple
    """The full address of something on this site; `source` gives it from the first slash on."""

    def resolve(root, info):
        return info.context.base_url + value_of(root, source)

    return declared(
        name,
        lambda: graphene.Field(graphene.String, required=True, description=description, resolver=resolve),
        description,
    )


def GraphQLTexts(name: str, *, description: str, source: str | None = None) -> Callable:  # noqa: N802  as in grapple
    """A list of texts."""
    return _scalar(graphene.List(graphene.NonNull(graphene.String)), name, source, True, description)


def GraphQLInt(  # noqa: N802  as in grapple
    name: str, *, description: str, source: str | None = None, required: bool = True
) -> Callable:
    """A whole number."""
    return _scalar(graphene.Int, name, source, required, description, graphene.Int)


def GraphQLBoolean(  # noqa: N802  as in grapple
    name: str, *, description: str, source: str | None = None, required: bool = True
) -> Callable:
    """True or false."""
    return _scalar(graphene.Boolean, name, source, required, description, graphene.Boolean)


def GraphQLDate(  # noqa: N802  as in grapple
    name: str, *, description: str, source: str | None = None, required: bool = True
) -> Callable:
    """A day."""
    return _scalar(graphene.Date, name, source, required, description, graphene.Date)


def GraphQLDateTime(  # noqa: N802  as in grapple
    name: str, *, description: str, source: str | None = None, required: bool = True
) -> Callable:
    """A moment, with its time zone."""
    return _scalar(graphene.DateTime, name, source, required, description, graphene.DateTime)


def GraphQLChoice(  # noqa: N802  as in grapple
    name: str, choices: type[TextChoices], *, description: str, source: str | None = None
) -> Callable:
    """One of the values of a `TextChoices`."""
    return _scalar(enum_of(choices), name, source, True, description, choices)


def GraphQLPartialDate(  # noqa: N802  as in grapple
    name: str, *, description: str, source: str | None = None, required: bool = True, kind: Callable = GraphQLDate
) -> list[Callable]:
    """A date of a `PartialDateField`, and in a field beside it how exactly it is known. Write `*` before it.

    `kind` is `GraphQLDateTime` for a `PartialDateTimeField`.
    """
    source = source or name
    null = "" if required else "; without meaning where that is null"
    return [
        kind(name, description=description, source=source, required=required),
        GraphQLChoice(
            f"{name}_precision",
            DatePrecision,
            source=f"{source}_precision",
            description=f"How exactly `{to_camel_case(name)}` is known{null}.",
        ),
    ]


def GraphQLChoices(  # noqa: N802  as in grapple
    name: str, choices: type[TextChoices], *, description: str, source: str | None = None
) -> Callable:
    """Some of the values of a `TextChoices`, such as a MultipleChoiceBlock holds."""
    kind = graphene.List(graphene.NonNull(enum_of(choices)))
    return _scalar(kind, name, source, True, description)


def GraphQLRichText(name: str, *, description: str, source: str | None = None) -> Callable:  # noqa: N802  as in grapple
    """Formatted text as HTML, Markdown and plain text."""
    source = source or name

    @reads(source, of=SHOWN)
    def resolve(root, info):
        relations.expect_links(root, source, info.context)
        return PublicText(value_of(root, source), info.context)

    return declared(
        name, lambda: graphene.Field(RichText, required=True, description=description, resolver=resolve), description
    )


def GraphQLBlocks(name: str, *, description: str) -> Callable:  # noqa: N802  as in grapple
    """The blocks of a StreamField."""

    # All bodies: headings have anchors that no other heading of the page has.
    @reads(streams)
    def resolve(root, info):
        return relations.blocks(root, name, info.context)

    return declared(
        name,
        lambda: graphene.Field(
            graphene.List(graphene.NonNull(Block)), required=True, description=description, resolver=resolve
        ),
        description,
    )


def GraphQLNestedBlocks(name: str, *, description: str) -> Callable:  # noqa: N802  as in grapple
    """A ListBlock of StreamBlocks: a list of lists of blocks."""

    def resolve(root, info):
        return [list(stream) for stream in relations.inner(root, name)]

    kind = graphene.List(graphene.NonNull(graphene.List(graphene.NonNull(Block))))
    return declared(
        name, lambda: graphene.Field(kind, required=True, description=description, resolver=resolve), description
    )


def GraphQLNestedList(name: str, block: type[StructBlock], *, description: str) -> Callable:  # noqa: N802
    """A ListBlock of StructBlocks of one class, each with the class's own type."""

    def resolve(root, info):
        return list(relations.inner(root, name).bound_blocks)

    return declared(
        name,
        lambda: graphene.Field(
            graphene.List(graphene.NonNull(lambda: registry.streamfield_blocks[block])),
            required=True,
            description=description,
            resolver=resolve,
        ),
        description,
    )


@dataclass(frozen=True)
class Nested:
    """A StructBlock inside another. It has no id of its own; that of the block around it, with its name, is as good."""

    id: str
    value: StructValue


def GraphQLNested(name: str, block: type[StructBlock], *, description: str) -> Callable:  # noqa: N802
    """A StructBlock inside another block, with the class's own type."""

    def resolve(root, info):
        return Nested(f"{root.id}-{name}", relations.inner(root, name))

    return declared(
        name,
        lambda: graphene.Field(
            lambda: registry.streamfield_blocks[block], required=True, description=description, resolver=resolve
        ),
        description,
    )


def GraphQLOne(name: str, target: str, *, description: str, source: str | None = None) -> Callable:  # noqa: N802
    """One related object, null when there is none or the public may not see it."""
    source = source or name

    @reads(source)
    def resolve(root, info):
        if isinstance(root, Model):
            return relations.one(root, source, info.context)
        return relations.chosen(value_of(root, source), info.context)

    return declared(
        name,
        lambda: graphene.Field(lambda: model_type(target), description=description, resolver=resolve),
        description,
        ToOne(source, target),
    )


def GraphQLPages(name: str, *, description: str) -> Callable:  # noqa: N802  as in grapple
    """The pages chosen in a block's list, as far as they are public."""

    def resolve(root, info):
        pages = (relations.chosen(page, info.context) for page in value_of(root, name))
        return [page for page in pages if page is not None]

    return declared(
        name,
        lambda: graphene.Field(
            graphene.List(graphene.NonNull(PageInterface)), required=True, description=description, resolver=resolve
        ),
        description,
    )


def GraphQLRows(  # noqa: N802  as in grapple
    name: str, target: str, *, via: str, description: str, where: Where = None
) -> Callable:
    """All rows that belong to the object, a handful by nature. For lists that grow use `GraphQLConnection`."""

    @reads()
    def resolve(root, info):
        return relations.rows(root, model_of(target), via, where, info.context)

    return declared(
        name,
        lambda: graphene.Field(
            graphene.List(graphene.NonNull(lambda: model_type(target))),
            required=True,
            description=description,
            resolver=resolve,
        ),
        description,
        ToMany(target, via, where),
    )


def GraphQLReverse(name: str, target: str, *, via: str, description: str) -> Callable:  # noqa: N802  as in grapple
    """The one row whose foreign key `via` leads back to the object, or null."""

    @reads()
    def resolve(root, info):
        return next(iter(relations.rows(root, model_of(target), via, None, info.context)), None)

    return declared(
        name,
        lambda: graphene.Field(lambda: model_type(target), description=description, resolver=resolve),
        description,
    )


def GraphQLConnection(  # noqa: N802  as in grapple
    name: str, target: str, *, via: str, description: str, where: Where = None
) -> Callable:
    """A list that may grow, as a Relay connection in the order of the target's lists."""

    @reads()
    def resolve(root, info, **arguments):
        return relations.connection(root, model_of(target), via, where, info, arguments)

    from .connection_types import connection_field

    return declared(
        name,
        lambda: connection_field(lambda: model_type(target), description, resolver=resolve, of=target),
        description,
        ToMany(target, via, where),
    )
