"""The view of the content that belongs to a request."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Site

from cms.tokens.models import AccessToken
from cms.tokens.scopes import READ_RESTRICTED
from cms.visibility.groups import GroupVisibility
from cms.visibility.period import Period, current_period
from cms.visibility.rule import Visibility


def visibility_of(request: HttpRequest, period: Period | None = None, token: AccessToken | None = None) -> Visibility:
    """Return the view of the request, always the same object.

    `period` is the present one, if the caller has already read it. `token` is the request's access token, where tokens are
    taken; the first call decides.
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
        kept["_hub_visibility"] = _view(kept["_wagtail_site"], period, token)
    return kept["_hub_visibility"]


def _view(site: Site | None, period: Period | None, token: AccessToken | None) -> Visibility:
    if token is not None and token.allows(READ_RESTRICTED):
        return GroupVisibility(site, token.group_keys, period=period)
    return Visibility(site, period=period)
