"""Drafts in memory: their marks, and their own rows and choices; the database has the published ones."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ManyToManyRel, Model, Q, prefetch_related_objects
from modelcluster.fields import ParentalKey

from .peers import Peers, adopt
from .reader import BatchReader

MARK = "_preview"

# Unsaved objects have no key, and frontends need one. The database's own keys are positive.
UNSAVED = -1


def mark(thing: Model, reader: BatchReader) -> Model:
    """Mark an object as seen in a preview, and return it."""
    setattr(thing, MARK, reader)
    return thing


def preview_of(thing: Any) -> Any:
    """Return the reader of the draft that the thing is, belongs to or is linked from; None in the public's sight."""
    return getattr(thing, MARK, None)


def own_rows(root: Model, model: type[Model], via: str, condition: Q, reader: BatchReader) -> Peers | None:
    """Return the rows of `root` in the draft, or None if rows of this kind aren't part of it.

    `via` is the lookup from a row back to `root`. Only visible rows that meet the condition are returned. An unsaved
    row gets a negative key.
    """
    field = _field(model, via)
    if not isinstance(field, ParentalKey) or not isinstance(root, field.related_model):
        return None
    manager = getattr(root, field.remote_field.get_accessor_name())
    found = manager.get_object_list()  # from now on in memory, even if they came from the database
    # The visibility of a row depends on these, too.
    prefetch_related_objects(found, *getattr(model, "visibility_also", ()))
    for row in found:
        setattr(row, field.name, root)
    unsaved = [row for row in found if row.pk is None]
    for place, row in enumerate(unsaved):
        row.pk = UNSAVED * (len(unsaved) - place)
    return adopt(mark(row, reader) for row in manager.all().filter(condition) if reader.visibility.can_see(row))


def own_choices(root: Model, model: type[Model], via: str) -> set[Any] | None:
    """Return the keys of the objects chosen in the draft, or None if the choice isn't part of it."""
    field = _field(model, via)
    if not isinstance(field, ManyToManyRel) or not isinstance(root, field.related_model):
        return None
    return {chosen.pk for chosen in getattr(root, field.field.name).all()}


def _field(model: type[Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
