"""The fields of a change about its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graphene
from django.apps import apps
from grapple.registry import registry
from wagtail.models import Page

from cms.base.choices import ChangeKind

from . import relations
from .context import Info
from .interfaces import PageInterface
from .items import GraphQLItem, resolved
from .plans import reads

if TYPE_CHECKING:
    from cms.pages.models import Change


def page_fields() -> list[GraphQLItem]:
    """Return the fields of a change about its page, for its `graphql_fields`."""
    page = "The page; null if it was withdrawn."
    number = "The page's number, even if the page has been deleted."
    path = "The page's present path; for a withdrawn page, its last."
    kind = "The page's type, as `__typename` gives it."
    return [
        resolved("page", PageInterface, page, resolve_page),
        resolved("page_id", graphene.ID, number, resolve_page_id, required=True),
        resolved("path", graphene.String, path, resolve_path, required=True),
        resolved("page_type", graphene.String, kind, resolve_page_type, required=True),
    ]


@reads("kind", "page")
def resolve_page(root: Change, info: Info) -> Page | None:
    """Return the specific page, or None."""
    return None if root.kind == ChangeKind.WITHDRAWN else relations.one(root, "page", info.context)


@reads("page")
def resolve_page_id(root: Change, info: Info) -> int | None:
    """Return the key of the page, which may have been deleted."""
    return root.page_id


@reads("kind", "page", "path")
def resolve_path(root: Change, info: Info) -> str:
    """Return the path: see `Change` for why it isn't always that of the time."""
    page = resolve_page(root, info)
    return info.context.visibility.path_of(page) if page else root.path


@reads("page_type")
def resolve_page_type(root: Change, info: Info) -> str:
    """Return the name of the type; if the model no longer exists, its former name."""
    label = root.page_type
    try:
        return registry.pages[apps.get_model(label)]._meta.name
    except LookupError:
        return label.rpartition(".")[2]
