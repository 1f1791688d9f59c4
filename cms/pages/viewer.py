"""The view of the content that belongs to a request."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest
from wagtail.models import Site

from cms.base.active_site import site_active
from cms.base.registry import Registry
from cms.sites.addresses import SiteAddress
from cms.sites.ends import ProgrammeEnd
from cms.tokens.models import AccessToken
from cms.tokens.scopes import READ_RESTRICTED
from cms.visibility.groups import GroupVisibility
from cms.visibility.period import Period, current_period
from cms.visibility.rule import Visibility

# Keep with the object of a site, which lives for a period, facts from the period's opening.
preparations: Registry[Callable[[Site, Period], None]] = Registry("preparation of a site")
# The request being answered.
_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)

# What requests for previews have: of Wagtail’s, of a preview link and of a bundle.
PREVIEWS = ("is_preview", "preview_link", "sign_off")


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """Make the request the one that is being answered within the block, and its site the active one."""
    before = _request.set(request)
    try:
        with site_active(None, read=lambda: site_if_known(request)):
            yield
    finally:
        _request.reset(before)


def view_now() -> Visibility:
    """Return a view of no site, for the sites of the hub: while a request is answered always the same."""
    request = _request.get()
    return hub_view(request) if request is not None else Visibility(None)


def hub_view(request: HttpRequest) -> Visibility:
    """Return the same for a request. It knows the sites as read with the period's opening; without one it reads them once."""
    kept = vars(request)
    if "_hub_view" not in kept:
        kept["_hub_view"] = Visibility(None, period=period_of(request))
    return kept["_hub_view"]


def sites_now() -> tuple[SiteAddress, ...]:
    """Return the sites of the hub: while a request is answered, those that its view has read."""
    return view_now().sites


def sites_of(request: HttpRequest) -> tuple[SiteAddress, ...]:
    """Return the sites of the hub, as read for a request."""
    return hub_view(request).sites


def end_of_site(key: int | None) -> ProgrammeEnd | None:
    """Return the end of the programme of a site, if it is archived or closed; without a key that of the default site."""
    found = (one for one in sites_now() if one.site_key == key or (key is None and one.is_default))
    return next((one.end for one in found), None)


def request_now() -> HttpRequest | None:
    """Return the request that is being answered; None outside of requests."""
    return _request.get()


def known_site() -> Site | None:
    """Return the site of the request that is being answered, if it has been read already; no query."""
    request = _request.get()
    return vars(request).get("_wagtail_site") if request is not None else None


def is_preview(request: HttpRequest) -> bool:
    """Say whether the request shows a draft: in the admin, behind a preview link or behind a sign-off link."""
    return any(getattr(request, name, None) for name in PREVIEWS)


def visibility_of(request: HttpRequest, period: Period | None = None, token: AccessToken | None = None) -> Visibility:
    """Return the view of the request, always the same object.

    `period` is the present one, if the caller has already read it. `token` is the request's access token, where tokens are
    taken; the first call decides.
    """
    kept = vars(request)
    if "_hub_visibility" not in kept:
        period = period or period_of(request)
        kept["_hub_visibility"] = _view(site_of(request, period), period, token)
    return kept["_hub_visibility"]


def period_of(request: HttpRequest) -> Period | None:
    """Return the period in which the request is answered, always the same: read on the first call."""
    kept = vars(request)
    if "_hub_period" not in kept:
        kept["_hub_period"] = current_period()
    return kept["_hub_period"]


def site_of(request: HttpRequest, period: Period | None = None) -> Site | None:
    """Return the site of the request: that of the programme below the first part of its path, or that of its host."""
    kept = vars(request)
    if "_wagtail_site" not in kept:  # where Wagtail keeps it
        period = period or period_of(request)
        kept["_wagtail_site"] = in_period(period, request.get_host(), lambda: Site.find_for_request(request))
    return kept["_wagtail_site"]


def forget_view(request: HttpRequest) -> None:
    """Let everything that was read for the request be read anew, for the same site: one statement, if that is known."""
    kept = vars(request)
    for name in ("_hub_period", "_hub_view", "_hub_visibility"):
        kept.pop(name, None)
    site = kept.pop("_wagtail_site", None)
    if site is not None:
        # None if there was no such site at a past moment.
        kept["_wagtail_site"] = Site.objects.select_related("root_page").filter(pk=site.pk).first()


def site_if_known(request: HttpRequest) -> Site | None:
    """Return the same for pages about a failure: None for a host that isn't ours, or without a database."""
    try:
        return site_of(request)
    except (DisallowedHost, DatabaseError):
        return None


def in_period(period: Period | None, key: Hashable, read: Callable[[], Site | None]) -> Site | None:
    """Return a site as it is kept for the period, with what is kept with it; just read, if there is no period."""
    return period.fact(("site", key), lambda: _prepared(read(), period)) if period else read()


def give_site(request: HttpRequest, other: HttpRequest) -> None:
    """Let another request, made to answer this one, be for the same site, if that is known already."""
    if "_wagtail_site" in vars(request):
        vars(other)["_wagtail_site"] = vars(request)["_wagtail_site"]


def _prepared(site: Site | None, period: Period) -> Site | None:
    if site is not None:
        for prepare in preparations.values():
            prepare(site, period)
    return site


def _view(site: Site | None, period: Period | None, token: AccessToken | None) -> Visibility:
    if token is not None and token.allows(READ_RESTRICTED):
        return GroupVisibility(site, token.group_keys, period=period)
    return Visibility(site, period=period)
