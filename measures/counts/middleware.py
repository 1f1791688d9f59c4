"""Counts what readers get, kept pages too, and takes the mark off links of updates.

It stands before kept pages and looks at what the answer says of itself: neither its body nor a cache is read. Pages count with
200 and 304, since a browser that has the page asks again whenever somebody opens it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cms.delivery.past_days import past_day_of
from cms.delivery.readers import is_reader, works_on_the_hub
from cms.pages.viewer import period_of, site_of
from measures.choices import CountKind, ReferringKind

from .referrers import kind_of
from .switch import sites_in
from .tally import CountKey, tally

# The whole query of a marked link. Numbers of issues have no more digits.
MARK = re.compile(r"update=([1-9]\d{0,4})", re.ASCII)
READ, SENT = (200, 304), (200, 302, 304)
# Views with feeds and calendars whose addresses are public; that of an editor's own calendar is a secret.
FEEDS = {
    *("programme:feed_of_all", "programme:feed_of_stream", "programme:feed_for_audience"),
    *("programme:feed_of_collection", "programme:feed"),
    *("programme:calendar_of_all", "programme:calendar", "programme:calendar_of_stream", "programme:calendar_of_group"),
}


class CountsMiddleware:
    """Count the answer of a request, if it is one that counts."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        issue = take_mark(request) if request.META.get("QUERY_STRING") else ""
        response = self.get_response(request)
        if request.method == "GET" and response.status_code in SENT:
            count(request, response, issue)
        return response


def take_mark(request: HttpRequest) -> str:
    """Return the number of the issue whose link leads here, and take it off the address; empty if there is none.

    The page is then the same as without, kept and at its own address.
    """
    mark = MARK.fullmatch(request.META["QUERY_STRING"])
    if mark is None or request.method not in ("GET", "HEAD"):
        return ""
    request.META["QUERY_STRING"] = ""
    return mark[1]


def count(request: HttpRequest, response: Any, issue: str = "") -> None:
    """Count an answer on the site of its request."""
    found = _counted(request, response)
    period = vars(request).get("_hub_period") if found else None
    if found is None or period is None or past_day_of(request):
        return
    sites = sites_in(period)
    site = site_of(request, period) if sites else None
    if site is None or site.pk not in sites:
        return
    kind, thing = found
    # Programs that read feeds are no people; those who work on the hub are left out everywhere.
    if not (is_reader(request) if kind != CountKind.FEED else not works_on_the_hub(request)):
        return
    day = timezone.localdate(timezone=timezone.get_default_timezone())
    detail = ""
    if kind == CountKind.PAGE:
        meta = request.META
        detail = ReferringKind.NEWSLETTER if issue else kind_of(meta.get("HTTP_REFERER", ""), request.get_host())
    tally.add(CountKey(site.pk, str(kind), day, thing, str(detail)))
    if issue and kind == CountKind.PAGE:
        tally.add(CountKey(site.pk, str(CountKind.UPDATE), day, issue, thing))


def _counted(request: HttpRequest, response: Any) -> tuple[CountKind, str] | None:
    """Return the kind and the name of what is answered; None if it isn't counted."""
    if thing := getattr(response, "counted_as", ""):
        return (CountKind.PAGE, thing) if response.status_code in READ else None
    if document := getattr(request, "document_served", ""):
        return CountKind.DOCUMENT, document
    match = request.resolver_match
    if match is None or response.status_code not in READ:
        return None
    if match.view_name == "newsletter:pdf":
        return CountKind.DOCUMENT, pdf_key(**match.kwargs)
    return (CountKind.FEED, request.path_info[:100]) if match.view_name in FEEDS else None


def pdf_key(number: int, part: int) -> str:
    """Return the name under which the PDF of an issue is counted."""
    return f"Issue {number}-{part} (PDF)"


def note_document(sender: Any, instance: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Remember that a document is being sent, for `count`."""
    request.document_served = str(instance.pk)  # type: ignore[attr-defined]
    period_of(request)
