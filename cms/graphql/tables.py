"""Tables with typed columns, as headings and rows of cells."""

from decimal import Decimal
from typing import Any

import graphene
from django.db.models import Model
from wagtail.rich_text import RichText as WagtailRichText

from .relations import chosen
from .rich_text import PublicText, RichText


class TableCell(graphene.ObjectType):
    """One cell of a table."""

    text = graphene.String(required=True, description="The cell's words, without formatting.")
    number = graphene.Float(description="The cell as a number; null in columns of words and where it is empty.")
    rich_text = graphene.Field(RichText, description="The cell as formatted text; null in columns of words or numbers.")

    def resolve_text(root: Any, info):
        if isinstance(root, WagtailRichText):
            return PublicText(root, info.context).plain_text
        if isinstance(root, Model):
            root = chosen(root, info.context)
        return "" if root is None else str(root)

    def resolve_number(root, info):
        return float(root) if isinstance(root, int | float | Decimal) and not isinstance(root, bool) else None

    def resolve_rich_text(root, info):
        return PublicText(root, info.context) if isinstance(root, WagtailRichText) else None


class TableRow(graphene.ObjectType):
    """One row of a table."""

    cells = graphene.List(
        graphene.NonNull(TableCell), required=True, description="Its cells, in the order of the headings."
    )

    def resolve_cells(root, info):
        return list(root)


class TypedTable(graphene.ObjectType):
    """A table: headings and rows."""

    headings = graphene.List(graphene.NonNull(graphene.String), required=True, description="Headings of the columns.")
    rows = graphene.List(graphene.NonNull(TableRow), required=True, description="The rows, top down.")

    def resolve_headings(root, info):
        return [column["heading"] for column in root.columns]

    def resolve_rows(root, info):
        return [row["values"] for row in root.row_data]
