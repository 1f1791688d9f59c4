"""The site as it was on a past day: `/as-at/2027-06-01/news/` is what `/news/` was at the end of that day.

The rest of the path is answered by the same views and templates, within `as_of`, as a stranger would have got it: without
cookies and tokens, and only GET and HEAD. Views know nothing of the day. Their links are led into the day afterwards, in the
HTML that is sent, because addresses come from many places (menus, rich text, settings, paginators), and some are kept for
all readers of a moment, GraphQL's too. The Wayback Machine works in this way.

Pages of past days are kept like others, under a key with the moment and the present token, since the bar says what is there
today and something may be withheld. There are as many past days as strangers ask for, so they only get the share of the
store that strangers can fill.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponseNotAllowed, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from cms.history.addresses import PREFIX
from cms.history.moments import DAY, UnknownMomentError, past_moment
from cms.history.past import as_of
from cms.pages.viewer import sites_of
from cms.sites.reserved import reserved_parts
from cms.visibility.frontend import PAGES
from cms.visibility.period import current_period, within

from .programmes import programme_below

# Among the hub's own addresses those of what readers of a past day got with its pages. All others are today's alone: forms,
# search, feeds, help, and files that never change. Apps add theirs.
of_each_day = {*PAGES, "wagtaildocs_serve", "look_stylesheet", "look_icon"}
# People who need help get today's at once.
HELP = "/help/"
WRITTEN = re.compile(r"[0-9TZ:.+-]+", re.ASCII)
TAG = re.compile(r"<(?:a|area|form|link)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
ADDRESS = re.compile(r"(\s(?:href|action)=\")([^\"]*)(?=\")", re.IGNORECASE)
# The attribute of links, in our own templates, that lead out of the day.
LEAVES = " data-today"


@dataclass(frozen=True)
class PastDay:
    """The past day, or moment, of a request, and the path that is shown as it was then."""

    text: str
    path: str
    # Why there is nothing to show: a sentence for the reader; empty if there is something.
    problem: str = ""
    # Whether the path is one of those that are today's alone.
    is_of_today: bool = False

    @property
    def prefix(self) -> str:
        """The beginning of every path within the day, without a slash at the end."""
        return PREFIX + self.text


def past_day_of(request: HttpRequest) -> PastDay | None:
    """Return the past day for which a request is answered; None for today."""
    return getattr(request, "past_day", None)


class PastDaysMiddleware:
    """Answer `/as-at/<day>/…` with the path as it was at the end of the day.

    It comes before the programme is found, since programmes may have been at other addresses on that day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        text, slash, rest = request.path_info.removeprefix(PREFIX).partition("/")
        if not (settings.PUBLIC_SITE and request.path_info.startswith(PREFIX) and text):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            response: Any = HttpResponseNotAllowed(["GET", "HEAD"])
        elif not slash:
            response = HttpResponsePermanentRedirect(f"{request.path}/")
        else:
            response = self.answer(request, text, f"/{rest}")
        response.cookies.clear()
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def answer(self, request: HttpRequest, text: str, path: str) -> Any:
        """Return the answer for a path at a day as the address names it."""
        present = current_period()
        try:
            with within(present):
                # Nothing else could be written into the addresses of the page.
                moment = past_moment(text if WRITTEN.fullmatch(text) else "")
        except UnknownMomentError as error:
            return self.get_response(as_stranger(request, PREFIX, PastDay(text, path, str(error))))
        if DAY.fullmatch(text) and timezone.localdate(moment) == timezone.localdate():
            query = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect("/" + path.lstrip("/") + (f"?{query}" if query else ""))  # still going on
        with as_of(moment, present):
            inner = as_stranger(request, path, PastDay(text, path))
            try:
                found = programme_below(inner)
            except DisallowedHost:  # the view refuses it
                found = None
            prefix = found.prefix if found else ""
            if path[len(prefix) :].startswith(HELP):
                return HttpResponseRedirect(path)
            if not is_of_each_day(path[len(prefix) :]):
                inner = as_stranger(request, prefix + PREFIX, PastDay(text, path, is_of_today=True))
            response = self.get_response(inner)
            if "Location" in response:
                response["Location"] = Inside(inner).address(response["Location"])
            return response


def lead_into_day(request: HttpRequest, response: Any) -> None:
    """Lead the links of a past day's page into the day, before it is compressed and kept."""
    day = past_day_of(request)
    is_html = response.get("Content-Type", "").startswith("text/html")
    if day and not day.problem and is_html and not response.streaming:
        response.content = Inside(request).page(response.content.decode())
        if "Content-Length" in response:  # the links are longer now
            response["Content-Length"] = str(len(response.content))


def as_stranger(request: HttpRequest, path: str, day: PastDay) -> HttpRequest:
    """Return a request for another path by somebody without any cookie or token."""
    left_out = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")
    environ = {name: value for name, value in request.META.items() if name not in left_out}
    # As PEP 3333 has it.
    inner: Any = WSGIRequest(environ | {"PATH_INFO": path.encode().decode("latin-1")})
    inner.past_day = day
    return inner


def is_of_each_day(path: str) -> bool:
    """Say whether a path of a site, without the part that names a programme, is shown as it was on each day."""
    if path.startswith(PREFIX):
        return False  # it names a day itself
    if path[1:].partition("/")[0] not in reserved_parts():
        return True  # a page's, which needs no look at all patterns
    try:
        return resolve(path).url_name in of_each_day
    except Resolver404:
        return False


class Inside:
    """The addresses of a past day's page, led into the day."""

    def __init__(self, request: HttpRequest):
        day = past_day_of(request)
        self.prefix = day.prefix if day else ""
        sites = sites_of(request)
        self.origins = {one.origin.lower() for one in sites} | {f"{request.scheme}://{request.get_host()}".lower()}
        self.programmes = {one.prefix for one in sites if one.prefix}

    def page(self, text: str) -> str:
        """Return an HTML page with its links led into the day; GET forms, too, since lists are filtered by them."""
        return TAG.sub(self._tag, text)

    def _tag(self, found: re.Match[str]) -> str:
        if LEAVES in found[0]:
            return found[0]
        return ADDRESS.sub(lambda one: one[1] + html.escape(self.address(html.unescape(one[2]))), found[0])

    def address(self, address: str) -> str:
        """Return the address within the day of one on the hub's sites; any other as it is."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return address
        origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        if (origin and origin.lower() not in self.origins) or not (parts.path or "/").startswith("/"):
            return address
        if not origin and not parts.path:  # `?page=2` and `#part` are of the page itself
            return address
        first, _, rest = parts.path[1:].partition("/")
        own = f"/{rest}" if f"/{first}" in self.programmes else parts.path or "/"
        return f"{origin}{self.prefix}{address[len(origin) :] or '/'}" if is_of_each_day(own) else address
