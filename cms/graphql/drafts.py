"""What a draft holds itself: its rows and its choices of many are in memory, the database has the published ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ManyToManyRel, Model, Q, prefetch_related_objects
from modelcluster.fields import ParentalKey

from .context import Context, Peers, adopt

if TYPE_CHECKING:
    from .preview import PreviewContext

MARK = "_graphql_preview"

# What is not saved yet has no key, and frontends want one. The database's own keys are positive.
UNSAVED = -1


def mark(thing: Model, context: PreviewContext) -> Model:
    """Remember with a thing that it is answered in an editor's sight. Return it."""
    setattr(thing, MARK, context)
    return thing


def preview_of(thing: Any) -> PreviewContext | None:
    """Return the context of the draft that the thing is, belongs to or is linked from; None in the public's sight."""
    return getattr(thing, MARK, None)


def own_rows(
    root: Model, model: type[Model], via: str, condition: Q, order: Iterable[str], context: Context
) -> Peers | None:
    """Return the rows of `root` as the draft has them, or None when rows of this kind are no part of it.

    `via` is the lookup that leads from a row back. Only rows that fit the condition and may be seen are returned. A row
    that isn't saved yet gets a key below zero.
    """
    field = _field(model, via)
    if not isinstance(field, ParentalKey) or not isinstance(root, field.related_model):
        return None
    manager = getattr(root, field.remote_field.get_accessor_name())
    found = manager.get_object_list()  # from here on in memory, also where they came from the database
    # Whether a row may be seen hangs on these, too.
    prefetch_related_objects(found, *getattr(model, "visibility_also", ()))
    for row in found:
        setattr(row, field.name, root)
    unsaved = [row for row in found if row.pk is None]
    for place, row in enumerate(unsaved):
        row.pk = UNSAVED * (len(unsaved) - place)
    rows = manager.all().filter(condition).order_by(*order)
    return adopt(mark(row, context) for row in rows if context.visibility.can_see(row))


def own_choices(root: Model, model: type[Model], via: str) -> set[Any] | None:
    """Return the keys of what `root` chooses as the draft has them, or None when the choice isn't made in it."""
    field = _field(model, via)
    if not isinstance(field, ManyToManyRel) or not isinstance(root, field.related_model):
        return None
    return {chosen.pk for chosen in getattr(root, field.field.name).all()}


def _field(model: type[Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
