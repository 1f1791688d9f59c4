"""Root fields independent of content types: pages by address, routes and redirects."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import Model
from graphql import GraphQLObjectType
from grapple.registry import registry
from wagtail.models import Page

from cms.pages.addresses import page_at
from cms.pages.redirects import redirect_at

from .connection_types import connection_field
from .context import Info
from .errors import ApiError, ErrorCode
from .filter_types import MOST_VALUES
from .ids import decode, kind_of, number, number_of
from .interfaces import NodeInterface, PageInterface
from .locales import Language, Locale, in_language, languages, locales_argument
from .preview import preview
from .redirects import Redirect, resolve_redirects
from .roots import root_connection
from .schema import register_query

DRAFT = "Opens the token's draft, as its editor sees it. The editor's preview sends the token."
PATH = (
    "A path on the site, such as /news/first/, with or without slashes at its ends, or a full address at the site's "
    "host or the frontend's."
)


class Route(graphene.ObjectType):
    """The result for an address: a page or a redirect."""

    page = graphene.Field(
        PageInterface,
        description="The page at the address, whose `path` is the one to show; null for a redirect.",
    )
    redirect = graphene.Field(
        Redirect,
        description="The redirect at the address; null for a page. An address in capitals is redirected to small letters.",
    )


class PageBy(graphene.InputObjectType):
    """How a page is found: exactly one of these."""

    id = graphene.ID(description="The page's global id.")
    path = graphene.String(description=PATH)
    preview_token = graphene.String(description=DRAFT)

    one_of = True


@register_query
class AddressQuery:
    """Objects by id, and pages of all types by address."""

    node = graphene.Field(
        NodeInterface,
        id=graphene.Argument(graphene.ID, required=True, description="The object's `id`."),
        description="The object with this id; null if there is none that is public.",
    )
    nodes = graphene.List(
        NodeInterface,
        required=True,
        ids=graphene.Argument(
            graphene.List(graphene.NonNull(graphene.ID)),
            required=True,
            description=f"The objects' `id`s, {MOST_VALUES} at most.",
        ),
        description="The objects with these ids, in this order; null in place of each that isn't public.",
    )
    route = graphene.Field(
        Route,
        path=graphene.Argument(graphene.String, required=True, description=PATH),
        locales=locales_argument(),
        preview_token=graphene.Argument(graphene.String, description=DRAFT),
        description="The page or redirect at an address; null if there is none, or at another site's address.",
    )
    page = graphene.Field(
        PageInterface,
        by=graphene.Argument(PageBy, required=True, description="The page's global id, its path, or a preview token."),
        locales=locales_argument(),
        description="One page; null if there is none that is public.",
    )
    locales = graphene.List(
        graphene.NonNull(Locale),
        required=True,
        description="The languages of the site: those in which its home page is public.",
    )
    redirects = connection_field(
        lambda: Redirect,
        "Editors' redirects to what is public, by path: for the list of redirects of a static frontend.",
        resolver=resolve_redirects,
    )
    pages = root_connection("wagtailcore.Page", "All pages of the site, in the order of the tree.")

    @staticmethod
    def resolve_node(root: None, info: Info, id: str) -> Model | None:
        return _found([id], info)[0]

    @staticmethod
    def resolve_nodes(root: None, info: Info, ids: list[str]) -> list[Model | None]:
        if len(ids) > MOST_VALUES:
            raise ApiError(ErrorCode.TOO_COMPLEX, f"Give at most {MOST_VALUES} `ids`.")
        return _found(ids, info)

    @staticmethod
    def resolve_locales(root: None, info: Info) -> list[Language]:
        return languages(info.context)

    @staticmethod
    def resolve_route(
        root: None, info: Info, path: str, locales: list[str] | None = None, preview_token: str | None = None
    ) -> dict[str, Any] | None:
        if preview_token is not None:
            return {"page": preview(info.context, preview_token, path=path)}
        page = in_language(page_at(path, info.context), locales, info.context)
        redirect = None if page else redirect_at(path, info.context)
        return {"page": page, "redirect": redirect} if page or redirect else None

    @staticmethod
    def resolve_page(
        root: None,
        info: Info,
        by: PageBy,
        locales: list[str] | None = None,
    ) -> Page | None:
        if "preview_token" in by:
            return preview(info.context, by.preview_token)
        page = page_at(by.path, info.context) if "path" in by else info.context.get(Page, number_of(by.id, Page))
        return in_language(page, locales, info.context)


def _found(wanted: list[str], info: Info) -> list[Model | None]:
    """Return the visible objects with the global ids, read by one statement for each type.

    Raises ApiError (INVALID_VALUE) if an id is malformed or that of something without `Node`.
    """
    keys = [(_model_of(kind, info), number(key)) for kind, key in map(decode, wanted)]
    for model, key in keys:
        info.context.expect(model, [key])
    return [info.context.get(model, key) for model, key in keys]


def _model_of(kind: str, info: Info) -> type[Model]:
    if kind == kind_of(Page):
        return Page
    found = info.schema.get_type(kind)
    if isinstance(found, GraphQLObjectType) and any(face.name == NodeInterface._meta.name for face in found.interfaces):
        for model, node in registry.class_models.items():
            if node._meta.name == kind and not issubclass(model, Page):
                return model
    raise ApiError(ErrorCode.INVALID_VALUE, "This is not the `id` of an object that `node` finds.")
