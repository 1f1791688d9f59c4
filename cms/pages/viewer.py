"""The view of the content that belongs to a request."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Site

from cms.visibility.period import Period, current_period
from cms.visibility.rule import Visibility


def visibility_of(request: HttpRequest, period: Period | None = None) -> Visibility:
    """Return the view of the request, always the same object.

    `period` is the present one, if the caller has already read it.
    """
    kept = vars(request)
    if "_hub_visibility" not in kept:
        period = period or current_period()
        if "_wagtail_site" not in kept:  # where Wagtail keeps it
            host = request.get_host()
            kept["_wagtail_site"] = (
                period.fact(("site", host), lambda: Site.find_for_request(request))
                if period
                else Site.find_for_request(request)
            )
        kept["_hub_visibility"] = Visibility(kept["_wagtail_site"], period=period)
    return kept["_hub_visibility"]
