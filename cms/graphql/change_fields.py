"""The fields of a change about its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graphene
from django.apps import apps
from wagtail.models import Page

from cms.base.choices import ChangeKind

from . import relations
from .context import Info
from .ids import encode
from .interfaces import PageInterface
from .items import GraphQLItem, resolved
from .page_types import page_type_enum
from .plans import reads

if TYPE_CHECKING:
    from cms.pages.models import Change


def page_fields() -> list[GraphQLItem]:
    """Return the fields of a change about its page, for its `graphql_fields`."""
    page = "The page; null if it was withdrawn."
    number = "The page's global id, even if the page has been deleted."
    path = "The page's present path; for a withdrawn page, its last."
    kind = "The page's type, even if the page was withdrawn; null if the hub no longer has the type."
    return [
        resolved("page", PageInterface, page, resolve_page),
        resolved("page_id", graphene.ID, number, resolve_page_id, required=True),
        resolved("path", graphene.String, path, resolve_path, required=True),
        resolved("page_type", lambda: page_type_enum(), kind, resolve_page_type),
    ]


@reads("kind", "page")
def resolve_page(root: Change, info: Info) -> Page | None:
    """Return the specific page, or None."""
    return None if root.kind == ChangeKind.WITHDRAWN else relations.one(root, "page", info.context)


@reads("page")
def resolve_page_id(root: Change, info: Info) -> str:
    """Return the id of the page, which may have been deleted."""
    return encode("Page", root.page_id)


@reads("kind", "page", "path")
def resolve_path(root: Change, info: Info) -> str:
    """Return the path: see `Change` for why it isn't always that of the time."""
    page = resolve_page(root, info)
    return info.context.visibility.path_of(page) if page else root.path


@reads("page_type")
def resolve_page_type(root: Change, info: Info) -> str | None:
    """Return the value of `PageType`; None if the model no longer exists."""
    try:
        return apps.get_model(root.page_type)._meta.label_lower
    except LookupError:
        return None
