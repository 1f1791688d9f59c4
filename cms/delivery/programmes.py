"""The programme of a request: its site is activated, and the first part of the path taken off if it names a programme.

Former addresses lead to the present ones, by a permanent redirect that nobody may keep without asking again (RFC 9111,
section 5.2.2.4): the programme may move back. Only GET and HEAD are redirected: mail providers follow no redirect when they
unsubscribe somebody at once (RFC 8058), so other methods are answered as at the present address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.urls import get_script_prefix, set_script_prefix
from wagtail.models import Site

from cms.pages.viewer import answering, in_period, period_of, site_of
from cms.sites.addresses import SiteAddress, below
from cms.sites.reserved import BESIDE, reserved_parts
from cms.visibility.rule import Visibility

from .kept_pages import REVALIDATE

# Answered at any host, before anything is read: files, and the API, which programs ask at the present address.
AT_ANY_HOST = BESIDE | {"graphql"}


class ProgrammeMiddleware:
    """Find the site of the request and activate it.

    Below the first part of a path, the rest is answered as at a host of its own: the part becomes the script name, so
    that Django writes it before every address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        before = get_script_prefix()
        found, part = programme_below(request), None
        if found is None and (moved := programme_that_moved(request)):
            found, part = moved
            if request.method in ("GET", "HEAD"):
                response = HttpResponsePermanentRedirect(found.base_url + request.get_full_path_info()[len(part) :])
                response["Cache-Control"] = REVALIDATE
                return response
        if found is not None:
            enter(request, found, found.prefix if part is None else part)
        try:
            with answering(request):
                return self.get_response(request)
        finally:
            set_script_prefix(before)


def programme_below(request: HttpRequest) -> SiteAddress | None:
    """Return the programme that the first part of the request's path names; None if it names none.

    The hub's own parts cost nothing; others the small read with which every page begins.
    """
    first = request.path_info[1:].partition("/")[0]
    if not first or first in reserved_parts():
        return None
    try:
        host = site_of(request)
    except DisallowedHost:  # the view refuses it
        return None
    return host and below(Visibility(host, period=period_of(request)).sites, host.pk, request.path_info)


def programme_that_moved(request: HttpRequest) -> tuple[SiteAddress, str] | None:
    """Return the programme that once was at the request's address, and the part of the path that named it, which is empty
    if it had a host of its own; None if none was, or something else is there now.

    Nothing is read at the hub's own host for the hub's own parts, nor for files and the API anywhere.
    """
    first = request.path_info[1:].partition("/")[0]
    try:
        name = split_domain_port(request.get_host())[0]
        if first in AT_ANY_HOST or (
            name == urlsplit(settings.BASE_URL).hostname and (not first or first in reserved_parts())
        ):
            return None
        host = site_of(request)
    except DisallowedHost:
        return None
    if host is None:
        return None
    view = Visibility(host, period=period_of(request))
    for place in view.former_places:
        if place.prefix:
            is_here = place.host_key == host.pk and place.prefix == f"/{first}" and not has_public_page(host, first)
        else:
            is_here = place.hostname == name and all(one.hostname != name for one in view.sites)
        if is_here:
            return next(one for one in view.sites if one.site_key == place.site_key), place.prefix
    return None


def has_public_page(site: Site, slug: str) -> bool:
    """Say whether a live page is at the first part of a path on the site. One statement."""
    return site.root_page.get_children().live().filter(slug=slug).exists()


def enter(request: HttpRequest, programme: SiteAddress, part: str) -> None:
    """Take the part that names the programme off the request's path, and give the request its site."""
    request.path_info = request.path_info[len(part) :] or "/"
    request.META["SCRIPT_NAME"] = request.META.get("SCRIPT_NAME", "").rstrip("/") + programme.prefix
    request.META["PATH_INFO"] = request.path_info
    set_script_prefix(f"{request.META['SCRIPT_NAME']}/")
    site = in_period(period_of(request), programme.site_key, programme.read_site)
    vars(request)["_wagtail_site"] = site
