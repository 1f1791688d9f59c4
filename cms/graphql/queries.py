"""Root fields independent of content types: pages by address, and routes."""

from __future__ import annotations

from typing import Any

import graphene
from wagtail.models import Page

from cms.pages.addresses import page_at, redirect_at

from .context import Info
from .errors import ApiError, ErrorCode
from .interfaces import PageInterface
from .locales import in_language, locales_argument
from .preview import preview
from .roots import root_connection
from .schema import register_query

DRAFT = "Opens the token's draft, as its editor sees it. The editor's preview sends the token."


class Redirect(graphene.ObjectType):
    """A redirect to another address."""

    url = graphene.String(required=True, description="The full target address.")
    status = graphene.Int(required=True, description="The HTTP status: 301 if permanent, otherwise 302.")


class Route(graphene.ObjectType):
    """The result for a path: a page or a redirect."""

    page = graphene.Field(PageInterface, description="The page at the path; null for a redirect.")
    redirect = graphene.Field(Redirect, description="The redirect at the path; null for a page.")


@register_query
class AddressQuery:
    """Pages of all types, by address and by number."""

    route = graphene.Field(
        Route,
        path=graphene.Argument(graphene.String, required=True, description="A path on the site, such as /news/first/."),
        locales=locales_argument(),
        preview_token=graphene.Argument(graphene.String, description=DRAFT),
        description="The page or redirect at a path; null if there is none.",
    )
    page = graphene.Field(
        PageInterface,
        id=graphene.Argument(graphene.ID, description="The page's number."),
        path=graphene.Argument(graphene.String, description="The page's path on the site, such as /news/first/."),
        locales=locales_argument(),
        preview_token=graphene.Argument(graphene.String, description=DRAFT),
        description="One page by number or by path: give one of the two, or a preview token, with which both may be omitted.",
    )
    pages = root_connection("wagtailcore.Page", "All pages of the site, in the order of the tree.")

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
        id: str | None = None,
        path: str | None = None,
        locales: list[str] | None = None,
        preview_token: str | None = None,
    ) -> Page | None:
        if preview_token is not None:
            return preview(info.context, preview_token, key=id, path=path)
        if path is not None and id is None:
            page = page_at(path, info.context)
        elif id is not None and path is None:
            page = info.context.get(Page, int(id)) if id.isascii() and id.isdigit() and len(id) < 19 else None
        else:
            raise ApiError(ErrorCode.INVALID_VALUE, "Give `id` or `path`, one of the two.")
        return in_language(page, locales, info.context)
