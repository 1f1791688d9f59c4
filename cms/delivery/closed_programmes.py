"""Closed programmes: each of their addresses leads to its successor, or answers that it is gone (410)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from cms.batches.reader import BatchReader
from cms.pages.addresses import page_at
from cms.pages.viewer import in_period, period_of, site_if_known, sites_of
from cms.sites.addresses import SiteAddress
from cms.visibility.rule import Visibility

from .kept_pages import REVALIDATE

# The beginnings of paths that go on to be answered: of the people who work there, of pages on which somebody turns for
# help, and of what those and the messages that were sent need, pictures among it; these are found at the addresses of
# the other programmes, too. The API has an answer of its own. Apps add theirs.
still_answered = ["/admin/", "/help/", "/look/", "/favicon.ico", "/graphql/"]
still_answered += [settings.STATIC_URL, settings.MEDIA_URL]


class ClosedProgrammeMiddleware:
    """Answer for a closed programme: 301 to its successor, for a request that only reads; otherwise 410.

    A permanent redirect that nobody may keep without asking again (RFC 9111, section 5.2.2.4): the programme may be
    reopened.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        closed = closed_programme(request)
        if closed is None:
            return self.get_response(request)
        address = successor_of(request, closed) if request.method in ("GET", "HEAD") else ""
        if address:
            response: HttpResponse = HttpResponsePermanentRedirect(address)
        else:
            response = render(request, "410.html", {"end": closed.end}, status=410)
        response["Cache-Control"] = REVALIDATE
        return response


def closed_programme(request: HttpRequest) -> SiteAddress | None:
    """Return the closed programme of the request; None if it is for another, or goes on to be answered.

    It costs the small read with which every page begins.
    """
    if getattr(request, "is_dummy", False) or request.path_info.startswith(tuple(still_answered)):
        return None
    site = site_if_known(request)
    found = (one for one in sites_of(request) if one.is_closed and one.site_key == site.pk) if site else ()
    return next(iter(found), None)


def successor_of(request: HttpRequest, closed: SiteAddress) -> str:
    """Return the address that takes over from that of the request: the page at the same path, if the successor is a
    programme of this hub that has one; otherwise the successor's own.

    Empty without one, and if it belongs to a closed programme of this hub: two of them could lead to each other for ever.
    """
    successor = f"{closed.successor.rstrip('/')}/"
    around = (one for one in sites_of(request) if successor.startswith(f"{one.base_url}/"))
    other = max(around, key=lambda one: len(one.base_url), default=None)
    if other is not None and other.is_closed:
        return ""
    if other is None or successor != f"{other.base_url}/":
        return closed.successor
    period = period_of(request)
    view = Visibility(in_period(period, other.site_key, other.read_site), period=period)
    page = page_at(other.prefix + request.path_info, BatchReader.for_visibility(view))
    return view.url_of(page) if page else view.home_url
