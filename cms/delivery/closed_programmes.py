"""Closed programmes: each of their addresses leads to its successor, or answers that it is gone (410)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from cms.batches.reader import BatchReader
from cms.pages.addresses import page_at
from cms.pages.viewer import in_period, period_of, site_if_known, sites_of
from cms.sites.addresses import SiteAddress
from cms.visibility.rule import Visibility

from .kept_pages import REVALIDATE
from .programmes import has_public_page

USUAL_PORTS = (80, 443)

# The beginnings of paths that go on to be answered: of the people who work there, of pages on which somebody turns for
# help, and of what those and the messages that were sent need, pictures among it; these are found at the addresses of
# the other programmes, too. The API has an answer of its own. Apps add theirs.
still_answered = ["/admin/", "/help/", "/look/", "/favicon.ico", "/graphql/"]
still_answered += [settings.STATIC_URL, settings.MEDIA_URL]


def answer_of_closed(request: HttpRequest) -> HttpResponse | None:
    """Answer for a closed programme: 301 to its successor, for a request that only reads; otherwise 410. None for any other.

    A permanent redirect that nobody may keep without asking again (RFC 9111, section 5.2.2.4): the programme may be
    reopened.
    """
    closed = closed_programme(request)
    if closed is None:
        return None
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

    Empty without one, and if it leads to a closed programme of this hub, at its present or a former address: two of them
    could lead to each other for ever.
    """
    successor = _bare(closed.successor)
    around = [(_bare(one.base_url), one) for one in sites_of(request)]
    found = max((pair for pair in around if successor.startswith(pair[0])), key=_length, default=None)
    if found is not None and found[1].is_closed:
        return ""
    if found is None or successor != found[0]:
        return "" if _has_closed(request, successor, found) else closed.successor
    other = found[1]
    period = period_of(request)
    view = Visibility(in_period(period, other.site_key, other.read_site), period=period)
    page = page_at(other.prefix + request.path_info, BatchReader.for_visibility(view))
    return view.url_of(page) if page else view.home_url


def _has_closed(request: HttpRequest, successor: str, present: tuple[str, SiteAddress] | None) -> bool:
    """Say whether a closed programme of this hub had the successor's address. `present` is what is around it now."""
    sites = {one.site_key: one for one in sites_of(request)}
    for place in Visibility(None, period=period_of(request)).former_places:
        host = sites.get(place.host_key) if place.host_key else None
        address = f"{_bare(host.base_url)}{place.prefix[1:]}/" if host else f"{place.hostname}/"
        is_nearer = present is None or len(address) > len(present[0])
        if sites[place.site_key].is_closed and is_nearer and successor.startswith(address):
            # A page that is there now has taken the address over.
            top = host.read_site() if host else None
            return top is None or not has_public_page(top, place.prefix[1:])
    return False


def _bare(address: str) -> str:
    """Return an address as it is compared: without its scheme, the usual port and the case of the host; with a last slash."""
    parts = urlsplit(address)
    try:
        usual = parts.port in (None, *USUAL_PORTS)
    except ValueError:
        usual = False
    host = (parts.hostname or "") if usual else parts.netloc.lower()
    return f"{host}{parts.path.rstrip('/')}/"


def _length(found: tuple[str, SiteAddress]) -> int:
    return len(found[0])
