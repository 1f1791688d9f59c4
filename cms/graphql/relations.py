"""How relations are read: for all peers of the object at once, and only what the public may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import F, Model, Q
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.models import Page
from wagtail.rich_text import RichText

from .connections import (
    Connection,
    ListConnection,
    QuerySetConnection,
    RelationBatch,
    RelationConnection,
    Rows,
    Slice,
    list_order,
)
from .context import Context, adopt, group_of, peers
from .drafts import own_choices, own_rows, preview_of
from .rich_text import linked_ids, source_of

# Which rows a relation is about: fixed lookups, or a condition that is made at each request.
Where = dict[str, Any] | Callable[[], Q] | None


def one(root: Model, name: str, context: Context) -> Model | None:
    """Return the object that a foreign key of `root` names, or None."""
    field = root._meta.get_field(name)
    key = getattr(root, field.attname)
    if key is None:
        return None
    context.expect(field.related_model, (getattr(peer, field.attname) for peer in peers(root)))
    return context.get(field.related_model, key)


def chosen(thing: Model | None, context: Context) -> Model | None:
    """Return what a chooser block holds, a page as what it is, or None when the public may not see it."""
    if thing is None:
        return None
    return context.get(Page if isinstance(thing, Page) else type(thing), thing.pk)


def rows(root: Model, model: type[Model], parent: F, where: Where, context: Context) -> list[Model]:
    """Return all rows of `model` that belong to `root`, in the order of the model's lists."""
    preview = preview_of(root)
    if preview:
        context = preview
        own = own_rows(root, model, parent.name, _condition(where), list_order(model), context)
        if own is not None:
            return own

    def read() -> dict[Any, list[Model]]:
        queryset = _visible(model, where, context).annotate(_parent=parent)
        queryset = queryset.filter(_parent__in={peer.pk for peer in peers(root)}).order_by(*list_order(model))
        by_parent: dict[Any, list[Model]] = {}
        for row in adopt(queryset):
            by_parent.setdefault(row._parent, []).append(row)
        return by_parent

    key = ("rows", type(root), model, parent, repr(where), group_of(root))
    return context.shared(key, read).get(root.pk, [])


def connection(
    root: Model, model: type[Model], parent: Any, where: Where, info, arguments: dict[str, Any]
) -> Connection:
    """Return the connection from `root` to the rows of `model` whose `parent` it is.

    Reads nothing yet. Raises ApiError for arguments that make no sense.
    """
    context = info.context
    part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
    preview = preview_of(root)
    if preview:
        context = preview
        own = own_rows(root, model, parent.name, _condition(where), list_order(model), context)
        if own is not None:
            return ListConnection(own, part)
        choices = own_choices(root, model, parent.name)
        if choices is not None:
            queryset = _visible(model, where, context).filter(pk__in=choices)
            return QuerySetConnection(Rows(queryset, list_order(model), part, context))

    def make() -> RelationBatch:
        rows = Rows(_visible(model, where, context), list_order(model), part, context)
        return RelationBatch(rows, parent, {peer.pk for peer in peers(root)})

    key = ("connection", type(root), info.parent_type.name, info.field_name, part, group_of(root))
    return RelationConnection(context.shared(key, make), root.pk)


def _visible(model: type[Model], where: Where, context: Context):
    queryset = context.visibility.filter(model._default_manager.all())
    parent = getattr(model, "visibility_parent", None)
    if parent:
        # The guard asks the parent whether the row may be seen; without this it would read it row by row.
        queryset = queryset.select_related(parent, *getattr(model, "visibility_also", ()))
    return queryset.filter(_condition(where))


def _condition(where: Where) -> Q:
    return where() if callable(where) else Q(**(where or {}))


def blocks(root: Any, name: str, context: Context) -> list[Any]:
    """Return the blocks of a StreamField, read for all peers at once with everything that they choose."""
    if not isinstance(root, Model):
        return list(root.value[name] if hasattr(root, "value") else root[name])

    def convert() -> None:
        group = peers(root)
        streams = [getattr(peer, name) for peer in group]
        stream_block = root._meta.get_field(name).stream_block
        converted = stream_block.bulk_to_python([list(stream.raw_data) for stream in streams])
        for peer, stream in zip(group, converted, strict=True):
            setattr(peer, name, stream)
        for thing in inside(converted):
            if isinstance(thing, RichText):
                for model, ids in linked_ids(source_of(thing)).items():
                    context.expect(model, ids)
            else:
                context.expect(Page if isinstance(thing, Page) else type(thing), [thing.pk])

    context.shared(("blocks", type(root), name, group_of(root)), convert)
    return list(getattr(root, name))


def expect_links(root: Any, name: str, context: Context) -> None:
    """Announce what the rich texts of all peers link to."""
    if not isinstance(root, Model):
        return

    def announce() -> None:
        for peer in peers(root):
            for model, ids in linked_ids(getattr(peer, name) or "").items():
                context.expect(model, ids)

    context.shared(("links", type(root), name, group_of(root)), announce)


def inside(value: Any) -> Iterator[Model | RichText]:
    """Walk through a stream's values and yield every object and every rich text in them."""
    if isinstance(value, Model | RichText):
        yield value
    elif isinstance(value, StructValue):
        yield from inside(value.values())
    elif isinstance(value, StreamValue):
        yield from inside(child.value for child in value)
    elif isinstance(value, TypedTable):
        yield from inside(cell for row in value.row_data for cell in row["values"])
    elif isinstance(value, ListValue):
        yield from inside(iter(value))
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes | dict):
        for item in value:
            yield from inside(item)
