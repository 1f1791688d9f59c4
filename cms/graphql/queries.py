"""Root fields that know no content type: the site, pages by address, and where a path leads."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import graphene
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect as RedirectRecord
from wagtail.models import Page

from cms.models import HubSettings

from .context import Context, adopt
from .errors import ApiError, ErrorCode
from .fields import model_type
from .interfaces import PageInterface
from .roots import root_connection
from .schema import register_query


def page_at(path: str, context: Context) -> Page | None:
    """Return the visible page at a path such as `/news/first/`, with or without the last slash, or None."""
    url_path = _url_path(path, context)
    if url_path is None:
        return None
    pages = Page.objects.filter(url_path=url_path)
    slug = url_path.rstrip("/").rpartition("/")[2]
    if slug:
        # The slug has an index and the path has none.
        pages = pages.filter(slug=slug)
    found = adopt(context.visibility.filter(pages).specific()[:1])
    return found[0] if found else None


def _url_path(path: str, context: Context) -> str | None:
    if context.site is None or not path.startswith("/") or "\0" in path:
        return None
    try:
        local = unquote(urlsplit(path).path)
    except ValueError:
        return None
    return context.site.root_page.url_path + local.strip("/") + ("/" if local.strip("/") else "")


def redirect_at(path: str, context: Context) -> dict | None:
    """Return where editors redirect a path to, or None; also None when the target isn't public."""
    if _url_path(path, context) is None:
        return None
    old_path = RedirectRecord.normalise_path(path)
    records = RedirectRecord.objects.filter(Q(site=context.site) | Q(site=None), old_path=old_path)
    record = records.order_by("site_id").last()
    if record is None:
        return None
    if record.redirect_page_id:
        page = context.get(Page, record.redirect_page_id)
        url = context.url_of(page) + record.redirect_page_route_path.lstrip("/") if page else None
    else:
        url = _visible_link(record.redirect_link, context)
    return {"url": url, "status": 301 if record.is_permanent else 302} if url else None


def _visible_link(link: str, context: Context) -> str | None:
    """Return the address that an editor typed, unless it is that of a page that isn't public."""
    local = link.removeprefix(context.base_url)
    if not local.startswith("/"):
        return link
    url_path = _url_path(local, context)
    if url_path and Page.objects.filter(url_path=url_path).exists() and page_at(local, context) is None:
        return None
    return context.base_url + local


class Redirect(graphene.ObjectType):
    """An address that leads somewhere else."""

    url = graphene.String(required=True, description="The full address to go to.")
    status = graphene.Int(required=True, description="HTTP status for it: 301 if it is for good, 302 if not.")


class Route(graphene.ObjectType):
    """What is at a path: a page or a redirect."""

    page = graphene.Field(PageInterface, description="The page at the path; null for a redirect.")
    redirect = graphene.Field(Redirect, description="Where the path leads instead; null for a page.")


@register_query
class HubQuery:
    """The site as a whole."""

    site = graphene.Field(
        lambda: model_type("cms.HubSettings"), required=True, description="Names, contact, signpost and channels."
    )
    route = graphene.Field(
        Route,
        path=graphene.Argument(graphene.String, required=True, description="A path on the site, such as /news/first/."),
        description="What is at a path: a page, a redirect, or null for nothing.",
    )
    page = graphene.Field(
        PageInterface,
        id=graphene.Argument(graphene.ID, description="The page's number."),
        path=graphene.Argument(graphene.String, description="The page's path on the site, such as /news/first/."),
        description="One page by number or by path. Give one of the two.",
    )
    pages = root_connection("wagtailcore.Page", "All pages of the site, in the order of the tree.")

    def resolve_site(root, info):
        site = info.context.site
        return HubSettings.objects.filter(site=site).first() or HubSettings(site=site)

    def resolve_route(root, info, path):
        page = page_at(path, info.context)
        redirect = None if page else redirect_at(path, info.context)
        return {"page": page, "redirect": redirect} if page or redirect else None

    def resolve_page(root, info, id=None, path=None):
        if (id is None) == (path is None):
            raise ApiError(ErrorCode.INVALID_VALUE, "Give `id` or `path`, one of the two.")
        if path is not None:
            return page_at(path, info.context)
        return info.context.get(Page, int(id)) if id.isascii() and id.isdigit() and len(id) < 19 else None
