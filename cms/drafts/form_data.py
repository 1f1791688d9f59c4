"""Fills in a page's form as a browser would: with the values that are given, and with those of the draft for the rest.

What the editor's own script sends of blocks and rows is written here. So a value takes the same way through widgets,
fields and blocks as one that somebody has typed, and what the form says of it is what it says to an editor.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from wagtail import blocks
from wagtail.blocks import BlockField
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from .kinds import WITHHELD_FIELDS, ValueKind, kind_of, own_field

Path = tuple[str, ...]
Values = Mapping[str, Any]
# Values of blocks as the editor's script gets and sends them.
State = Any
GIVEN_ID, GIVEN_UUID = "id", "uuid"
TAG = re.compile(r"<([a-z][a-z0-9]*)")
NOT_GIVEN: Any = object()


@dataclass(frozen=True)
class FormProblem:
    """What is wrong with a value: the path to it, a code, and a sentence for people."""

    path: Path
    code: str
    message: str


class FilledForm:
    """The data of a page's form: what its fields and rows hold now, and the values given in their place.

    `data` is what a browser would send. `problems` are values for which the form has no place, so it can't say so
    itself. `places` has, for each list of rows, the position in the input of each row in the form.
    """

    def __init__(self, form: Any, values: Values):
        self.data = QueryDict(mutable=True)
        self.problems: list[FormProblem] = []
        self.places: dict[str, dict[int, int]] = {}
        for name in values:
            if name not in form.fields and name not in form.formsets:
                self._report((name,), "not_permitted", "The person behind this token may not change this field.")
        self._put_form(form, values, ())
        for name, formset in form.formsets.items():
            self._put_rows(name, formset, values.get(name, NOT_GIVEN))

    def _report(self, path: Path, code: str, message: str) -> None:
        self.problems.append(FormProblem(path, code, message))

    def _put_form(self, form: Any, values: Values, path: Path) -> None:
        for name in form.fields:
            bound = form[name]
            given = NOT_GIVEN if name in WITHHELD_FIELDS else values.get(name, NOT_GIVEN)
            if isinstance(bound.field, BlockField):
                block, here = bound.field.block, (*path, name)
                state = block.get_form_state(bound.value())
                if given is not NOT_GIVEN:
                    state = self._stream(block, given or [], state, here)
                self._put_block(block, bound.html_name, state)
            elif given is NOT_GIVEN:
                self._put(bound.field.widget, bound.html_name, _shown(bound))
            else:
                self._put(bound.field.widget, bound.html_name, self._typed(bound.field, given, (*path, name)))

    def _put_rows(self, name: str, formset: Any, given: Any) -> None:
        """Write the rows of a list: those that the draft has, without those that aren't given, and new ones."""
        kept = list(formset.initial_forms)
        places = self.places.setdefault(name, {})
        left: dict[str, tuple[int, Values]] = {}
        new: list[tuple[int, Values]] = []
        known = {str(form.instance.pk) for form in kept if form.instance.pk}
        for place, row in enumerate(() if given is NOT_GIVEN else given or ()):
            key = row.get(GIVEN_ID)
            if key is None:
                new.append((place, row))
            elif key in known and key not in left:
                left[key] = (place, row)
            else:
                self._report((name, str(place), GIVEN_ID), "invalid_choice", "The draft has no such row.")
        for number, form in enumerate(kept):
            at, row = left.get(str(form.instance.pk), (number, NOT_GIVEN))
            is_gone = given is not NOT_GIVEN and row is NOT_GIVEN
            places[number] = at
            self._put_row(form, {} if row is NOT_GIVEN else row, (name, str(at)), at, is_gone=is_gone)
        for number, (place, row) in enumerate(new, len(kept)):
            form = formset.empty_form
            form.prefix = formset.add_prefix(number)
            places[number] = place
            self._put_row(form, row, (name, str(place)), place)
        prefix = formset.prefix
        total = {"TOTAL": len(kept) + len(new), "INITIAL": len(kept), "MIN_NUM": 0, "MAX_NUM": 1000}
        for part, number in total.items():
            self.data[f"{prefix}-{part}_FORMS"] = str(number)

    def _put_row(self, form: Any, values: Values, path: Path, order: int, *, is_gone: bool = False) -> None:
        self._put_form(form, {key: value for key, value in values.items() if key != GIVEN_ID}, path)
        self.data[f"{form.prefix}-ORDER"] = str(order + 1)
        if is_gone:
            self.data[f"{form.prefix}-DELETE"] = "on"
        for name, formset in getattr(form, "formsets", {}).items():
            self._put_rows(f"{form.prefix}-{name}", formset, NOT_GIVEN)

    # Blocks

    def _stream(self, block: Any, given: list[Values], before: list[State], path: Path) -> list[State]:
        """Return the state of a stream with the items that are given. One with the uuid of a block keeps what it leaves out."""
        known = {one["id"]: one for one in before if one.get("id")}
        state = []
        for place, item in enumerate(given):
            ((name, values),) = item.items()
            child, here = block.child_blocks[name], (*path, str(place), name)
            key = values.get(GIVEN_UUID)
            old = known.pop(key, None) if key else None
            if key and (old is None or old["type"] != name):
                self._report((*here, GIVEN_UUID), "invalid_choice", "The draft has no such block here.")
                old = None
            parts = {part: value for part, value in values.items() if part != GIVEN_UUID}
            base = old["value"] if old else child.get_form_state(child.get_default())
            value = self._block(child, parts, base, here)
            state.append({"type": name, "value": value, "id": key or str(uuid.uuid4())})
        return state

    def _block(self, block: Any, given: Any, before: State, path: Path) -> State:
        match block:
            case blocks.BaseStructBlock():
                return {
                    name: self._block(child, given[name], before[name], (*path, name))
                    if name in given
                    else before[name]
                    for name, child in block.child_blocks.items()
                }
            case blocks.BaseStreamBlock():
                return self._stream(block, given or [], before, path)
            case blocks.ListBlock():
                child = block.child_block
                first = child.get_form_state(child.get_default())
                return [
                    {"value": self._block(child, one, first, (*path, str(place))), "id": str(uuid.uuid4())}
                    for place, one in enumerate(given or [])
                ]
            case TypedTableBlock():
                return self._table(block, given or {}, path)
        return self._typed(own_field(block), given, path)

    def _table(self, block: TypedTableBlock, given: Values, path: Path) -> State:
        columns, rows = [], []
        for place, column in enumerate(given.get("columns") or ()):
            columns.append({"type": column["kind"], "heading": column.get("heading") or ""})
            if column["kind"] not in block.child_blocks:
                words = f"A column is one of {', '.join(block.child_blocks)}."
                self._report((*path, "columns", str(place), "kind"), "invalid_choice", words)
                return block.get_form_state(block.get_default())
        for place, row in enumerate(given.get("rows") or ()):
            here = (*path, "rows", str(place))
            if len(row) != len(columns):
                self._report(here, "invalid", f"The row has {len(row)} cells, and the table {len(columns)} columns.")
                continue
            cells = [
                self._block(block.child_blocks[column["type"]], cell, None, (*here, str(number)))
                for number, (column, cell) in enumerate(zip(columns, row, strict=True))
            ]
            rows.append({"values": cells})
        return {"columns": columns, "rows": rows, "caption": given.get("caption") or ""}

    def _typed(self, field: forms.Field, given: Any, path: Path) -> State:
        """Return a value as a person's browser would send it from the field."""
        kind = kind_of(field)
        if kind is ValueKind.RICH_TEXT:
            html = given or ""
            widget: Any = field.widget
            state = widget.format_value(html)
            lost = set(TAG.findall(html)) - set(TAG.findall(widget.converter.to_database_format(state)))
            if lost:
                tags = ", ".join(f"<{tag}>" for tag in sorted(lost))
                self._report(path, "invalid", f"This text takes less formatting: it can't hold {tags}.")
            return state
        if kind is ValueKind.BOOLEAN:
            return bool(given)
        if kind is ValueKind.REFERENCES:
            return [str(key) for key in given or ()]
        return "" if given is None else str(given)

    # What a browser sends

    def _put_block(self, block: Any, name: str, state: State) -> None:
        match block:
            case blocks.BaseStreamBlock():
                self._put_items(name, state, [block.child_blocks[one["type"]] for one in state])
            case blocks.ListBlock():
                self._put_items(name, state, [block.child_block] * len(state))
            case blocks.BaseStructBlock():
                for key, child in block.child_blocks.items():
                    self._put_block(child, f"{name}-{key}", state[key])
            case TypedTableBlock():
                self._put_table(block, name, state)
            case _:
                self._put(own_field(block).widget, name, state)

    def _put_items(self, name: str, items: list[State], children: list[Any]) -> None:
        self.data[f"{name}-count"] = str(len(items))
        for place, (item, child) in enumerate(zip(items, children, strict=True)):
            here = f"{name}-{place}"
            self._put_place(here, place, item.get("type"), item.get("id"))
            self._put_block(child, f"{here}-value", item["value"])

    def _put_place(self, here: str, place: int, kind: str | None = None, key: str | None = None) -> None:
        values = {"deleted": "", "order": str(place), "type": kind or "", "id": key or ""}
        self.data.update({f"{here}-{part}": value for part, value in values.items()})

    def _put_table(self, block: TypedTableBlock, name: str, table: State) -> None:
        table = table or {"columns": [], "rows": [], "caption": ""}
        self.data[f"{name}-caption"] = table["caption"] or ""
        self.data[f"{name}-column-count"] = str(len(table["columns"]))
        self.data[f"{name}-row-count"] = str(len(table["rows"]))
        for place, column in enumerate(table["columns"]):
            self._put_place(f"{name}-column-{place}", place, column["type"])
            self.data[f"{name}-column-{place}-heading"] = column["heading"]
        for place, row in enumerate(table["rows"]):
            self._put_place(f"{name}-row-{place}", place)
            for number, (column, cell) in enumerate(zip(table["columns"], row["values"], strict=True)):
                self._put_block(block.child_blocks[column["type"]], f"{name}-cell-{place}-{number}", cell)

    def _put(self, widget: forms.Widget, name: str, state: State) -> None:
        if isinstance(widget, forms.CheckboxInput):
            if state:
                self.data[name] = "on"
        elif isinstance(state, list | tuple):
            self.data.setlist(name, [str(one) for one in state])
        else:
            key = state.get("id") if isinstance(state, dict) else state  # choosers show more than the key
            self.data[name] = "" if key is None else str(key)


def _shown(bound: Any) -> State:
    """Return what a field of a form that nobody has touched would send."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return bool(value)
    if isinstance(bound.field, forms.ModelMultipleChoiceField):
        return [getattr(one, "pk", one) for one in value or ()]
    return widget.format_value(getattr(value, "pk", value))


# What the form says


def problems_of(form: Any, places: Mapping[str, Mapping[int, int]]) -> Iterator[FormProblem]:
    """Yield all that a validated form finds wrong, with the path to each value. `places` are those of `FilledForm`."""
    yield from _of_form(form, ())
    for name, formset in form.formsets.items():
        for number, row in enumerate(formset.forms):
            yield from _of_form(row, (name, str(places[name].get(number, number))))
        for error in formset.non_form_errors().as_data():
            yield from _walked(error, (name,), "", form.data)


def _of_form(form: Any, path: Path) -> Iterator[FormProblem]:
    for name, errors in form.errors.as_data().items():
        here = path if name == NON_FIELD_ERRORS else (*path, name)
        for error in errors:
            yield from _walked(error, here, form.add_prefix(name), form.data)


def _walked(error: Any, path: Path, sent: str, data: QueryDict) -> Iterator[FormProblem]:
    """Yield the problems in an error of a block, which may have those of its parts. `sent` is the name of its data."""
    outer = getattr(error, "non_block_errors", None)
    if outer is None:
        for one in error.error_list:
            for message in one.messages:
                yield FormProblem(path, one.code or "invalid", message)
        return
    for one in outer.as_data():
        yield from _walked(one, path, sent, data)
    for name, one in (getattr(error, "block_errors", None) or {}).items():
        if isinstance(error, StructBlockValidationError):
            yield from _walked(one, (*path, name), f"{sent}-{name}", data)
        else:
            kind = data.get(f"{sent}-{name}-type")
            yield from _walked(one, (*path, str(name), *filter(None, [kind])), f"{sent}-{name}-value", data)
    for row, columns in (getattr(error, "cell_errors", None) or {}).items():
        for column, one in columns.items():
            yield from _walked(one, (*path, "rows", str(row), str(column)), f"{sent}-cell-{row}-{column}", data)
