"""Previews of the hub's pages as they will be once a bundle is published, for holders of a sign-off link.

The page is requested as by any reader, without a session and without an account, so it shows what the public will see:
a restricted page stays closed, and drafts that aren't in the bundle stay drafts.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from wagtail.models import Page, Site

from bundles.models import Bundle
from bundles.publishing import as_if
from cms.batches.reader import BatchReader
from cms.delivery import routes
from cms.pages.addresses import local_address
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility

# The address in an opening tag that leads somewhere. Templates and rich text always write double quotes.
LINK = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)(")', re.I)
PAGES = {"wagtail_serve", "page_data"}


def page(request: HttpRequest, bundle: Bundle, path: str, token: str) -> HttpResponse:
    """Return the preview of a path of the site; its links to other pages lead to their previews.

    Raises Http404 where readers will find nothing, and as_if.CannotShowError.
    """
    inner: Any = _as_a_reader(request, path)
    site = visibility_of(request).site
    inner.sign_off = {
        "bundle": bundle,
        "address": reverse("bundles_sign_off:bundle", args=[token]),
        "is_public": _is_public_now(_as_a_reader(request, path), path, site),
    }
    with as_if.published(bundle), translation.override(_language_of(inner.path_info)):
        inner._hub_visibility, inner._wagtail_site = Visibility(site), site
        found = routes.find(inner, path) or Page.route_for_request(inner, path)
        if found is None or not inner._hub_visibility.can_see(found.page):
            raise Http404
        response = found.page.serve(inner, *found.args, **found.kwargs)
        if hasattr(response, "render"):
            response.render()
        content = b"".join(response) if response.streaming else response.content
    reader = BatchReader(Visibility(site))
    if response.get("Content-Type", "").startswith("text/html"):
        content = _with_own_links(content.decode(), token, reader).encode()
    shown = HttpResponse(content, status=response.status_code, content_type=response.get("Content-Type"))
    if "Location" in response:
        shown["Location"] = _within(response["Location"], token, reader)
    return shown


def address(token: str, path: str) -> str:
    """Return the address of the preview of the page with the path `/…/`."""
    return reverse("bundles_sign_off:page", args=[token, path.lstrip("/")])


def _is_public_now(inner: Any, path: str, site: Site | None) -> bool:
    """Say whether readers find a page at the path before the bundle is published."""
    inner._hub_visibility, inner._wagtail_site = Visibility(site), site
    try:
        found = routes.find(inner, path) or Page.route_for_request(inner, path)
    except Http404:
        return False
    return found is not None and inner._hub_visibility.can_see(found.page)


def _as_a_reader(request: HttpRequest, path: str) -> HttpRequest:
    inner = HttpRequest()
    inner.method, inner.GET = "GET", QueryDict(request.META.get("QUERY_STRING", ""))
    inner.path = inner.path_info = f"/{path}"
    inner.META = {
        name: value
        for name, value in request.META.items()
        if name in ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "QUERY_STRING", "wsgi.url_scheme", "REQUEST_METHOD")
    }
    inner._get_scheme = request._get_scheme
    inner.user = AnonymousUser()
    # Keeps the form for feedback off pages that aren't public.
    inner.resolver_match = request.resolver_match
    return inner


def _language_of(path: str) -> str:
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def _with_own_links(html: str, token: str, reader: BatchReader) -> str:
    return LINK.sub(lambda match: f"{match[1]}{escape(_within(unescape(match[2]), token, reader))}{match[3]}", html)


def _within(link: str, token: str, reader: BatchReader) -> str:
    """Return the link, to the preview if it leads to a page, at the hub or at the frontend; any other unchanged."""
    parts = urlsplit(link)
    if not parts.netloc and not parts.path.startswith("/"):
        return link
    local = local_address(link, reader)
    if local is None:
        return link
    parts = urlsplit(local)._replace(fragment=parts.fragment)
    try:
        with translation.override(_language_of(parts.path)):
            leads_to_page = resolve(parts.path).url_name in PAGES
    except Resolver404:
        return link
    if not leads_to_page:
        return link
    return parts._replace(path=address(token, parts.path)).geturl()
