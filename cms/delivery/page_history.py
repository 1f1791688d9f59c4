"""The history of a public page for readers: its publications, and the difference between two moments.

Neither is kept, since strangers choose the moments. Robots are asked to stay away, and a network can only ask for some
hundreds of differences an hour, because each makes the page twice.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.base.dates import moment_in_words
from cms.base.rate_limits import network_of, spent
from cms.delivery.publications import Gap, PagePublication, publications
from cms.delivery.routes import find
from cms.history.addresses import address_as_at, history_address
from cms.history.differences import MOST_BLOCKS, TextBlock, blocks_of, difference
from cms.history.moments import UnknownMomentError, beginning, past_moment
from cms.history.past import as_of
from cms.pages.viewer import answering, in_period, period_of, site_of, visibility_of
from cms.visibility.period import within
from cms.visibility.rule import Visibility

SIZE = 50
# Of the publications between two moments, the newest have their notes shown.
MOST_NOTES = 20
FIRST_KEPT = "The first version kept"
DIFFERENCES_AN_HOUR = 500
TOO_MANY = "Too many versions were compared from your network in the last hour. Try again later."
KINDS = {
    "published": "Published",
    "changed": "Changed",
    "moved": "Moved to another address",
    "": "Changed",  # without a record: by a program, say
}
MAIN = "main"
# What isn't the page's own text, is there for eyes or programs alone, or differs with each publication or day.
LEFT_OUT = (
    "script, style, template, noscript, svg, nav, form, button, iframe, [hidden], [aria-hidden=true], .ds_hide-page,"
    " .hub_changes, .hub_printed, .hub_following"
)


@dataclass(frozen=True)
class HistoryEntry:
    """A publication as the list shows it. `day_address` leads to the page at the end of that day, if this was the last."""

    publication: PagePublication
    words: str
    what: str
    value: str
    day_address: str = ""
    is_older: bool = False
    is_newer: bool = False


@dataclass(frozen=True)
class GapEntry:
    """A time in which the page wasn't public, in words."""

    since: str
    until: str


@dataclass(frozen=True)
class PastText:
    """The title and text of a page at a moment."""

    title: str
    blocks: list[TextBlock]


@dataclass(frozen=True)
class ComparedVersion:
    """The page at one of the two moments that are compared; without a text it wasn't public."""

    words: str
    text: PastText | None


@require_safe
def page_history(request: HttpRequest, path: str) -> HttpResponse:
    """Show the publications of the page at a path, such as `news/first/`, or with `?from=…&to=…` the difference between
    two moments.

    Raises Http404 for a page that isn't public today, whatever it was before.
    """
    page = _public_page(request, path)
    moments = request.GET.get("from", ""), request.GET.get("to", "")
    with within(period_of(request)):
        response = _compared(request, page, *moments) if all(moments) else _listed(request, page)
    response["X-Robots-Tag"] = "noindex"
    return response


def _listed(request: HttpRequest, page: Page, problem: str = "") -> HttpResponse:
    visibility = visibility_of(request)
    found = publications(page, visibility)
    numbered = Paginator(found, SIZE).get_page(request.GET.get("page"))
    first = beginning()
    context = _context(page, visibility) | {
        "entries": _entries(list(numbered), visibility, found[-1:]),
        "numbered": numbered,
        "beginning": first and timezone.localdate(first),
        "problem": problem,
    }
    context["comparable"] = sum(isinstance(one, HistoryEntry) for one in context["entries"]) > 1
    return render(request, "page_history/list.html", context, status=400 if problem else 200)


def _compared(request: HttpRequest, page: Page, since: str, until: str) -> HttpResponse:
    try:
        before, after = sorted((past_moment(since), past_moment(until)))
    except UnknownMomentError as error:
        return _listed(request, page, str(error))
    context = _context(page, visibility_of(request))
    if spent("page-history", network_of(request), 1) > DIFFERENCES_AN_HOUR:
        return render(request, "page_history/difference.html", context | {"problem": TOO_MANY}, status=429)
    with translation.override(_language_of(page)):
        texts = [text_at(page, one, request) for one in (before, after)]
    old, new = (ComparedVersion(moment_in_words(one), text) for one, text in zip((before, after), texts, strict=True))
    if old.text and new.text:
        longest = max(len(old.text.blocks), len(new.text.blocks))
        context |= {
            "shown": difference(old.text.blocks, new.text.blocks),
            "most": MOST_BLOCKS if longest > MOST_BLOCKS else None,
        }
    between = [
        one
        for one in publications(page, visibility_of(request))
        if isinstance(one, PagePublication) and before < one.at <= after
    ]
    noted = [one for one in between if one.notes]
    context |= {"versions": (old, new), "old": old, "new": new, "number": len(between), "noted": noted[:MOST_NOTES]}
    return render(request, "page_history/difference.html", context)


def _context(page: Page, visibility: Visibility) -> dict[str, Any]:
    # Not “page”: the frame would take this for the page itself.
    return {
        "subject": page,
        "subject_language": _language_of(page) if _language_of(page) != settings.LANGUAGE_CODE else "",
        "address": visibility.path_of(page),
        "history": history_address(page, visibility),
        "without_feedback": True,
        "hides": True,
    }


def _entries(
    numbered: list[PagePublication | Gap], visibility: Visibility, oldest: list[PagePublication | Gap]
) -> list[HistoryEntry | GapEntry]:
    """Return a page of the list. The newest two are chosen to be compared."""
    found: list[HistoryEntry | GapEntry] = []
    days: set[datetime.date] = set()
    place = 0
    for one in numbered:
        if isinstance(one, Gap):
            found.append(GapEntry(moment_in_words(one.since), moment_in_words(one.until) if one.until else ""))
            days.add(timezone.localdate(one.since))
            continue
        day = timezone.localdate(one.at)
        shown = address_as_at(day, visibility.path_of(one)) if day not in days else ""
        days.add(day)
        value = one.at.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
        what = FIRST_KEPT if not one.kind and one in oldest else KINDS[one.kind]
        found.append(
            HistoryEntry(one, moment_in_words(one.at), what, value, shown, is_older=place == 1, is_newer=not place)
        )
        place += 1
    return found


def _language_of(page: Page) -> str:
    """Return the language of the page's address. No query where the hub has one."""
    return page.locale.language_code if settings.WAGTAIL_I18N_ENABLED else settings.LANGUAGE_CODE


def _public_page(request: HttpRequest, path: str) -> Page:
    code = translation.get_language_from_path(f"/{path}") if settings.WAGTAIL_I18N_ENABLED else None
    if code is not None and code != settings.LANGUAGE_CODE:
        path = path.partition("/")[2]
    with translation.override(code or settings.LANGUAGE_CODE):
        found = find(request, path) or Page.route_for_request(request, path)
    if found is None or found.args or found.kwargs or not visibility_of(request).can_see(found.page):
        raise Http404
    return found.page


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
