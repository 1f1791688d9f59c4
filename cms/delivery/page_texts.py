"""The text of a page as readers could read it at a past moment."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from wagtail.models import Page, Site

from cms.history.differences import TextBlock, blocks_of
from cms.history.past import as_of
from cms.pages.viewer import answering, in_period, period_of, site_of, visibility_of

MAIN = "main"
# What isn't the page's own text, is there for eyes or programs alone, or differs with each publication or day.
LEFT_OUT = (
    "script, style, template, noscript, svg, nav, form, button, iframe, [hidden], [aria-hidden=true], .ds_hide-page,"
    " .hub_changes, .hub_printed, .hub_following"
)


@dataclass(frozen=True)
class PastText:
    """The title and text of a page at a moment."""

    title: str
    blocks: list[TextBlock]


def text_at(page: Page, moment: datetime.datetime, request: HttpRequest) -> PastText | None:
    """Return the text of a page as anybody could read it on the request's site at a past moment, made by its template in
    the active language.

    None if it wasn't public. As many statements as for the page today, and three at most for the moment's period, the site
    and the page.
    """
    present, site = period_of(request), site_of(request)
    if site is None:
        return None
    with as_of(moment, present) as period:
        inner = _as_a_reader(request)

        def read() -> Site | None:
            return Site.objects.select_related("root_page").filter(pk=site.pk).first()

        vars(inner)["_hub_period"] = period
        vars(inner)["_wagtail_site"] = in_period(period, site.pk, read)
        with answering(inner):
            visibility = visibility_of(inner, period)
            model = page.specific_class or Page
            then = model._default_manager.filter(pk=page.pk).select_related("last_update").first()
            is_closed = visibility.address is not None and visibility.address.is_closed
            if then is None or is_closed or not visibility.can_see(then):
                return None
            inner.path = inner.path_info = visibility.path_of(then)
            response = then.serve(inner)
            if hasattr(response, "render"):
                response.render()
            html = response.content.decode() if response.status_code == 200 else ""
    return PastText(then.title, blocks_of(html, MAIN, LEFT_OUT))


def _as_a_reader(request: HttpRequest) -> HttpRequest:
    """Return a request of somebody who isn't signed in, for no address yet, at the same host."""
    inner = HttpRequest()
    inner.method, inner.GET = "GET", QueryDict("")
    inner.META = {
        name: value
        for name, value in request.META.items()
        if name in ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "SCRIPT_NAME", "wsgi.url_scheme", "REQUEST_METHOD")
    }
    inner._get_scheme = request._get_scheme  # type: ignore[attr-defined]  # as Django's own tests do
    inner.user = AnonymousUser()
    inner.resolver_match = request.resolver_match
    return inner
