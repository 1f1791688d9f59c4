"""Which columns of each model are read, and how a row becomes an object; objects with only a key, and blocks that hold
them instead of the chosen objects.

When Wagtail converts a block, it reads the chosen objects, in full and regardless of visibility. The API reads them
again for all blocks of all pages together, if they are public and with the requested columns; so the first read is
skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.base import ModelState
from wagtail.models import Page

_by_reference: ContextVar[bool] = ContextVar("by_reference", default=False)


@cache
def keys_of(model: type[Model]) -> tuple[str, ...]:
    """Return the attributes with an object's key: a page and the row that extends it have one each."""
    return tuple(
        {field.attname for field in model._meta.concrete_fields if field.primary_key} | {model._meta.pk.attname}
    )


def reference(model: type[Model], key: Any) -> Model:
    """Return an instance with only its key."""
    thing = model.__new__(model)
    state = ModelState()
    state.db, state.adding = DEFAULT_DB_ALIAS, False
    values = thing.__dict__
    values["_state"] = state
    for name in keys_of(model):
        values[name] = key
    return thing


@contextmanager
def references() -> Iterator[None]:
    """Within this, `ByReference` choosers convert in bulk without reading the chosen objects."""
    token = _by_reference.set(True)
    try:
        yield
    finally:
        _by_reference.reset(token)


class ByReference:
    """Mixin for chooser blocks that can hold references."""

    model_class: type[Model]

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        """Return the chosen objects, in the order of the keys, or within `references` references to them."""
        if not _by_reference.get():
            return super().bulk_to_python(values)  # type: ignore[misc]  # that of the block
        return [reference(self.model_class, value) if isinstance(value, int) else None for value in values]


# The columns read for every page: its position, its address and the text of links to it.
PAGE_COLUMNS = frozenset({"path", "url_path", "title", "slug", "locale_id"})
COMMON_COLUMNS = {field.attname for field in Page._meta.concrete_fields}


class Shape:
    """The columns of a model to read, and how a row becomes an object.

    The object is an instance of the model created without its constructor, whose work (signals, defaults, child
    relations) isn't needed for reading and would take longer than reading itself. Other columns are read on access, as
    with Django's `defer`.
    """

    def __init__(self, model: type[Model], columns: frozenset[str] | None):
        fields = {field.attname: field for field in model._meta.concrete_fields}
        base = PAGE_COLUMNS if issubclass(model, Page) else frozenset()
        names = fields.keys() if columns is None else (columns | base) & fields.keys()
        keys = keys_of(model)
        self.model = model
        self.columns = tuple(name for name in fields if name in names and name not in keys)
        self.names = ("pk", *self.columns)
        self.width = len(self.names)
        # Whether all columns are in the table shared by pages of all types.
        self.is_common = issubclass(model, Page) and set(self.columns) <= COMMON_COLUMNS

    def make(self, row: list[Any], marks: Mapping[str, Any], model: type[Model] | None = None) -> Model:
        """Return the object for a row that begins with the columns of `names`, with `marks` set as attributes.

        `model` may be the subclass to which the row belongs.
        """
        thing = reference(model or self.model, row[0])
        values = thing.__dict__
        values.update(zip(self.columns, row[1 : self.width], strict=True))
        values.update(marks)
        return thing


# The columns that are read, by model. None stands for the whole row.
Columns = dict[type[Model], frozenset[str] | None]


class ReadPlan:
    """What a GraphQL document reads, or a public page. Threads may share it."""

    def __init__(self, columns: Columns | None = None):
        self.columns = columns or {}
        self._shapes: dict[type[Model], Shape] = {}

    def shape(self, model: type[Model]) -> Shape:
        """Return how objects of the model are read.

        A page that isn't among the columns is only linked to; of anything else the whole row is read then.
        """
        shape = self._shapes.get(model)
        if shape is None:
            unselected: frozenset[str] | None = frozenset() if issubclass(model, Page) else None
            shape = self._shapes[model] = shape_of(model, self.columns.get(model, unselected))
        return shape

    @cached_property
    def common_shape(self) -> Shape:
        """The shape of pages whose type isn't known yet: all shared columns that any type needs."""
        columns = {"content_type_id"}
        for model, names in self.columns.items():
            if issubclass(model, Page) and names is not None:
                columns |= names & COMMON_COLUMNS
        return shape_of(Page, frozenset(columns))


@cache
def shape_of(model: type[Model], columns: frozenset[str] | None) -> Shape:
    """Return the shape for the columns, always the same object, so that it can be part of a key."""
    return Shape(model, columns)
