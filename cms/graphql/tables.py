"""Tables with typed columns, as headings and rows of cells."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import graphene
from django.db.models import Model
from wagtail.contrib.typed_table_block.blocks import TypedTable as WagtailTable
from wagtail.rich_text import RichText as WagtailRichText

from .context import Info
from .plans import reads
from .relations import chosen
from .rich_text import SHOWN, PublicText, RichText


class TableCell(graphene.ObjectType):
    """One cell of a table."""

    text = graphene.String(required=True, description="The cell's text without formatting.")
    number = graphene.Float(description="The cell as a number; null in columns of text and if it is empty.")
    rich_text = graphene.Field(
        RichText, description="The cell as formatted text; null in columns of plain text or numbers."
    )

    @reads(of=SHOWN)
    def resolve_text(root: object, info: Info) -> str:
        if isinstance(root, WagtailRichText):
            return PublicText(root, info.context).plain_text
        if isinstance(root, Model):
            root = chosen(root, info.context)
        return "" if root is None else str(root)

    def resolve_number(root: object, info: Info) -> float | None:
        return float(root) if isinstance(root, int | float | Decimal) and not isinstance(root, bool) else None

    @reads(of=SHOWN)
    def resolve_rich_text(root: object, info: Info) -> PublicText | None:
        return PublicText(root, info.context) if isinstance(root, WagtailRichText) else None


class TableRow(graphene.ObjectType):
    """One row of a table."""

    cells = graphene.List(
        graphene.NonNull(TableCell), required=True, description="Its cells, in the order of the headings."
    )

    def resolve_cells(root: Iterable[Any], info: Info) -> list[Any]:
        return list(root)


class TypedTable(graphene.ObjectType):
    """A table: headings and rows."""

    headings = graphene.List(graphene.NonNull(graphene.String), required=True, description="Headings of the columns.")
    rows = graphene.List(graphene.NonNull(TableRow), required=True, description="The rows, from the top.")

    class Meta:
        name = "Table"

    def resolve_headings(root: WagtailTable, info: Info) -> list[str]:
        return [column["heading"] for column in root.columns]

    def resolve_rows(root: WagtailTable, info: Info) -> list[Any]:
        return [row["values"] for row in root.row_data]
