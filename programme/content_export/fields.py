"""The fields and rows of an object, as a file gives them. A field with its default is left out, as in any file."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField

from cms.base.choices import DatePrecision
from cms.base.partial_date_fields import PartialDateField, PartialDateTimeField, PrecisionField
from cms.base.partial_dates import PartialDate
from cms.models import HubImage
from programme.content_loader import media
from programme.content_loader.values import own_fields, own_relations, own_rows

from .names import Names
from .texts import blocks_text, rich_text

# About a single publication, and cleared with it (`cms.pages.models.base`).
PASSING = ("change_significance", "change_note")
NOT_WRITTEN = ("slug", "file_hash", *PASSING)


class TargetMissingError(Exception):
    """An object must have another one that the folder doesn't have."""


def written(thing: models.Model, names: Names, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the fields, relations and rows of an object that differ from their defaults.

    Raises TargetMissingError if it can't be without something that the folder doesn't have.
    """
    model = type(thing)
    found: dict[str, Any] = {}
    for field in own_fields(model):
        if field.name not in (*NOT_WRITTEN, *leave_out) and not isinstance(field, PrecisionField):
            value = _written_field(thing, field, names)
            if value is not None:
                found[field.name] = value
    for relation in own_relations(model):
        if relation.name not in leave_out:
            items = [names.name(relation.related_model, each.pk) for each in getattr(thing, relation.name).all()]
            if given := sorted(filter(None, items)):
                found[relation.name] = given
    for name in own_rows(model):
        if rows := [row for row in (_written_row(each, names) for each in _in_order(thing, name)) if row]:
            found[name] = rows
    return found


def written_medium(thing: Any, file: str, names: Names) -> dict[str, Any]:
    """Return the table of a picture or file, whose bytes are in `file`."""
    found = {name: value for name, value in written(thing, names).items() if name not in media.FOCAL_POINT}
    if isinstance(thing, HubImage) and thing.has_focal_point():
        found["focal_point"] = [getattr(thing, name) for name in media.FOCAL_POINT]
    return {"file": file} | found


def written_date(known: PartialDate) -> Any:
    """Return a date as exactly as it is known."""
    match known.precision:
        case DatePrecision.YEAR:
            return known.date.year
        case DatePrecision.MONTH:
            return f"{known.date:%Y-%m}"
        case DatePrecision.TIME:
            return timezone.localtime(known.date)  # type: ignore[arg-type]  # with this precision it is a moment
        case _:
            return known.first_day


def _in_order(thing: models.Model, name: str) -> list[Any]:
    rows = list(getattr(thing, name).all())
    return sorted(rows, key=lambda row: (getattr(row, "sort_order", None) or 0, row.pk))


def _written_row(row: models.Model, names: Names) -> dict[str, Any]:
    """Return a row with its slug, if it has one; nothing if something that it must have is missing."""
    try:
        slug = {"slug": getattr(row, "slug")} if hasattr(row, "slug") else {}  # noqa: B009
        return slug | written(row, names)
    except TargetMissingError:
        return {}


def _written_field(thing: models.Model, field: models.Field, names: Names) -> Any:
    """Return the value of a field as a file gives it; None if it says nothing."""
    if isinstance(field, PartialDateField | PartialDateTimeField):
        known = field.value_from_object(thing)
        return written_date(known) if known else None
    value = getattr(thing, field.attname)
    if isinstance(field, models.ForeignKey):
        name = names.name(field.related_model, value)
        if name is None and not field.null:
            raise TargetMissingError
        return name
    if value is None or _is_default(field, value):
        return None
    if isinstance(field, RichTextField):
        return rich_text(value, names) if value else None
    if isinstance(field, StreamField):
        return blocks_text(field.stream_block, field.get_prep_value(value) and value.get_prep_value(), names) or None
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _is_default(field: models.Field, value: Any) -> bool:
    """Whether a file that says nothing gives the same value: not if the default depends on the day."""
    if isinstance(field, StreamField):
        return not value
    if field.has_default() and callable(field.default) and field.default not in (list, dict):
        return False
    return bool(value == field.get_default())
