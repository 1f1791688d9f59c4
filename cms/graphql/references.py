"""Objects that know nothing but their key, and blocks that hold them instead of what is chosen.

Wagtail reads what a block chooses, whole rows and whoever may see them, when the block is converted. The API reads the
same things once more for all blocks of all pages together, as far as they are public and with the columns asked for; so
the first reading is left out.
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
    """Return the attributes that hold an object's key: a page and the row that extends it have one each."""
    return tuple(
        {field.attname for field in model._meta.concrete_fields if field.primary_key} | {model._meta.pk.attname}
    )


def reference(model: type[Model], key: Any) -> Model:
    """Return an instance that knows nothing but its key."""
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
    """Within this, choosers that are `ByReference` convert in bulk without reading what is chosen."""
    token = _by_reference.set(True)
    try:
        yield
    finally:
        _by_reference.reset(token)


class ByReference:
    """Mixed into a chooser block: it can hold references."""

    model_class: type[Model]

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        """Return what is chosen, in the order of the keys: objects, or within `references` what knows their keys."""
        if not _by_reference.get():
            return super().bulk_to_python(values)  # type: ignore[misc]  # that of the block
        return [reference(self.model_class, value) if isinstance(value, int) else None for value in values]
