"""Blocks of a blog."""

import graphene
from grapple.helpers import register_streamfield_block
from grapple.models import (
    GraphQLBoolean,
    GraphQLCollection,
    GraphQLDocument,
    GraphQLFloat,
    GraphQLImage,
    GraphQLInt,
    GraphQLPage,
    GraphQLRichText,
    GraphQLSnippet,
    GraphQLStreamfield,
    GraphQLString,
)
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock


class Worded(graphene.Interface):
    """Something with text."""

    text = graphene.String(description="The words.")


@register_streamfield_block
class ButtonBlock(blocks.StructBlock):
    button_text = blocks.CharBlock(max_length=50)

    graphql_fields = [GraphQLString("button_text", description="Its words.")]

    class Meta:
        graphql_description = "A button."


@register_streamfield_block
class ButtonsBlock(blocks.StreamBlock):
    """Its type contains the blocks."""

    button = ButtonBlock()

    graphql_fields = [GraphQLStreamfield("blocks", description="The buttons.")]


class CardValue(blocks.StructValue):
    """A card that knows its length."""

    @property
    def length(self) -> int:
        return len(self["text"])


@register_streamfield_block
class CardBlock(blocks.StructBlock):
    text = blocks.CharBlock()
    rich = blocks.RichTextBlock()
    words = blocks.ListBlock(blocks.CharBlock())
    number = blocks.IntegerBlock()
    share = blocks.FloatBlock()
    loud = blocks.BooleanBlock(required=False)
    page = blocks.PageChooserBlock(required=False)
    pages = blocks.ListBlock(blocks.PageChooserBlock())
    image = ImageChooserBlock(required=False)
    document = DocumentChooserBlock(required=False)
    advert = SnippetChooserBlock("blog.Advert", required=False)
    buttons = blocks.ListBlock(ButtonBlock())
    main_button = ButtonBlock()
    more = ButtonsBlock()
    columns = blocks.ListBlock(ButtonsBlock())

    graphql_interfaces = (Worded,)
    graphql_fields = [
        GraphQLString("text", description="The words."),
        GraphQLInt("length", description="How many letters."),
        GraphQLRichText("rich", description="Formatted."),
        GraphQLCollection(GraphQLString, "words", description="Word by word."),
        GraphQLInt("number", required=True, description="A number."),
        GraphQLFloat("share", description="A share."),
        GraphQLBoolean("loud", description="Whether it is loud."),
        GraphQLPage("page", description="A page."),
        GraphQLCollection(GraphQLPage, "pages", description="Pages."),
        GraphQLImage("image", description="A picture."),
        GraphQLDocument("document", description="A file."),
        GraphQLSnippet("advert", "blog.Advert", description="An advert."),
        GraphQLStreamfield("buttons", description="Buttons."),
        GraphQLStreamfield("main_button", is_list=False, description="The button."),
        GraphQLStreamfield("more", description="More buttons."),
        GraphQLStreamfield("columns", description="Columns of buttons."),
    ]

    class Meta:
        value_class = CardValue


class BlogStreamBlock(blocks.StreamBlock):
    card = CardBlock()
    buttons = ButtonsBlock()
