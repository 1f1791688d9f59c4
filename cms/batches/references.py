"""Objects with only a key, and blocks that hold them instead of the chosen objects.

When Wagtail converts a block, it reads the chosen objects, in full and regardless of visibility. The API reads them
again for all blocks of all pages together, if they are public and with the requested columns; so the first read is
skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.base import ModelState

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
