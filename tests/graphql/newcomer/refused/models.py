"""A blog written for grapple, in ways that the hub doesn't support."""

import graphene
from django.db import models
from grapple.helpers import (
    register_field_middleware,
    register_graphql_schema,
    register_paginated_query_field,
    register_query_field,
    register_singular_query_field,
    register_streamfield_block,
)
from grapple.middleware import IsAnonymousMiddleware, IsAuthenticatedMiddleware
from grapple.models import (
    GraphQLCollection,
    GraphQLEmbed,
    GraphQLField,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLPage,
    GraphQLString,
    GraphQLTag,
)
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.snippets.models import register_snippet

from cms.models import BasePage


class Bookkeeping(graphene.Interface):
    """Fields that an interface must not add either."""

    draft_title = graphene.String(description="The draft's title.")


class EntryTag(TaggedItemBase):
    content_object = ParentalKey("refused.Entry", on_delete=models.CASCADE, related_name="tagged")


@register_query_field("entry", "entries", middleware=[IsAuthenticatedMiddleware])
class Entry(BasePage):
    """An entry of a blog."""

    max_count = 1
    tags = ClusterTaggableManager(through=EntryTag, blank=True)
    film = models.URLField()
    author = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    image = models.ForeignKey("cms.HubImage", null=True, on_delete=models.SET_NULL, related_name="+")

    graphql_interfaces = (Bookkeeping,)
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLTag("tags"),
        GraphQLEmbed("film"),
        GraphQLString("locked_by"),
        GraphQLString("headline", source="draft_title"),
        GraphQLString("film_id", key="film"),
        GraphQLString("undescribed", source="film"),
        GraphQLForeignKey("author", "auth.User"),
        GraphQLImage("image", required=True),
        GraphQLPage("above", source="get_parent"),
        GraphQLCollection(GraphQLForeignKey, "comments", "refused.Comment", is_queryset=True),
        GraphQLCollection(
            GraphQLForeignKey, "remarks", "refused.Comment", source="comments", is_paginated_queryset=True
        ),
    ]


@register_paginated_query_field("comment")
@register_singular_query_field("first_comment", middleware=[IsAnonymousMiddleware])
class Comment(models.Model):
    """A comment on an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="comments")

    visibility_parent = "entry"
    graphql_fields = [GraphQLForeignKey("entry", Entry, description="The entry.")]

    def __str__(self):
        return str(self.entry)


@register_snippet
class Nameless(models.Model):
    """A snippet without the fields of the hub's interface."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE)

    visibility_parent = "comment"
    graphql_fields = [GraphQLForeignKey("comment", Comment, description="The comment.")]

    def __str__(self):
        return str(self.comment)


class Spoken(models.Model):
    """What others show, too."""

    graphql_fields: list = []

    class Meta:
        abstract = True


class Silent(Spoken):
    """One without API declarations of its own."""

    def __str__(self):
        return "Silent"


@register_graphql_schema
class Old:
    old = graphene.String()


register_field_middleware("pages", [IsAuthenticatedMiddleware])


@register_streamfield_block
class BareBlock(blocks.StructBlock):
    text = blocks.CharBlock()


@register_streamfield_block
class UnionBlock(blocks.StreamBlock):
    bare = BareBlock()

    graphql_types = [BareBlock]


@register_streamfield_block
class RawBlock(blocks.StructBlock):
    rich = blocks.RichTextBlock()
    page = blocks.PageChooserBlock()
    lines = blocks.ListBlock(blocks.CharBlock())

    graphql_interfaces = (Bookkeeping,)
    graphql_fields = [
        GraphQLString("rich"),
        GraphQLString("page"),
        GraphQLString("shout", source="shouted"),
        GraphQLField("html", graphene.String, source="bound_blocks"),
    ]

    def shouted(self, info, values):
        return values["rich"]
