"""Values of blocks as they are stored, for what Markdown can't say. Objects are in them by the names that the files give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.models import Page

from cms.models import HubDocument

from .markup import check_markup
from .references import LINK, LinkedRichText, Reference

NamedReference = Callable[[type[models.Model], str, bool], Reference]  # model, name, and whether it must be there


def referenced(block: blocks.Block, item: Any, refer: NamedReference) -> Any:
    """Return the value of a block with references in place of names.

    Raises KeyError, TypeError or AttributeError if the item doesn't have the shape of the block's value, and MarkupError
    as `linked` does.
    """
    match block:
        case blocks.StructBlock():
            return {name: referenced(block.child_blocks[name], each, refer) for name, each in item.items()}
        case blocks.StreamBlock():
            return [
                {"type": each["type"], "value": referenced(block.child_blocks[each["type"]], each["value"], refer)}
                for each in item
            ]
        case blocks.ListBlock():
            return [referenced(block.child_block, each, refer) for each in item]
        case BaseTypedTableBlock():
            columns = [block.child_blocks[column["type"]] for column in item["columns"]]
            rows = [
                [referenced(cell, each, refer) for cell, each in zip(columns, row["values"], strict=True)]
                for row in item["rows"]
            ]
            return item | {"rows": [{"values": row} for row in rows]}
        case blocks.ChooserBlock():
            return None if item is None else refer(block.model_class, item, block.required)
        case blocks.RichTextBlock():
            return linked(item, refer)
        case _:
            return item


def linked(html: str, refer: NamedReference) -> LinkedRichText:
    """Return a rich text whose links name pages and files. Raises MarkupError if it has what the editor wouldn't store."""
    check_markup(html)
    for kind, name, _ in LINK.findall(html):
        refer(Page if kind == "page" else HubDocument, name, False)
    return LinkedRichText(html)
