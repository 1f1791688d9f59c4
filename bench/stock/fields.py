"""grapple's own fields for what the bench's documents ask, in place of the hub's."""

from __future__ import annotations

from django.apps.registry import Apps
from grapple.helpers import register_query_field, streamfield_types
from grapple.models import (
    GraphQLCollection,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLInt,
    GraphQLRichText,
    GraphQLStreamfield,
    GraphQLString,
)
from grapple.utils import resolve_paginated_queryset

from cms.pages import blocks as shared
from programme import blocks
from programme.models import Duty, NewsPage, WorkStreamPage


def many(name: str, target: str, **options):
    """A list of related objects, as grapple's documentation writes it."""
    return GraphQLCollection(GraphQLForeignKey, name, target, **options)


# Some of our blocks have the names of blocks of grapple's own.
PREFIX = "Hub"
MODELS = {
    "programme.NewsPage": [
        GraphQLString("date"),
        GraphQLString("kind"),
        GraphQLString("author"),
        GraphQLString("summary"),
        GraphQLString("social_text"),
        GraphQLStreamfield("body"),
        GraphQLImage("image"),
        many("work_streams", "programme.WorkStreamPage"),
        many("key_messages", "programme.KeyMessagePage"),
        many("topics", "programme.Topic"),
        many("commitments", "programme.CommitmentPage"),
    ],
    "programme.WorkStreamPage": [
        GraphQLString("summary"),
        many("leads", "programme.Duty", source="stock_leads"),
        many("news", "programme.NewsPage", source="stock_news", is_paginated_queryset=True),
    ],
    "programme.Duty": [GraphQLForeignKey("page", "programme.TeamProfilePage")],
    "programme.KeyMessagePage": [GraphQLString("summary")],
    "programme.CommitmentPage": [
        GraphQLString("kind"),
        GraphQLInt("number"),
        GraphQLForeignKey("work_stream", "programme.WorkStreamPage"),
    ],
    "programme.Topic": [GraphQLString("name"), GraphQLString("slug")],
    "cms.HubImage": [GraphQLString("description")],
}
BLOCKS = {
    shared.HeadingBlock: [GraphQLString("text"), GraphQLString("level")],
    shared.RichTextBlock: [GraphQLRichText("text")],
    shared.QuoteBlock: [GraphQLString("quote"), GraphQLString("speaker")],
    shared.ImageBlock: [GraphQLImage("image"), GraphQLString("caption")],
    blocks.KeyMessageBlock: [GraphQLForeignKey("message", "programme.KeyMessagePage")],
}


def leads(stream: WorkStreamPage, info, **arguments):
    """Return who leads the stream now: grapple has no filters, so a project writes a method."""
    return stream.duties.filter(Duty.leading_now()).order_by("page__path", "sort_order")


def news(stream: WorkStreamPage, info, **arguments):
    """Return one page of the stream's news: grapple needs a method for pages with a total."""
    return resolve_paginated_queryset(stream.news, info, **arguments)


def describe(apps: Apps) -> None:
    """Replace the `graphql_fields` of all models and blocks, and add root fields. Before grapple is ready."""
    for model in apps.get_models():
        if "graphql_fields" in vars(model) or hasattr(model, "graphql_fields"):
            model.graphql_fields = MODELS.get(model._meta.label, [])
    for entry in streamfield_types:
        entry["cls"].graphql_fields = BLOCKS.get(entry["cls"], [])
        entry["type_prefix"] = PREFIX
    WorkStreamPage.stock_leads = leads
    WorkStreamPage.stock_news = news
    register_query_field("news_item", "news_items")(NewsPage)
    register_query_field("work_stream", "work_streams")(WorkStreamPage)
