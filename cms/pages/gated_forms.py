"""Forms that ask the gate (`cms.visibility.gate`) about everything to which what is typed refers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field
from wagtail.blocks import StreamValue
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.models import Site

from cms.base.active_site import active_site
from cms.batches.references import references
from cms.visibility.gate import Gate, Reference, references_of


class GatedForm(forms.BaseForm):
    """Part of every form of the admin: a reference to something that may not be used is refused at its field.

    Forms of programs and of previews are the same. What the record already refers to may stay, unless it leads to a held
    file.
    """

    _was_gated = False

    def is_valid(self) -> bool:
        # After the forms of the rows, which may refer to something, too.
        valid = super().is_valid()
        if not valid or self._was_gated:
            return valid
        self._was_gated = True
        written = [(form, *one) for form in _with_rows(self) for one in _references(form, form.cleaned_data)]
        with references():
            there = {one for form in _with_rows(self) for _, one, _ in _references(form, _as_read(form.initial))}
        refused = Gate.at(self.site_of_use(), getattr(self, "for_user", None)).refused(
            (one for *_, one, _ in written), there
        )
        for form, name, one, path in written:
            if one in refused:
                form.add_error(name, _error(form.cleaned_data.get(name), one, path))
        return not refused

    def site_of_use(self) -> Site | None:
        """Return the site on which the references are to be used."""
        return active_site()


def _with_rows(form: Any) -> Iterator[Any]:
    """Yield a form and those of its rows that are kept."""
    yield form
    for formset in getattr(form, "formsets", {}).values():
        for row in formset.forms:
            if row not in formset.deleted_forms and hasattr(row, "cleaned_data"):
                yield from _with_rows(row)


def _references(form: Any, values: dict[str, Any]) -> Iterator[tuple[str, Reference, str]]:
    """Yield all to which the values of a form's fields refer, with the field and the path within it."""
    for name in form.fields:
        for one, path in references_of(_column(form, name), values.get(name)):
            yield name, one, path


def _as_read(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with which a form began, with blocks as they are stored: what they refer to isn't read."""
    return {
        name: StreamValue(value.stream_block, list(value.raw_data), is_lazy=True)
        if isinstance(value, StreamValue)
        else value
        for name, value in values.items()
    }


def _column(form: Any, name: str) -> Field[Any, Any] | None:
    try:
        return form.instance._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _error(value: Any, refused: Reference, path: str) -> ValidationError:
    """Return the error for a field: at the block in which the reference stands, if it stands in one."""
    error = ValidationError(refused.refusal, code="invalid_choice")
    key = path.partition(".")[0]
    if isinstance(value, StreamValue):
        for number, block in enumerate(value):
            if block.id == key:
                return StreamBlockValidationError(block_errors={number: error})
    return error
