"""The programme of a request: its site is activated, and the first part of the path taken off if it names a programme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import get_script_prefix, set_script_prefix

from cms.pages.viewer import answering, in_period, period_of, site_of
from cms.sites.addresses import SiteAddress, below
from cms.sites.reserved import reserved_parts
from cms.visibility.rule import Visibility


class ProgrammeMiddleware:
    """Find the site of the request and activate it.

    Below the first part of a path, the rest is answered as at a host of its own: the part becomes the script name, so
    that Django writes it before every address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        before = get_script_prefix()
        found = programme_below(request)
        if found is not None:
            enter(request, found)
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


def enter(request: HttpRequest, programme: SiteAddress) -> None:
    """Take the programme's part off the request's path, and give the request its site."""
    request.path_info = request.path_info[len(programme.prefix) :] or "/"
    request.META["SCRIPT_NAME"] = request.META.get("SCRIPT_NAME", "").rstrip("/") + programme.prefix
    request.META["PATH_INFO"] = request.path_info
    set_script_prefix(f"{request.META['SCRIPT_NAME']}/")
    site = in_period(period_of(request), programme.site_key, programme.read_site)
    vars(request)["_wagtail_site"] = site
