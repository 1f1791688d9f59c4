"""Objects of models that aren't in the database, in place of settings that nobody has saved yet."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model
from django.db.models.expressions import DatabaseDefault

Thing = TypeVar("Thing", bound=Model)


def unsaved(model: type[Thing], **values: Any) -> Thing:
    """Return an object with the values, and with those that the database would give the other fields.

    Django fills these in when an object is saved; before, such a field holds an expression in place of a value.
    """
    thing = model(**values)
    for field in model._meta.concrete_fields:
        if isinstance(getattr(thing, field.attname), DatabaseDefault):
            setattr(thing, field.attname, field.db_default)
    return thing
