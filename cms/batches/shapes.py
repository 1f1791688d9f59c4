"""Which columns of each model are read, and how a row becomes an object."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from .references import keys_of, reference

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
