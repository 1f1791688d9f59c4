"""The fields of pages' forms as programs see them: the kind of each value, read off the form that editors fill in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from functools import cache
from typing import Any

from django import forms
from django.db.models import Model
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks import BlockField

# Publishing stays with people, so a program sets no moments; comments have readers of their own.
WITHHELD_FIELDS = frozenset({"go_live_at", "expire_at", "comment_notifications"})
WITHHELD_ROWS = frozenset({"comments"})


class ValueKind(Enum):
    """The kind of a value that a program gives."""

    TEXT = auto()
    INTEGER = auto()
    BOOLEAN = auto()
    RICH_TEXT = auto()
    REFERENCE = auto()
    REFERENCES = auto()
    STREAM = auto()


def kind_of(field: forms.Field) -> ValueKind | None:
    """Return the kind of a field of a form or a block; None for a field that no program can fill in."""
    match field:
        case BlockField():
            return ValueKind.STREAM
        case _ if isinstance(field.widget, DraftailRichTextArea):
            return ValueKind.RICH_TEXT
        case forms.ModelMultipleChoiceField():
            return ValueKind.REFERENCES
        case forms.ModelChoiceField():
            return ValueKind.REFERENCE
        case forms.BooleanField():
            return ValueKind.BOOLEAN
        case forms.IntegerField() if type(field) is forms.IntegerField:
            return ValueKind.INTEGER
        case _ if isinstance(field.widget, forms.MultiWidget | forms.FileInput | forms.SelectMultiple):
            return None
    return ValueKind.TEXT


def model_of(field: forms.Field) -> type[Model]:
    """Return the model whose objects a field refers to."""
    return field.queryset.model  # type: ignore[attr-defined]  # of the kinds REFERENCE and REFERENCES


@cache
def form_read_off(model: Any) -> type[Any]:
    """Return the form of a page type, to read its fields off. Its choices may be those of another programme."""
    return model.get_edit_handler().get_form_class()


def fields_of(form_class: type[Any]) -> dict[str, forms.Field]:
    """Return the fields of a page's or row's form that programs fill in."""
    found: Mapping[str, forms.Field] = form_class.base_fields
    return {name: one for name, one in found.items() if name not in WITHHELD_FIELDS and kind_of(one)}


def rows_of(form_class: type[Any]) -> dict[str, Any]:
    """Return the form of a row for each list of rows in a page's form that programs fill in."""
    return {name: one.form for name, one in form_class.formsets.items() if name not in WITHHELD_ROWS}


def own_field(block: Any) -> forms.Field:
    """Return the form field of a block with a single value."""
    return block.field
