"""Tables with typed columns."""

from grapple.helpers import register_streamfield_block
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.graphql.fields import GraphQLField, GraphQLText
from cms.graphql.tables import TypedTable


class TableValue(blocks.StructValue):
    """A table with its caption."""

    @property
    def caption(self) -> str:
        return self["table"].caption if self["table"] else ""


@register_streamfield_block
class TableBlock(blocks.StructBlock):
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False)),
            ("number", blocks.DecimalBlock(required=False)),
            ("rich_text", blocks.RichTextBlock(required=False, features=["bold", "italic", "link"])),
        ]
    )

    graphql_fields = [
        GraphQLText("caption", description="The caption; may be empty."),
        GraphQLField("table", lambda: TypedTable, required=True, description="Headings and rows."),
    ]

    class Meta:
        icon = "table"
        template = "blocks/table.html"
        value_class = TableValue
        graphql_description = "A table with a caption."
