"""Values that fields of forms don't take: as a browser sends them, and as a program gives them."""

from typing import Any

from django import forms
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.base.date_fields import TypedField
from cms.drafts.kinds import ValueKind, model_of
from cms.drafts.kinds import kind_of as kind_of_field
from cms.graphql.ids import encode, kind_of

NO_OBJECT = 999_999
NOTHING: Any = object()


def mistake_for(field: forms.Field) -> tuple[Any, Any]:
    """Return what a browser sends and what a program gives that a field doesn't take; NOTHING if it takes everything."""
    kind = kind_of_field(field)
    if kind in (ValueKind.REFERENCE, ValueKind.REFERENCES):
        id = encode(kind_of(model_of(field)), NO_OBJECT)
        return (str(NO_OBJECT), id) if kind is ValueKind.REFERENCE else ([str(NO_OBJECT)], [id])
    if kind is ValueKind.INTEGER:
        return ("-7", -7) if field.min_value is not None else (("7", 7) if field.required else (NOTHING, NOTHING))
    if kind is not ValueKind.TEXT:
        return NOTHING, NOTHING
    text = text_for(field)
    return text, text


def text_for(field: forms.Field) -> Any:
    if isinstance(field, TypedField):
        return "soonish"
    if isinstance(field, forms.EmailField | forms.URLField):
        return "no address"
    if isinstance(field, forms.ChoiceField):
        return "nonsense"
    if isinstance(field, forms.DecimalField):
        return "seven"
    if longest := getattr(field, "max_length", None):
        return ("too long " * longest)[: longest + 9].strip()
    # Required fields may be empty in a draft. The admin asks for them all the same if something else is wrong.
    return "Words." if field.required else NOTHING


def mistakes_in_block(block: blocks.Block, name: str, data: dict[str, Any]) -> Any:
    """Write into `data` what a browser sends for a block with a mistake in each part, and return what a program gives."""
    if isinstance(block, blocks.BaseStreamBlock):
        data[f"{name}-count"] = str(len(block.child_blocks))
        given = []
        for place, (kind, child) in enumerate(block.child_blocks.items()):
            _place(data, f"{name}-{place}", place, kind)
            given.append({camel(kind): mistakes_in_block(child, f"{name}-{place}-value", data)})
        return given
    if isinstance(block, blocks.ListBlock):
        data[f"{name}-count"] = "1"
        _place(data, f"{name}-0", 0, "item")
        return [mistakes_in_block(block.child_block, f"{name}-0-value", data)]
    if isinstance(block, blocks.BaseStructBlock):
        parts = {key: mistakes_in_block(child, f"{name}-{key}", data) for key, child in block.child_blocks.items()}
        return {camel(key): value for key, value in parts.items() if value is not NOTHING}
    if isinstance(block, TypedTableBlock):
        sizes = {"caption": "Table", "column-count": "1", "row-count": "1", "row-0-order": "0", "row-0-deleted": ""}
        data |= {f"{name}-{part}": value for part, value in sizes.items()}
        _place(data, f"{name}-column-0", 0, "number")
        data |= {f"{name}-column-0-heading": "Places", f"{name}-cell-0-0": "seven"}
        return {"caption": "Table", "columns": [{"kind": "number", "heading": "Places"}], "rows": [["seven"]]}
    return _in_field(block, name, data)


def _in_field(block: Any, name: str, data: dict[str, Any]) -> Any:
    if isinstance(block, blocks.RichTextBlock):
        data[name] = block.field.widget.format_value("")
        return NOTHING
    sent, given = mistake_for(block.field)
    if sent is NOTHING:
        shown = block.get_form_state(block.get_default())
        data[name] = "" if shown is None else shown
    else:
        data[name] = sent
    return given


def _place(data: dict[str, Any], name: str, place: int, kind: str) -> None:
    data |= {f"{name}-order": str(place), f"{name}-type": kind, f"{name}-deleted": "", f"{name}-id": ""}


def camel(name: str) -> str:
    """Return the name that a field has in the API."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
