"""What all pages, all snippets and all blocks answer. The page interface replaces grapple's, which leaks."""

from __future__ import annotations

import graphene
from django.apps import apps
from grapple.registry import registry
from grapple.types.interfaces import StreamFieldInterface

from cms import anchors
from cms.choices import DatePrecision
from cms.seo import Seo, seo_columns, updated

from . import locales, relations, tree, writing
from .connection_types import connection_field
from .locales import Locale, locales_argument
from .plans import reads
from .reading import enum_of
from .rich_text import ContentsEntry
from .seo import Seo as SeoType

# grapple fixes the interface of blocks in its decorator; `types.trimmed_types` takes what leaks out of it and names it Block.
Block = StreamFieldInterface


def key_field(description: str) -> graphene.Field:
    """Return the field `id` of what stands in the database. Graphene's own doesn't say that it reads the key alone."""
    return graphene.Field(
        graphene.ID, required=True, description=description, resolver=reads()(lambda root, info: root.pk)
    )


class PageInterface(graphene.Interface):
    """A page of the site: it has an address and a place in the tree."""

    id = key_field("The page's number; it stays when the page moves.")
    title = graphene.String(required=True, description="The page's title.")
    slug = graphene.String(required=True, description="The last part of the page's path.")
    path = graphene.String(required=True, description="The page's path on the site, such as /news/first/.")
    url = graphene.String(required=True, description="The page's full address.")
    seo_title = graphene.String(required=True, description="Title for search engines; the title if none is set.")
    search_description = graphene.String(required=True, description="Description for search engines; may be empty.")
    show_in_menus = graphene.Boolean(required=True, description="Whether editors want the page in menus.")
    first_published_at = graphene.DateTime(description="When the page was first published.")
    last_published_at = graphene.DateTime(
        description="When the page was last published, however small the change: for those who keep copies."
    )
    updated_on = graphene.Field(
        graphene.Date,
        description="When the page last changed in a way that matters to its readers: “Last updated”; the first day of the "
        "month or year if no more is known, null if nothing is.",
        resolver=reads()(lambda root, info: (date := updated(root, info.context)) and date.first_day),
    )
    updated_on_precision = graphene.Field(
        enum_of(DatePrecision),
        description="How exactly `updatedOn` is known; null without it.",
        resolver=reads()(lambda root, info: (date := updated(root, info.context)) and date.precision),
    )
    locale = graphene.Field(Locale, required=True, description="The language that the page is in.")
    translations = graphene.List(
        graphene.NonNull(lambda: PageInterface),
        required=True,
        description="The page in other languages, as far as public.",
    )
    translation = graphene.Field(
        lambda: PageInterface,
        locales=locales_argument(required=True),
        description="The page in the first of these languages in which it is public, itself included; null if in none.",
    )
    sources = graphene.List(
        graphene.NonNull(lambda: registry.class_models[apps.get_model("cms.PageSource")]),
        required=True,
        description="Where the facts of the page come from, in the order of its editors; may be empty.",
        resolver=reads()(
            lambda root, info: relations.rows(root, apps.get_model("cms.PageSource"), "page", None, info.context)
        ),
    )
    headings = graphene.List(
        graphene.NonNull(ContentsEntry),
        required=True,
        description="The heading blocks of the page's texts, in their order: a list of contents. May be empty.",
    )
    quality = graphene.Field(
        lambda: writing.WritingQuality,
        description="How the page is written, as readers see it; null until it was looked at.",
        resolver=reads("live_revision")(lambda root, info: writing.resolve(root, info)),
    )
    seo = graphene.Field(SeoType, required=True, description="What search engines and social networks are told.")
    parent = graphene.Field(lambda: PageInterface, description="The page above; null at the top of the site.")
    children = connection_field(
        lambda: PageInterface,
        "The pages directly below, in the order that editors gave them.",
        resolver=reads("path")(lambda root, info, **arguments: tree.children(root, info, arguments)),
        of="wagtailcore.Page",
    )
    ancestors = connection_field(
        lambda: PageInterface,
        "The pages above, from the top of the site down: a breadcrumb.",
        resolver=reads("path")(lambda root, info, **arguments: tree.ancestor_connection(root, info, arguments)),
        of="wagtailcore.Page",
    )

    class Meta:
        name = "Page"

    @classmethod
    def resolve_type(cls, instance, info):
        return registry.pages[type(instance)]

    @reads("url_path")
    def resolve_path(root, info):
        return info.context.path_of(root)

    @reads("url_path")
    def resolve_url(root, info):
        return info.context.url_of(root)

    @reads("seo_title", "title")
    def resolve_seo_title(root, info):
        return root.seo_title or root.title

    @reads("locale")
    def resolve_locale(root, info):
        return locales.language_of(root, info.context)

    @reads("locale", "translation_key")
    def resolve_translations(root, info):
        return locales.translations(root, info.context)

    @reads("locale", "translation_key")
    def resolve_translation(root, info, **arguments):
        return locales.translation(root, arguments["locales"], info.context)

    @reads(anchors.streams)
    def resolve_headings(root, info):
        return anchors.headings(root)

    @reads(seo_columns)
    def resolve_seo(root, info):
        return Seo(root, info.context)

    @reads("path")
    def resolve_parent(root, info):
        return tree.parent(root, info.context)


class SnippetInterface(graphene.Interface):
    """A term that pages are sorted and found by."""

    id = key_field("The term's number.")
    name = graphene.String(required=True, description="As readers should see it.")
    slug = graphene.String(required=True, description="Short form for addresses and filters; unique in its kind.")

    class Meta:
        name = "Snippet"

    @classmethod
    def resolve_type(cls, instance, info):
        return registry.snippets[type(instance)]
