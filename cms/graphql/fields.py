"""Items for the `graphql_fields` of models and blocks.

Every item has a description, which is the documentation for frontend developers. A relation names its target as
`"app.Model"` and, for a list, the lookup from the target back (`via`). All items read for all peers at once and show
only public objects.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import graphene
from django.db.models import Manager, Model, TextChoices
from graphene.utils.str_converters import to_camel_case
from grapple.models import GraphQLField
from grapple.registry import registry
from wagtail.blocks import StructBlock, StructValue

from cms.base.choices import DatePrecision
from cms.pages.anchors import streams
from cms.vocabularies.vocabulary import ChoiceVocabulary

from . import relations
from .connections import Connection
from .context import Info
from .ids import give_owner
from .interfaces import DATABASE_ID, database_id_field
from .items import ConnectionItem, GraphQLItem, deprecated, list_of, model_of, model_type, resolved, value_of
from .keys import KindType, StatusType, kind_of, status_of
from .locales import LocalTextType, required_locale
from .origins import Column, ToMany, ToOne, Where, enum_of
from .plans import reads
from .rich_text import SHOWN, PublicText, RichText
from .streams import StreamItem

__all__ = [
    "GraphQLAddress",
    "GraphQLBlocks",
    "GraphQLBoolean",
    "GraphQLChoice",
    "GraphQLChoices",
    "GraphQLConnection",
    "GraphQLDatabaseId",
    "GraphQLDate",
    "GraphQLDateTime",
    "GraphQLField",
    "GraphQLInt",
    "GraphQLItem",
    "GraphQLKind",
    "GraphQLMany",
    "GraphQLNested",
    "GraphQLNestedBlocks",
    "GraphQLNestedList",
    "GraphQLOne",
    "GraphQLPages",
    "GraphQLPartialDate",
    "GraphQLReverse",
    "GraphQLRichText",
    "GraphQLRows",
    "GraphQLStatus",
    "GraphQLText",
    "GraphQLTextIn",
    "GraphQLTexts",
    "deprecated",
    "enum_of",
    "list_of",
    "model_type",
    "plain",
    "resolved",
]


def plain(
    kind: Any, name: str, source: str | None, required: bool, description: str, column: type | None = None
) -> GraphQLItem:
    """Return an item for a plain value. If `column` gives its type, lists can be filtered and sorted by it."""
    source = source or name

    @reads(source)
    def resolve(root: Any, info: Info) -> Any:
        return value_of(root, source, info)

    return resolved(name, kind, description, resolve, Column(source, column), required=required)


def GraphQLDatabaseId() -> GraphQLItem:  # noqa: N802  as in grapple
    """The number by which people find the object in the admin. Pages and terms have it anyway."""
    return GraphQLItem("database_id", database_id_field, DATABASE_ID)


def GraphQLText(name: str, *, description: str, source: str | None = None) -> GraphQLItem:  # noqa: N802  as in grapple
    """A text, never null; empty if there is none, or if a stored block is older than its field."""
    source = source or name

    @reads(source)
    def resolve(root: Any, info: Info) -> Any:
        value = value_of(root, source, info)
        return "" if value is None else value

    return resolved(name, graphene.String, description, resolve, Column(source, graphene.String), required=True)


def GraphQLTextIn(name: str, *, source: str | None = None) -> GraphQLItem:  # noqa: N802  as in grapple
    """A text of a model with `TranslatedTexts`, in a language: the field `nameIn` beside `name`."""
    source = source or name

    @reads(source, "translated_texts")
    def resolve(root: Any, info: Info, locale: str) -> Any:
        return root.text_in(source, locale)

    description = f"`{to_camel_case(name)}` in a language; where it isn't translated, in the site's own."
    return resolved(f"{name}_in", LocalTextType, description, resolve, required=True, locale=required_locale())


def GraphQLAddress(name: str, *, source: str, description: str) -> GraphQLItem:  # noqa: N802  as in grapple
    """A full address on this site; `source` gives its path, and without one it is empty."""

    def resolve(root: Any, info: Info) -> str:
        path = value_of(root, source, info)
        return info.context.visibility.base_url + path if path else ""

    return resolved(name, graphene.String, description, resolve, Column(source), required=True)


def GraphQLTexts(name: str, *, description: str, source: str | None = None) -> GraphQLItem:  # noqa: N802  as in grapple
    """A list of texts."""
    return plain(list_of(graphene.String), name, source, True, description)


def GraphQLInt(  # noqa: N802  as in grapple
    name: str, *, description: str, source: str | None = None, required: bool = True
) -> GraphQLItem:
    """A whole number."""
    return plain(graphene.Int, name, source, required, description, graphene.Int)


def GraphQLBoolean(  # noqa: N802  as in grapple
    name: str, *, description: str, source: str | None = None, required: bool = True
) -> GraphQLItem:
    """True or false."""
    return plain(graphene.Boolean, name, source, required, description, graphene.Boolean)


def GraphQLDate(  # noqa: N802  as in grapple
    name: str, *, description: str, source: str | None = None, required: bool = True
) -> GraphQLItem:
    """A day."""
    return plain(graphene.Date, name, source, required, description, graphene.Date)


def GraphQLDateTime(  # noqa: N802  as in grapple
    name: str, *, description: str, source: str | None = None, required: bool = True
) -> GraphQLItem:
    """A moment, with its time zone."""
    return plain(graphene.DateTime, name, source, required, description, graphene.DateTime)


def GraphQLChoice(  # noqa: N802  as in grapple
    name: str, choices: type[TextChoices], *, description: str, source: str | None = None
) -> GraphQLItem:
    """One of the values of a `TextChoices`."""
    return plain(enum_of(choices), name, source, True, description, choices)


def GraphQLKind(  # noqa: N802  as in grapple
    name: str, choices: ChoiceVocabulary | type[TextChoices], *, description: str, source: str | None = None
) -> GraphQLItem:
    """One of the kinds that a programme may define, or of those that the hub has for all, with its key and label."""
    return _keyed(name, KindType, kind_of, choices, source or name, description)


def GraphQLStatus(  # noqa: N802  as in grapple
    name: str, choices: ChoiceVocabulary, *, description: str, source: str | None = None
) -> GraphQLItem:
    """One of the statuses that a programme may define."""
    return _keyed(name, StatusType, status_of, choices, source or name, description)


def _keyed(
    name: str,
    kind: type,
    of: Callable[..., Any],
    choices: ChoiceVocabulary | type[TextChoices],
    source: str,
    description: str,
) -> GraphQLItem:
    @reads(source)
    def resolve(root: Any, info: Info) -> Any:
        return of(choices, value_of(root, source, info))

    return resolved(name, kind, description, resolve, Column(source, choices, keyed=True), required=True)


def GraphQLPartialDate(  # noqa: N802  as in grapple
    name: str,
    *,
    description: str,
    source: str | None = None,
    required: bool = True,
    kind: Callable[..., GraphQLItem] = GraphQLDate,
) -> list[GraphQLItem]:
    """A date of a `PartialDateField`, and a second field with its precision. Unpack it with `*`.

    `kind` is `GraphQLDateTime` for a `PartialDateTimeField`.
    """
    source = source or name
    null = "" if required else "; without meaning if that is null"
    return [
        kind(name, description=description, source=source, required=required),
        GraphQLChoice(
            f"{name}_precision",
            DatePrecision,
            source=f"{source}_precision",
            description=f"The precision of `{to_camel_case(name)}`{null}.",
        ),
    ]


def GraphQLChoices(  # noqa: N802  as in grapple
    name: str, choices: type[TextChoices], *, description: str, source: str | None = None
) -> GraphQLItem:
    """Some of the values of a `TextChoices`, such as a MultipleChoiceBlock holds."""
    kind = list_of(enum_of(choices))
    return plain(kind, name, source, True, description)


def GraphQLRichText(name: str, *, description: str, source: str | None = None) -> GraphQLItem:  # noqa: N802  as in grapple
    """Formatted text as HTML, Markdown and plain text."""
    source = source or name

    @reads(source, of=SHOWN)
    def resolve(root: Any, info: Info) -> PublicText:
        relations.expect_links(root, source, info.context)
        return PublicText(value_of(root, source, info), info.context)

    return resolved(name, RichText, description, resolve, source=source, required=True)


def GraphQLBlocks(name: str, *, description: str) -> GraphQLItem:  # noqa: N802  as in grapple
    """The blocks of a StreamField, or of a StreamBlock in a block: a union of those that it can have."""

    # All bodies: anchors of headings are unique within the page.
    @reads(streams)
    def resolve(root: Any, info: Info) -> list[Any]:
        return relations.blocks(root, name, info.context)

    return StreamItem(name, description, resolve)


def GraphQLNestedBlocks(name: str, *, description: str) -> GraphQLItem:  # noqa: N802  as in grapple
    """A ListBlock of StreamBlocks: a list of lists of blocks."""

    def resolve(root: Any, info: Info) -> list[list[Any]]:
        return [give_owner(list(stream), root.owner) for stream in relations.inner(root, name)]

    return StreamItem(name, description, resolve, nested=True)


def GraphQLNestedList(name: str, block: type[StructBlock], *, description: str) -> GraphQLItem:  # noqa: N802
    """A ListBlock of StructBlocks of one class, each with the class's own type."""

    def resolve(root: Any, info: Info) -> list[Any]:
        return give_owner(list(relations.inner(root, name).bound_blocks), root.owner)

    return resolved(
        name,
        list_of(lambda: registry.streamfield_blocks[block]),
        description,
        resolve,
        source=name,
        required=True,
    )


@dataclass(frozen=True)
class Nested:
    """A StructBlock inside another. It has no id of its own; its id is that of the outer block with its name."""

    id: str
    value: StructValue
    owner: str


def GraphQLNested(name: str, block: type[StructBlock], *, description: str) -> GraphQLItem:  # noqa: N802
    """A StructBlock inside another block, with the class's own type."""

    def resolve(root: Any, info: Info) -> Nested:
        return Nested(f"{root.id}-{name}", relations.inner(root, name), root.owner)

    return resolved(name, lambda: registry.streamfield_blocks[block], description, resolve, source=name, required=True)


def GraphQLOne(name: str, target: str, *, description: str, source: str | None = None) -> GraphQLItem:  # noqa: N802
    """One related object; null if there is none or it isn't public."""
    source = source or name

    @reads(source)
    def resolve(root: Any, info: Info) -> Model | None:
        if isinstance(root, Model):
            return relations.one(root, source, info.context)
        return relations.chosen(value_of(root, source, info), info.context)

    return resolved(name, lambda: model_type(target), description, resolve, ToOne(source, target))


def GraphQLMany(  # noqa: N802  as in grapple
    name: str, target: str, *, description: str, source: str | None = None
) -> GraphQLItem:
    """The public objects of a block's list, a property or a method."""
    source = source or name

    def resolve(root: Any, info: Info) -> list[Model]:
        value = value_of(root, source, info)
        things = list(value.all() if isinstance(value, Manager) else value or ())
        for thing in things:
            info.context.expect(type(thing), [thing.pk])
        found = (relations.chosen(thing, info.context) for thing in things)
        return [thing for thing in found if thing is not None]

    return resolved(name, list_of(lambda: model_type(target)), description, resolve, source=source, required=True)


def GraphQLPages(name: str, *, description: str) -> GraphQLItem:  # noqa: N802  as in grapple
    """The public pages chosen in a block's list."""
    return GraphQLMany(name, "wagtailcore.Page", description=description)


def GraphQLRows(  # noqa: N802  as in grapple
    name: str, target: str, *, via: str, description: str, where: Where = None
) -> GraphQLItem:
    """All rows that belong to the object, a handful at most. For lists that grow use `GraphQLConnection`."""

    @reads()
    def resolve(root: Any, info: Info) -> list[Model]:
        return relations.rows(root, model_of(target), via, where, info.context)

    return resolved(
        name, list_of(lambda: model_type(target)), description, resolve, ToMany(target, via, where), required=True
    )


def GraphQLReverse(name: str, target: str, *, via: str, description: str) -> GraphQLItem:  # noqa: N802  as in grapple
    """The one row whose foreign key `via` leads back to the object, or null."""

    @reads()
    def resolve(root: Any, info: Info) -> Model | None:
        return next(iter(relations.rows(root, model_of(target), via, None, info.context)), None)

    return resolved(name, lambda: model_type(target), description, resolve)


def GraphQLConnection(  # noqa: N802  as in grapple
    name: str, target: str, *, via: str, description: str, where: Where = None
) -> GraphQLItem:
    """A list that may grow, as a Relay connection in the order of the target's lists."""

    @reads()
    def resolve(root: Model, info: Info, **arguments: Any) -> Connection:
        return relations.connection(root, model_of(target), via, where, info, arguments)

    from .connection_types import connection_field

    return ConnectionItem(
        name,
        lambda: connection_field(lambda: model_type(target), description, resolver=resolve, of=target),
        description,
        ToMany(target, via, where),
    )
