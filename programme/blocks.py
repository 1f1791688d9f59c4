"""Blocks that show the programme's own records in a text."""

from grapple.helpers import register_streamfield_block
from wagtail import blocks

from cms.graphql.fields import GraphQLOne, GraphQLText
from cms.pages.blocks import BodyStreamBlock, PageChooserBlock


@register_streamfield_block
class KeyMessageBlock(blocks.StructBlock):
    message = PageChooserBlock(page_type="programme.KeyMessagePage")

    graphql_fields = [
        GraphQLOne("message", "programme.KeyMessagePage", description="The key message in its current version.")
    ]

    class Meta:
        icon = "comment"
        template = "blocks/key_message.html"
        graphql_description = "A key message by reference: changes to the message appear here."


@register_streamfield_block
class ProgressTableBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=150)
    work_stream = PageChooserBlock(
        page_type="programme.WorkStreamPage", required=False, help_text="Leave empty for the whole programme."
    )

    graphql_fields = [
        GraphQLText("title", description="Heading above the table; may be empty."),
        GraphQLOne(
            "work_stream",
            "programme.WorkStreamPage",
            description="Whose commitments to show; null for the whole programme. Ask `progress` for the figures.",
        ),
    ]

    class Meta:
        icon = "tasks"
        template = "blocks/progress_table.html"
        graphql_description = "Where to show a table of progress."


class ProgrammeStreamBlock(BodyStreamBlock):
    """The blocks allowed in the body of a programme's page."""

    key_message = KeyMessageBlock()
    progress_table = ProgressTableBlock()
