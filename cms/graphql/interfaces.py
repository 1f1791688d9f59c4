"""The interfaces of all pages and snippets. The page interface replaces grapple's, which leaks."""

from __future__ import annotations

from typing import Any

import graphene
from django.apps import apps
from django.db.models import Model
from grapple.registry import registry
from grapple.types.interfaces import StreamFieldInterface
from wagtail.models import Page

from cms.base.choices import DatePrecision
from cms.batches.last_update import updated
from cms.pages import anchors, kinds
from cms.pages.anchors import Heading

from . import ids, locales, relations, tree
from .connection_types import connection_field
from .context import Info
from .locales import Locale, locales_argument
from .origins import enum_of
from .plans import reads

# grapple sets the interface of blocks in its decorator; `types.trimmed_types` removes the leaking fields and names it
# Block.
Block = StreamFieldInterface


DATABASE_ID = "Its number in the admin, unique among its kind; below zero while a preview shows it unsaved."


def id_field() -> graphene.Field:
    """Return the field `id` of a database object."""
    return graphene.Field(
        graphene.ID,
        required=True,
        description="Unique among all objects, and opaque: don't take it apart.",
        resolver=reads()(lambda root, info: ids.id_of(root)),
    )


def database_id_field() -> graphene.Field:
    """Return the field `databaseId` of an object that people look up in the admin."""
    return graphene.Field(
        graphene.Int,
        required=True,
        description=DATABASE_ID,
        resolver=reads()(lambda root, info: root.pk),
    )


class NodeInterface(graphene.Interface):
    """A page, a term or another owner of lists, which `node` finds by its id."""

    id = id_field()

    class Meta:
        name = "Node"

    @classmethod
    def resolve_type(cls, instance: Model, info: Info) -> type[graphene.ObjectType]:
        return registry.class_models[type(instance)]


def facts_columns(model: type[Model]) -> list[str]:
    """Return the columns for a page's facts: None (all) if its kind has facts of its own."""
    kind = getattr(model, "page_kind", None)
    if kind is None:
        return []
    if kind.facts:
        return [field.name for field in model._meta.concrete_fields]
    names = [name for name in (kind.date, kind.end) if name]
    return [*names, *(f"{name}_precision" for name in names if kinds.has_field(model, f"{name}_precision"))]


def summary_columns(model: type[Model]) -> list[str]:
    """Return the columns for a page's summary."""
    return [name for name in (kinds.summary_field(model),) if kinds.has_field(model, name)]


class ContentsEntry(graphene.ObjectType):
    """A heading, for a list of contents."""

    level = graphene.Int(required=True, description="Its level: 2 for a section, 3 for a subsection.")
    text = graphene.String(required=True, description="The heading's words.")
    anchor = graphene.String(required=True, description="Fragment of the address that leads here, without the #.")


class PageInterface(graphene.Interface):
    """A page of the site, with an address and a position in the tree."""

    # Later rooms add theirs with `add_page_field`.

    id = id_field()
    database_id = database_id_field()
    title = graphene.String(required=True, description="The page's title.")
    slug = graphene.String(required=True, description="The last part of the page's path.")
    path = graphene.String(required=True, description="The page's path on the site, such as /news/first/.")
    url = graphene.String(required=True, description="The page's full address.")
    seo_title = graphene.String(required=True, description="Title for search engines; the title if none is set.")
    search_description = graphene.String(required=True, description="Description for search engines; may be empty.")
    facts = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Brief facts for choosing the page among others of its type, such as its date. May be empty.",
    )
    summary = graphene.String(required=True, description="A sentence or two that introduce the page; may be empty.")
    show_in_menus = graphene.Boolean(required=True, description="Whether editors want the page in menus.")
    first_published_at = graphene.DateTime(description="When the page was first published.")
    last_published_at = graphene.DateTime(
        description="When the page was last published, however small the change, for clients that keep copies."
    )
    updated_on = graphene.Field(
        graphene.Date,
        description="The date shown to readers as “Last updated”; the first day of the month or year if no more "
        "is known, null if unknown.",
        resolver=reads()(lambda root, info: (date := updated(root, info.context.visibility)) and date.first_day),
    )
    updated_on_precision = graphene.Field(
        enum_of(DatePrecision),
        description="The precision of `updatedOn`; null if that is null.",
        resolver=reads()(lambda root, info: (date := updated(root, info.context.visibility)) and date.precision),
    )
    locale = graphene.Field(Locale, required=True, description="The language of the page.")
    translations = graphene.List(
        graphene.NonNull(lambda: PageInterface),
        required=True,
        description="The public translations of the page.",
    )
    translation = graphene.Field(
        lambda: PageInterface,
        locales=locales_argument(required=True),
        description="The page, or its translation, in the first of these languages in which it is public; null if there is none.",
    )
    sources = graphene.List(
        graphene.NonNull(lambda: registry.class_models[apps.get_model("cms.PageSource")]),
        required=True,
        description="The sources of the page's facts, in the editors' order; may be empty.",
        resolver=reads()(
            lambda root, info: relations.rows(root, apps.get_model("cms.PageSource"), "page", None, info.context)
        ),
    )
    headings = graphene.List(
        graphene.NonNull(ContentsEntry),
        required=True,
        description="The heading blocks of the page's texts, in order: a list of contents. May be empty.",
    )
    parent = graphene.Field(lambda: PageInterface, description="The page above; null at the top of the site.")
    children = connection_field(
        lambda: PageInterface,
        "The child pages, in the editors' order.",
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
        interfaces = (NodeInterface,)

    @classmethod
    def resolve_type(cls, instance: Model, info: Info) -> type[graphene.ObjectType]:
        return registry.pages[type(instance)]

    @reads("url_path")
    def resolve_path(root: Page, info: Info) -> str:
        return info.context.visibility.path_of(root)

    @reads("url_path")
    def resolve_url(root: Page, info: Info) -> str:
        return info.context.visibility.url_of(root)

    @reads("seo_title", "title")
    def resolve_seo_title(root: Page, info: Info) -> str:
        return root.seo_title or root.title

    @reads(facts_columns)
    def resolve_facts(root: Page, info: Info) -> list[str]:
        return kinds.facts(root)

    @reads(summary_columns)
    def resolve_summary(root: Page, info: Info) -> str:
        return kinds.summary(root)

    @reads("locale")
    def resolve_locale(root: Page, info: Info) -> locales.Language:
        return locales.language_of(root, info.context)

    @reads("locale", "translation_key")
    def resolve_translations(root: Page, info: Info) -> list[Page]:
        return locales.translations(root, info.context)

    @reads("locale", "translation_key")
    def resolve_translation(root: Page, info: Info, **arguments: Any) -> Page | None:
        return locales.translation(root, arguments["locales"], info.context)

    @reads(anchors.streams)
    def resolve_headings(root: Page, info: Info) -> list[Heading]:
        return anchors.headings(root)

    @reads("path")
    def resolve_parent(root: Page, info: Info) -> Page | None:
        return tree.parent(root, info.context)


def add_page_field(name: str, field: graphene.Field) -> None:
    """Give every page one more field, which has its own resolver. Called while the hub starts, before there is a schema.

    Raises ValueError if there is a field of the name.
    """
    fields = PageInterface._meta.fields
    if name in fields:
        raise ValueError(f"“{name}” is already a field of every page.")
    fields[name] = field


class SnippetInterface(graphene.Interface):
    """A term that classifies pages."""

    id = id_field()
    database_id = database_id_field()
    name = graphene.String(required=True, description="As readers should see it.")
    slug = graphene.String(required=True, description="Short form for addresses and filters; unique in its kind.")

    class Meta:
        name = "Snippet"
        interfaces = (NodeInterface,)

    @classmethod
    def resolve_type(cls, instance: Model, info: Info) -> type[graphene.ObjectType]:
        return registry.snippets[type(instance)]
