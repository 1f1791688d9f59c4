"""What a change answers about its page."""

from __future__ import annotations

import graphene
from django.apps import apps
from grapple.registry import registry

from cms.choices import ChangeKind

from . import relations
from .fields import declared
from .interfaces import PageInterface
from .plans import reads


def page_fields() -> list:
    """Return the fields that a change has about its page, for its `graphql_fields`."""
    page = "The page; null when it was withdrawn."
    number = "The page's number, also when the page is gone."
    path = "The page's path today; of a withdrawn page the last that it had."
    kind = "The page's type, as `__typename` gives it."

    def field(kind, description, resolver, **options):
        return graphene.Field(kind, description=description, resolver=resolver, **options)

    return [
        declared("page", lambda: field(PageInterface, page, resolve_page), page),
        declared("page_id", lambda: field(graphene.ID, number, resolve_page_id, required=True), number),
        declared("path", lambda: field(graphene.String, path, resolve_path, required=True), path),
        declared("page_type", lambda: field(graphene.String, kind, resolve_page_type, required=True), kind),
    ]


@reads("kind", "page")
def resolve_page(root, info):
    """Return the page as what it is, or None."""
    return None if root.kind == ChangeKind.WITHDRAWN else relations.one(root, "page", info.context)


@reads("page")
def resolve_page_id(root, info):
    """Return the key of the page, which may be gone."""
    return root.page_id


@reads("kind", "page", "path")
def resolve_path(root, info):
    """Return the address to tell; why not always that of the time is said at `Change`."""
    page = resolve_page(root, info)
    return info.context.path_of(page) if page else root.path


@reads("page_type")
def resolve_page_type(root, info):
    """Return the name of the type; of a model that no longer exists, the name that it had."""
    label = root.page_type
    try:
        return registry.pages[apps.get_model(label)]._meta.name
    except LookupError:
        return label.rpartition(".")[2]
