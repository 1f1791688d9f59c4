"""Years that a date can have: a slip such as 217 or 9999 is told at the field, before a page or a calendar stumbles over it."""

from __future__ import annotations

import datetime

from django import forms
from django.core.exceptions import ValidationError

EARLIEST, LATEST = 1900, 2999


def objection_to(day: datetime.date) -> str:
    """Return a sentence about a date of a year that can't be meant, else an empty string. Takes a moment, too."""
    if EARLIEST <= day.year <= LATEST:
        return ""
    return f"The year {day.year} can’t be right. Give one from {EARLIEST} to {LATEST}."


def _refuse(day: datetime.date) -> None:
    if objection := objection_to(day):
        raise ValidationError(objection)


def check_in(form: forms.BaseForm) -> None:
    """Have all dates of a form checked, and those of its rows."""
    for field in form.fields.values():
        if isinstance(field, (forms.DateField, forms.DateTimeField)):
            field.validators.append(_refuse)
    for rows in getattr(form, "formsets", {}).values():
        for row in rows.forms:
            check_in(row)
