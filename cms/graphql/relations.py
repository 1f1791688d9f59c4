"""Reads relations: for all peers of the object at once, and only public objects."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.blocks import StreamValue, StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.base.dates import today
from cms.base.orders import list_order
from cms.batches.drafts import own_choices, own_rows, preview_of
from cms.batches.peers import group_of, peers
from cms.batches.shapes import references
from cms.pages import anchors, rich_text
from cms.pages.edit_marks import give_path
from cms.pages.rich_text import source_of
from cms.visibility.rule import Visibility
from cms.visibility.statements import several

from . import ids
from .arguments import ListArguments
from .connections import Connection, QuerySetConnection, RelationBatch, RelationConnection, belonging
from .context import Context, Info
from .drafts import DraftConnection, OwnRows
from .origins import Where, rows_where


def one(root: Model, name: str, context: Context) -> Model | None:
    """Return the target of a foreign key of `root`, or None."""
    field: Any = root._meta.get_field(name)
    attribute = field.attname
    key = getattr(root, attribute)
    if key is None:
        return None
    model = field.related_model

    def expect() -> None:
        wanted = {getattr(peer, attribute) for peer in peers(root)}
        context.expect(model, wanted - {None})

    group_of(root).shared(("one", type(root), name), expect)
    return context.get(model, key)


def chosen(thing: Model | None, context: Context) -> Model | None:
    """Return the object chosen in a chooser block (the specific page), or None if it isn't public."""
    if thing is None:
        return None
    return context.get(type(thing), thing.pk)


def rows(root: Model, model: type[Model], parent: str, where: Where, context: Context) -> list[Model]:
    """Return all rows of `model` that belong to `root`, in the order of the model's lists; pages as specific pages."""
    preview = preview_of(root)
    if preview:
        context = preview  # plain values such as a status are resolved without the guard, which has it
        own = own_rows(root, model, parent, rows_where(where), context)
        if own is not None:
            return OwnRows(model, own).in_order(list_order(model))
        choices = own_choices(root, model, parent)
        if choices is not None:
            return _chosen_rows(choices, model, where, context)
    key = ("rows", type(root), model, parent, key_of(where))

    def read() -> dict[Any, list[Model]]:
        def build(visibility: Visibility) -> QuerySet[Any]:
            return belonging(narrowed(model, where, visibility), parent).order_by(*list_order(model))

        keys = {peer.pk for peer in peers(root)}
        by_parent: dict[Any, list[Model]] = {}
        for row, (owner,) in context.edges(model, key, build, {"keys": several(keys)}, ("_parent",)):
            if row is not None:
                by_parent.setdefault(owner, []).append(row)
        return by_parent

    return group_of(root).shared(key, read).get(root.pk, [])


def _chosen_rows(choices: set[Any], model: type[Model], where: Where, context: Context) -> list[Model]:
    def build(visibility: Visibility) -> QuerySet[Any]:
        return narrowed(model, where, visibility).filter(pk__among="choices").order_by(*list_order(model))

    found = context.edges(model, ("chosen", model, key_of(where)), build, {"choices": several(choices)}, ())
    return [row for row, _ in found if row is not None]


def connection(
    root: Model, model: type[Model], parent: str, where: Where, info: Info, arguments: dict[str, Any]
) -> Connection:
    """Return the connection from `root` to the rows of `model` whose lookup `parent` leads to it.

    Reads nothing yet. Raises ApiError for invalid arguments.
    """

    def build(visibility: Visibility) -> QuerySet[Any]:
        return narrowed(model, where, visibility)

    preview = preview_of(root)
    if preview:
        asked = ListArguments.of(model, arguments, preview)
        own = own_rows(root, model, parent, rows_where(where), preview)
        if own is not None:
            return DraftConnection(OwnRows(model, own), asked)
        choices = own_choices(root, model, parent)
        if choices is not None:

            def build_chosen(visibility: Visibility) -> QuerySet[Any]:
                return build(visibility).filter(pk__among="choices")

            found = asked.rows(("choices", key_of(where)), build_chosen, {"choices": several(choices)})
            return QuerySetConnection(found)

    def make() -> RelationBatch:
        asked = ListArguments.of(model, arguments, info.context)
        rows = asked.rows(key_of(where), build, is_all=not where)
        return RelationBatch(rows, parent, {peer.pk for peer in peers(root)})

    return RelationConnection(group_of(root).shared(place_of(root, info), make), root.pk)


def place_of(root: Model, info: Info) -> Hashable:
    """Return the key of a field in the document for objects of the root's class: the same for all peers, with the same
    arguments."""
    return (id(info.field_nodes), type(root))


def key_of(where: Where) -> Hashable:
    """Return the inputs of a relation's `where`: a condition made for each request depends on the day."""
    return (where, today()) if callable(where) else repr(where)


def narrowed(model: type[Model], where: Where, visibility: Visibility) -> QuerySet[Any]:
    """Return the relation's visible rows."""
    queryset = visibility.filter(model._default_manager.order_by())
    return queryset.filter(rows_where(where))


def blocks(root: Any, name: str, context: Context) -> list[Any]:
    """Return the blocks of a StreamField, read for all peers at once together with the chosen objects."""
    if not isinstance(root, Model):
        return ids.give_owner(list(inner(root, name)), root.owner)

    def convert() -> None:
        group = peers(root)
        streams = [getattr(peer, name) for peer in group]
        field: Any = root._meta.get_field(name)
        with references():
            converted = field.stream_block.bulk_to_python([list(stream.raw_data) for stream in streams])
        for peer, stream in zip(group, converted, strict=True):
            setattr(peer, name, stream)
            if hasattr(peer, "edit_path"):
                give_path(stream, name)
            if isinstance(peer, Page):
                anchors.attach(peer, name)
        for thing in inside(converted):
            if isinstance(thing, RichText):
                rich_text.expect_links(source_of(thing), context)
            else:
                context.expect(type(thing), [thing.pk])

    group_of(root).shared(("blocks", type(root), name), convert)
    return ids.give_owner(list(getattr(root, name)), ids.id_of(root))


def inner(root: Any, name: str) -> Any:
    """Return the named value in a block; a stream or list block is returned whole."""
    value = root.value if hasattr(root, "value") else root
    return value[name] if isinstance(value, StructValue) else value


def expect_links(root: Any, name: str, context: Context) -> None:
    """Announce the link targets in the rich texts of all peers."""
    if not isinstance(root, Model):
        return

    def announce() -> None:
        for peer in peers(root):
            rich_text.expect_links(getattr(peer, name) or "", context)

    group_of(root).shared(("links", type(root), name), announce)


def inside(value: Any) -> Iterator[Model | RichText]:
    """Yield every object and every rich text in a stream's values."""
    kind: Any = type(value)
    parts = _parts_of(kind)
    if parts is None:
        yield value
    else:
        for part in parts(value):
            yield from inside(part)


@cache
def _parts_of(kind: Any) -> Callable[[Any], Iterable[Any]] | None:
    """Return a function that takes values of the class apart; None for objects and rich texts."""
    if issubclass(kind, Model | RichText):
        return None
    if issubclass(kind, StructValue):
        return kind.values
    if issubclass(kind, StreamValue):
        return lambda stream: (child.value for child in stream)
    if issubclass(kind, TypedTable):
        return lambda table: (cell for row in table.row_data for cell in row["values"])
    if issubclass(kind, Iterable) and not issubclass(kind, str | bytes | dict):
        return iter
    return lambda value: ()
