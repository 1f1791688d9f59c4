"""Where the values of a preview's answer come from: `extensions.sources` names the field of a form for each path in it,
and the values that are an editor's text.

Only for the draft that a preview token opens for its editor, and the pages beside it. The paths of fields are those of the
marks in the side preview (`cms.pages.edit_marks`), so a frontend sends the same messages as the hub's own pages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import CharField, EmailField, Field, Model, SlugField, TextField, URLField
from django.urls import reverse
from graphene.utils.str_converters import to_camel_case, to_snake_case
from graphql import GraphQLString, get_named_type
from wagtail.blocks import CharBlock, StructValue, TextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.pages.edit_marks import path_of

from .context import Info
from .items import GraphQLItem

TOKEN = "previewToken"  # noqa: S105  an argument's name

# Of characters that may be in a field for text.
SHORTEST_TEXT = 80

Place = tuple[str | int, ...]


def may_open_drafts(query: str, variables: dict[str, Any]) -> bool:
    """Say whether a request may have a preview token: in its document, or in a variable that is an input object."""
    return TOKEN in query or any(isinstance(value, dict) and TOKEN in value for value in variables.values())


class EditPaths:
    """Records, while an operation runs, the page and the field from which each value comes: a middleware of graphql-core."""

    def __init__(self) -> None:
        self._pages: dict[Place, Page] = {}
        self._fields: dict[Place, str] = {}
        self._texts: list[Place] = []

    def resolve(self, resolver: Callable[..., Any], root: Any, info: Info, **arguments: Any) -> Any:
        """Resolve a field, and record where it comes from."""
        value = resolver(root, info, **arguments)
        previews = info.context.previews
        if root is not None and previews and previews.is_for_editor:
            place = tuple(info.path.as_list())
            if isinstance(root, Page):
                self._pages[place[:-1]] = root
            if path := path_in_form(root, info):
                self._fields[place] = path
            if value and get_named_type(info.return_type) is GraphQLString and is_text(root, info):
                self._texts.append(place)
        return value

    def of_answer(self) -> list[dict[str, Any]]:
        """Return the pages of the answer, the draft first. Each has the path of its `form` at the hub, null if it isn't
        saved yet; `fields`: the path of a field of that form by the path of a value in the answer; and `texts`: the paths
        of values in the answer that are a text as an editor wrote it."""
        found: dict[int, tuple[Page, dict[str, str]]] = {}
        for place, path in self._fields.items():
            page = self._page_of(place)
            if page is not None:
                found.setdefault(page.pk, (page, {}))[1][dotted(place)] = path
        texts: dict[int, list[str]] = {}
        for place in self._texts:
            if (page := self._page_of(place)) is not None:
                texts.setdefault(page.pk, []).append(dotted(place))
        drafts = {page.pk for page in self._pages.values() if is_draft(page)}
        drafts_first = sorted(found.values(), key=lambda pair: pair[0].pk not in drafts)
        return [
            {"form": form_of(page), "fields": fields, "texts": texts.get(page.pk, [])} for page, fields in drafts_first
        ]

    def _page_of(self, place: Place) -> Page | None:
        while place:
            place = place[:-1]
            if place in self._pages:
                return self._pages[place]
        return None


def dotted(place: Place) -> str:
    """Return the path of a value in the answer, its steps joined by dots."""
    return ".".join(map(str, place))


def is_text(root: Any, info: Info) -> bool:
    """Say whether a field of type String is a text for readers: no name, address or code, which frontends compare."""
    if isinstance(root, Model):
        if sources := part_sources_of(info):
            return sources.get(info.field_name) in text_fields_of(type(root))
        return info.field_name in texts_of(type(root))
    value = getattr(root, "value", root)
    if not isinstance(value, StructValue):
        return (info.parent_type.name, info.field_name) == ("RichText", "html")
    source = sources_of(value.block.__class__).get(info.field_name, "")
    return isinstance(value.block.child_blocks.get(source), CharBlock | TextBlock)


def is_draft(page: Page) -> bool:
    """Say whether the page is the draft that a token opened, whose parts know their paths."""
    return hasattr(page, "edit_path")


def form_of(page: Page) -> str | None:
    """Return the path of a page's form at the hub; None for a page that isn't saved."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.pk > 0 else None


def path_in_form(root: Any, info: Info) -> str:
    """Return the path, in the form of its page, of a field of a page, row or block; empty if the form hasn't got it."""
    if not isinstance(root, Model):
        return path_of_value(root, info.field_name)
    source = source_of(type(root), info)
    if not source or (isinstance(root, Page) and not is_draft(root)):
        return source
    return path_of(root, source)


def source_of(model: type[Model], info: Info) -> str:
    """Return the field, in the form of a page or row, that is asked for; empty if the form hasn't got it."""
    sources = part_sources_of(info) or sources_of(model)
    read = (sources.get(info.field_name, ""), to_snake_case(info.field_name))
    # The precision of a date is typed with it.
    names = [name for each in read for name in (each.removesuffix("_precision"), each)]
    return next((name for name in names if name in fields_of(model)), "")


def part_sources_of(info: Info) -> dict[str, str]:
    """Return the same as `sources_of` for a type that shows a part of a page, such as its agreed wording."""
    return getattr(getattr(info.parent_type, "graphene_type", None), "edit_sources", {})


def path_of_value(root: Any, name: str) -> str:
    """Return the path of a part of a block; without such a part, that of the block."""
    value = getattr(root, "value", root)
    if not isinstance(value, StructValue):
        return path_of(root)
    source = sources_of(value.block.__class__).get(name, "")
    return path_of(value, source if source in value.block.child_blocks else "")


@cache
def sources_of(owner: type[Any]) -> dict[str, str]:
    """Return the attribute that each field of a model or block reads, by its name in the schema, if it names one."""
    items = [item for item in getattr(owner, "graphql_fields", ()) if isinstance(item, GraphQLItem)]
    return {to_camel_case(item.name): item.source for item in items if item.source}


@cache
def fields_of(model: type[Any]) -> frozenset[str]:
    """Return the names of the fields and rows in the form of a page type; of any other model, all its fields."""
    if not issubclass(model, Page):
        return frozenset(field.name for field in model._meta.get_fields())
    form = model.get_edit_handler().get_form_class()
    return frozenset({*form.base_fields, *form.formsets})


@cache
def texts_of(model: type[Model]) -> frozenset[str]:
    """Return the names in the schema of a model's fields in which editors write text."""
    sources = sources_of(model)
    by_source = {source: name for name, source in sources.items()}
    return frozenset(by_source.get(name, to_camel_case(name)) for name in text_fields_of(model))


@cache
def text_fields_of(model: type[Model]) -> frozenset[str]:
    """Return the names of a model's fields in which editors write text."""
    fields = [field for field in model._meta.get_fields() if isinstance(field, Field) and has_text(field)]
    return frozenset({field.name for field in fields} & fields_of(model))


def has_text(field: Field[Any, Any]) -> bool:
    """Say whether editors write text for readers into a field. A short one has a telephone number, a language, a keyword."""
    is_other = isinstance(field, EmailField | SlugField | URLField | RichTextField | StreamField)
    is_long = isinstance(field, TextField) or (
        isinstance(field, CharField) and (field.max_length or 0) >= SHORTEST_TEXT
    )
    return is_long and field.editable and not field.choices and not is_other
