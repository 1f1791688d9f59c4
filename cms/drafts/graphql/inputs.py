"""The input types of mutations that write pages, made from the pages' forms and blocks: nothing is written twice.

Every value may be left out: which are required is for the form to say, in the words that editors get.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache
from typing import Any

import graphene
from django import forms
from django.db.models import Model
from django.utils.html import strip_tags
from grapple.registry import registry
from wagtail import blocks
from wagtail.blocks import BlockField
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Page

from cms.base.date_fields import TypedField
from cms.drafts.form_data import GIVEN_ID, GIVEN_UUID, FormProblem, Path
from cms.drafts.kinds import ValueKind, fields_of, form_read_off, kind_of, model_of, own_field, rows_of
from cms.graphql.errors import ApiError
from cms.graphql.ids import number_of
from cms.graphql.items import list_of
from cms.graphql.types import summary_of
from cms.pages.models import BasePage
from cms.vocabularies.fields import OfferedSelect

from .rich_text import MalformedTextError, RichTextInput, stored

NO_OBJECT = 0  # no object has this key
SCALARS = {ValueKind.TEXT: graphene.String, ValueKind.INTEGER: graphene.Int, ValueKind.BOOLEAN: graphene.Boolean}


class TableColumnInput(graphene.InputObjectType):
    """A column of a table."""

    kind = graphene.String(required=True, description="The kind of its cells: `text`, `number` or `rich_text`.")
    heading = graphene.String(description="Its heading.")


class TableInput(graphene.InputObjectType):
    """A table."""

    caption = graphene.String(description="The caption above the table.")
    columns = graphene.List(graphene.NonNull(TableColumnInput), description="The columns, from left to right.")
    rows = graphene.List(
        graphene.NonNull(graphene.List(graphene.NonNull(graphene.String))),
        description="The cells of each row, from left to right; those of `rich_text` columns in Markdown.",
    )


def page_types() -> list[Any]:
    """Return the types of pages that programs write, by name."""
    found = [model for model in registry.pages if issubclass(model, BasePage) and model.is_creatable]
    return sorted(found, key=name_of)


def name_of(source: Any) -> str:
    """Return the name of the type that a model or block has in the API."""
    known = registry.streamfield_blocks.get(source) or registry.class_models.get(source)
    return known._meta.name if known else source.__name__


@cache
def content_input() -> type[graphene.InputObjectType]:
    """Return the input type with the content of a page of any type."""
    fields = {}
    for model in page_types():
        name = model.__name__
        fields[field_name(name)] = graphene.InputField(
            page_input(model), description=f"The content of a {name}.", name=name_in_api(name)
        )
    return input_type(
        "PageContentInput", "The content of a page, under the name of exactly one type.", fields, one_of=True
    )


def model_named(name: str) -> Any:
    """Return the page type of a field of `content_input`."""
    return next(model for model in page_types() if field_name(model.__name__) == name)


@cache
def page_input(model: Any) -> type[graphene.InputObjectType]:
    """Return the input type of a page type."""
    form = form_read_off(model)
    fields = form_inputs(form)
    for name, row in rows_of(form).items():
        fields[name] = graphene.InputField(
            list_of(row_input(row)),
            description="All rows of this list, in order. One with the `id` of a row of the draft changes that; those of the "
            "draft that aren't given are taken away.",
        )
    return input_type(f"{name_of(model)}Input", summary_of(model), fields)


@cache
def row_input(form: type[Any]) -> type[graphene.InputObjectType]:
    """Return the input type of a row of a list in a page's form."""
    model = form._meta.model
    fields: dict[str, Any] = {}
    if model in registry.class_models:
        about = "The `id` of the row in the draft that this one changes; without it the row is new."
        fields[GIVEN_ID] = graphene.InputField(graphene.ID, description=about)
    fields |= form_inputs(form)
    return input_type(f"{name_of(model)}Input", summary_of(model), fields, of_row=model)


def form_inputs(form: type[Any], only: Container[str] | None = None) -> dict[str, Any]:
    """Return the fields for those of a form, or for some of them. References to what the API has no ids of are left out."""
    found = {}
    for name, field in fields_of(form).items():
        if only is not None and name not in only:
            continue
        if isinstance(field, BlockField):
            kind: Any = list_of(stream_input(_class_of(field.block)))
        elif (kind := _kind(field)) is None:
            continue
        found[name] = graphene.InputField(kind, description=_description(field, form, name))
    return found


def _kind(field: forms.Field) -> Any:
    """Return the type of a value of a field; None for a reference to what the API has no ids of."""
    match kind_of(field):
        case ValueKind.RICH_TEXT:
            return RichTextInput
        case ValueKind.REFERENCE | ValueKind.REFERENCES as several:
            if _is_unnamed(model_of(field)):
                return None
            return graphene.ID if several is ValueKind.REFERENCE else list_of(graphene.ID)
        case None:
            return None
        case kind:
            return SCALARS[kind]


def _is_unnamed(model: type[Model]) -> bool:
    return not issubclass(model, Page) and model not in registry.class_models


@cache
def stream_input(cls: type[Any]) -> type[graphene.InputObjectType]:
    """Return the input type of an item of a stream of this class: one of its blocks."""
    fields = {
        name: graphene.InputField(struct_input(_class_of(child), is_item=True), description=_sentence(str(child.label)))
        for name, child in cls().child_blocks.items()
    }
    return input_type(f"{name_of(cls)}Input", "A block: exactly one of these.", fields, one_of=True)


@cache
def struct_input(cls: type[Any], *, is_item: bool = False) -> type[graphene.InputObjectType]:
    """Return the input type of a block with named parts; one in a stream has a uuid."""
    block = cls()
    fields: dict[str, Any] = {}
    if is_item:
        about = "The `uuid` of the block in the draft that this one changes: what is left out stays. Without it the block is new."
        fields[GIVEN_UUID] = graphene.InputField(graphene.String, description=about)
    for name, child in block.child_blocks.items():
        if (kind := _block_kind(child)) is not None:
            fields[name] = graphene.InputField(kind, description=_words(str(child.label or name), _help_of(child)))
    about = getattr(block.meta, "graphql_description", "") or _sentence(str(block.label or cls.__name__))
    return input_type(f"{name_of(cls)}Input", about, fields)


def _class_of(block: Any) -> Any:
    return type(block)


def _block_kind(block: Any) -> Any:
    match block:
        case blocks.BaseStreamBlock():
            return list_of(stream_input(_class_of(block)))
        case blocks.BaseStructBlock():
            return struct_input(_class_of(block))
        case blocks.ListBlock():
            return list_of(_block_kind(block.child_block))
        case TypedTableBlock():
            return TableInput
    return _kind(own_field(block))


# Descriptions

# Of Wagtail's own fields: its help texts speak of the admin.
OF_WAGTAIL = {
    "search_description": "Meta description. What search engines show below the title.",
    "seo_title": "Title tag. The name of the page in search engines. Without it the title is used.",
    "show_in_menus": "Show in menus. Whether menus have a link to this page.",
    "slug": "Slug. The last part of the page's address. Without it one is made of the title.",
}


def _description(field: forms.Field, form: type[Any], name: str) -> str:
    if name in OF_WAGTAIL:
        return OF_WAGTAIL[name]
    label = field.label or form._meta.model._meta.get_field(name).verbose_name
    return _words(str(label), str(field.help_text), field)


def _help_of(block: Any) -> str:
    return str(getattr(getattr(block, "field", None), "help_text", "") or "")


def _words(label: str, help_text: str, field: forms.Field | None = None) -> str:
    parts = [_sentence(label), _sentence(strip_tags(help_text))]
    if isinstance(field, TypedField):
        parts.append("As in the form, or as 2026-11-29.")
    if field is not None and isinstance(field.widget, OfferedSelect):
        parts.append("A key of the programme's vocabulary.")  # which a programme may define
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        parts.append(f"One of {', '.join(f'`{key}`' for key, _ in choices if key)}.")
    return " ".join(filter(None, parts))


def _sentence(words: str) -> str:
    words = " ".join(words.split())
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!", "”")) or not words else ".")


def input_type(name: str, about: str, fields: dict[str, Any], **marks: Any) -> type[graphene.InputObjectType]:
    return type(
        name, (graphene.InputObjectType,), {**marks, **fields, "Meta": type("Meta", (), {"description": about})}
    )


def field_name(name: str) -> str:
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in name).lstrip("_")


def name_in_api(name: str) -> str:
    return name[:1].lower() + name[1:]


# Values


def plain(value: Any) -> Any:
    """Return an input as plain dictionaries: graphene's have attributes, which hide methods such as `items`."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in dict.items(value)}
    return [plain(one) for one in value] if isinstance(value, list) else value


class PageValues:
    """The values of an input as the forms take them: formatted texts as they are stored, references as keys.

    `problems` are texts that can't be read; the path to each is that within the content.
    """

    def __init__(self, content: dict[str, Any], form: type[Any]):
        self.problems: list[FormProblem] = []
        rows = rows_of(form)
        self.values: dict[str, Any] = {}
        for name, value in plain(content).items():
            if name in rows:
                self.values[name] = self._rows(rows[name], value, (name,))
            else:
                self.values[name] = self._of_field(form.base_fields[name], value, (name,))

    def _rows(self, form: type[Any], rows: Iterable[dict[str, Any]] | None, path: Path) -> list[dict[str, Any]]:
        found = []
        for place, row in enumerate(rows or ()):
            here = (*path, str(place))
            one = {
                name: self._of_field(form.base_fields[name], value, (*here, name))
                for name, value in row.items()
                if name != GIVEN_ID
            }
            if row.get(GIVEN_ID) is not None:
                one[GIVEN_ID] = str(_key(row[GIVEN_ID], form._meta.model))
            found.append(one)
        return found

    def _of_field(self, field: forms.Field, value: Any, path: Path) -> Any:
        if isinstance(field, BlockField):
            return self._of_block(field.block, value, path)
        if value is None:
            return None
        match kind_of(field):
            case ValueKind.RICH_TEXT:
                return self._text(value, path)
            case ValueKind.REFERENCE:
                return _key(value, model_of(field))
            case ValueKind.REFERENCES:
                return [_key(one, model_of(field)) for one in value]
        return value

    def _of_block(self, block: Any, value: Any, path: Path) -> Any:
        match block:
            case blocks.BaseStreamBlock():
                return [self._item(block, item, (*path, str(place))) for place, item in enumerate(value or ())]
            case blocks.BaseStructBlock():
                return self._struct(block, value or {}, path)
            case blocks.ListBlock():
                child = block.child_block
                return [self._of_block(child, one, (*path, str(place))) for place, one in enumerate(value or ())]
            case TypedTableBlock():
                return self._table(value or {}, path)
        return self._of_field(own_field(block), value, path)

    def _item(self, block: Any, item: dict[str, Any], path: Path) -> dict[str, Any]:
        ((name, value),) = item.items()
        return {name: self._struct(block.child_blocks[name], value, (*path, name))}

    def _struct(self, block: Any, value: dict[str, Any], path: Path) -> dict[str, Any]:
        return {
            name: part if name == GIVEN_UUID else self._of_block(block.child_blocks[name], part, (*path, name))
            for name, part in value.items()
        }

    def _table(self, table: dict[str, Any], path: Path) -> dict[str, Any]:
        kinds = [column["kind"] for column in table.get("columns") or ()]
        rows = []
        for place, row in enumerate(table.get("rows") or ()):
            cells = [
                self._text({"markdown": cell}, (*path, "rows", str(place), str(number)))
                if kinds[number : number + 1] == ["rich_text"]
                else cell
                for number, cell in enumerate(row)
            ]
            rows.append(cells)
        return {**table, "rows": rows}

    def _text(self, value: dict[str, Any], path: Path) -> str:
        try:
            return stored(value)
        except MalformedTextError as error:
            self.problems.append(FormProblem(path, "invalid", str(error)))
            return ""


def _key(id: str, model: type[Model]) -> int:
    """Return the key of an object by its id: of none, for any id that isn't of the model. The form then says what is wrong."""
    try:
        return number_of(id, model)
    except ApiError:
        return NO_OBJECT
