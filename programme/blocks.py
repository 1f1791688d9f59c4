"""Blocks that show the programme's own records inside a text."""

from grapple.helpers import register_streamfield_block
from wagtail import blocks

from cms.blocks import BodyStreamBlock, PageChooserBlock
from cms.graphql.fields import GraphQLOne, GraphQLText


@register_streamfield_block
class KeyMessageBlock(blocks.StructBlock):
    message = PageChooserBlock(page_type="programme.KeyMessagePage")

    graphql_fields = [GraphQLOne("message", "programme.KeyMessagePage", description="The key message, as it is now.")]

    class Meta:
        icon = "comment"
        template = "blocks/key_message.html"
        graphql_description = "A key message by reference: when the message changes, this changes with it."


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
        graphql_description = "The place where a table of progress stands."


class ProgrammeStreamBlock(BodyStreamBlock):
    """What the body of a programme's page may hold."""

    key_message = KeyMessageBlock()
    progress_table = ProgressTableBlock()
