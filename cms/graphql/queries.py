"""Root fields independent of content types: pages by address, routes and redirects."""

from __future__ import annotations

from typing import Any

import graphene
from wagtail.models import Page

from cms.pages.addresses import page_at
from cms.pages.redirects import redirect_at

from .connection_types import connection_field
from .context import Info
from .errors import ApiError, ErrorCode
from .interfaces import PageInterface
from .locales import in_language, locales_argument
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


@register_query
class AddressQuery:
    """Pages of all types, by address and by number."""

    route = graphene.Field(
        Route,
        path=graphene.Argument(graphene.String, required=True, description=PATH),
        locales=locales_argument(),
        preview_token=graphene.Argument(graphene.String, description=DRAFT),
        description="The page or redirect at an address; null if there is none, or at another site's address.",
    )
    page = graphene.Field(
        PageInterface,
        id=graphene.Argument(graphene.ID, description="The page's number."),
        path=graphene.Argument(graphene.String, description=PATH),
        locales=locales_argument(),
        preview_token=graphene.Argument(graphene.String, description=DRAFT),
        description="One page by number or by path: give one of the two, or a preview token, with which both may be omitted.",
    )
    redirects = connection_field(
        lambda: Redirect,
        "Editors' redirects to what is public, by path: for the list of redirects of a static frontend.",
        resolver=resolve_redirects,
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
