"""Forms that ask the gate (`cms.visibility.gate`) about everything to which what is typed refers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field
from wagtail.blocks import StreamValue
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.models import Page, Site

from cms.base.active_site import active_site
from cms.batches.shapes import references
from cms.visibility.gate import Gate, Reference, references_of

# What the editor's script sends of each block besides its values.
PLACES = ("-order", "-deleted", "-type", "-id", "-count")


class GatedForm(forms.BaseForm):
    """Part of every form of the admin: a reference to something that may not be used is refused at its field.

    Forms of programs and of previews are the same. What the record already refers to may stay, but a held file is only
    published by somebody who may use it.
    """

    _was_gated = False

    def is_valid(self) -> bool:
        # After the forms of the rows, which may refer to something, too. A form with another fault is asked about as well: it
        # is shown again, with the names of all that it refers to.
        valid = super().is_valid()
        if self._was_gated or not hasattr(self, "cleaned_data"):
            return valid
        self._was_gated = True
        written = [(form, *one) for form in _with_rows(self) for one in _references(form, _as_sent(form))]
        with references():
            there = {one for form in _with_rows(self) for _, one, _ in _references(form, _as_read(form.initial))}
        gate = Gate.at(self.site_of_use(), getattr(self, "for_user", None))
        refused = gate.refused((one for *_, one, _ in written), there, releases=self.releases())
        by_field = defaultdict(list)
        for form, name, one, path in written:
            if one in refused:
                by_field[form, name].append((one, path))
        for (form, name), found in by_field.items():
            value = form.cleaned_data.get(name)
            for one, path in found:
                _take_out(form, name, one, path)
            if not form.has_error(name):
                form.add_error(name, _error(value, found))
        return valid and not refused

    def releases(self) -> bool:
        """Say whether what is written becomes public with the files in it."""
        return True

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


def _as_sent(form: Any) -> dict[str, Any]:
    """Return the values of a form, with the keys that were sent for choices that aren't offered."""
    keys = {name: form[name].data for name in form.errors if isinstance(form.fields.get(name), forms.ModelChoiceField)}
    return {name: int(key) for name, key in keys.items() if str(key).isdecimal()} | form.cleaned_data


def _as_read(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with which a form began, with blocks as they are stored: what they refer to isn't read."""
    return {
        name: StreamValue(value.stream_block, list(value.raw_data), is_lazy=True)
        if isinstance(value, StreamValue)
        else value
        for name, value in values.items()
    }


def _column(form: Any, name: str) -> Field[Any, Any] | None:
    instance = getattr(form, "instance", None)
    try:
        return instance._meta.get_field(name) if instance is not None else None
    except FieldDoesNotExist:
        return None


def _error(value: Any, found: list[tuple[Reference, str]]) -> ValidationError:
    """Return the error for a field with refused references, each at its block if it is in one."""
    places = {block.id: place for place, block in enumerate(value)} if isinstance(value, StreamValue) else {}
    errors = {
        places.get(path.partition(".")[0]): ValidationError(one.refusal, code="invalid_choice") for one, path in found
    }
    return errors[None] if None in errors else StreamBlockValidationError(block_errors=errors)


def _take_out(form: Any, name: str, refused: Reference, path: str) -> None:
    """Take a refused key out of what was sent: the form, shown again, would say the name of what it leads to."""
    data, here = form.data.copy(), form.add_prefix(name)
    block, _, rest = path.partition(".")
    if block:
        numbers = (key.removesuffix("-id") for key in data if key.startswith(f"{here}-") and key.endswith("-id"))
        here = next((f"{one}-value" for one in numbers if data[f"{one}-id"] == block), here)
        field = f"{here}-{rest.replace('.', '-')}"
        here = field if field in data else here
    for sent in [key for key in data if key == here or key.startswith(f"{here}-")]:
        if not sent.endswith(PLACES):
            data.setlist(sent, [_without(value, refused) for value in data.getlist(sent)])
    form.data = data


def _without(value: str, refused: Reference) -> str:
    """Return a value without the key: empty if it is all of it, and a rich text with the words of the link alone."""
    if value == refused.key:
        return ""
    if '"entityMap"' not in value:
        return value
    state = json.loads(value)
    for entity in state["entityMap"].values():
        is_of_kind = issubclass(refused.model, Page) == (entity["type"] == "LINK")
        if is_of_kind and str(entity["data"].get("id")) == refused.key:
            entity["data"] = {"url": ""}
    return json.dumps(state)
