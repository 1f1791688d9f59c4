"""What programs ask for at fixed addresses: robots.txt, the sitemap, security.txt, the manifest with the site's icons."""

from __future__ import annotations

import datetime
import math
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.conditional import holds_until_a_change
from cms.empty_pages import empty_keys
from cms.graphql.context import Context
from cms.models import HubSettings
from cms.partial_dates import PartialDate
from cms.signposts.fitting import signposts
from cms.visibility.rule import Visibility

# What has no content of its own to find, or is somebody's alone.
NOT_FOR_ROBOTS = (
    "/admin/",
    "/graphql/",
    "/graphiql/",
    "/search/*&",  # filters, orders and further pages; what one word finds may be known
    "/_util/",
    "/newsletter/confirm/",
    "/newsletter/leave/",
    "/newsletter/preferences/",
    "/newsletter/undo/",
)
# The protocol takes 50,000 addresses a file; one of them is that of the help page.
PAGES_A_FILE = 49_999
# RFC 9116 wants less than a year.
SECURITY_CONTACT_HOLDS = datetime.timedelta(days=180)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what is not for them (RFC 9309): all of it where settings say that search engines may not list the hub."""
    if settings.SEARCH_ENGINES:
        rules = [f"Disallow: {path}" for path in NOT_FOR_ROBOTS]
        lines = ["User-agent: *", *rules, "", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}"]
    else:
        lines = ["User-agent: *", "Disallow: /"]
    return _text("\n".join(lines))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Say to whom a weakness is reported (RFC 9116). Raises Http404 where settings name nobody."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    if ":" not in contact:
        contact = f"mailto:{contact}"
    expires = timezone.now().replace(microsecond=0) + SECURITY_CONTACT_HOLDS
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.BASE_URL}{reverse('security')}",
    ]
    return _text("\n".join(lines))


def _text(text: str) -> HttpResponse:
    response = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@holds_until_a_change
def manifest(request: HttpRequest, visibility: Visibility) -> HttpResponse:
    """Return the site's name, icons and colours for those who put it on their start screen (W3C, Web Application Manifest)."""
    name = HubSettings.for_site(visibility.site).site_name if visibility.site else settings.WAGTAIL_SITE_NAME
    data = {
        "name": name,
        "start_url": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#0065bd",
        "icons": [
            {"src": static(f"hub/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in (192, 512)
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")


class Row(NamedTuple):
    """What the sitemap says of a page; the first two are what its address is made of."""

    path: str
    url_path: str
    last_update__day: datetime.date | None
    last_update__day_precision: str | None
    translation_key: Any


@holds_until_a_change
def sitemap(request: HttpRequest, visibility: Visibility, part: int | None = None) -> HttpResponse:
    """Return the public pages that have something to read (https://www.sitemaps.org), or the list of files that hold them.

    Each has its translations and the date of its last update, if that is known; W3C's note on dates knows months and years.
    Raises Http404 for a part that isn't there.
    """
    context = Context.for_visibility(visibility)
    pages = visibility.filter(Page.objects.exclude(pk__in=empty_keys(visibility)).order_by("path"))
    parts = max(1, math.ceil(pages.count() / PAGES_A_FILE))
    if part is None and parts > 1:
        files = (context.base_url + reverse("sitemap_part", args=[number]) for number in range(1, parts + 1))
        return _xml("sitemapindex", "".join(f"<sitemap><loc>{escape(file)}</loc></sitemap>\n" for file in files))
    part = part or 1
    if part > parts:
        raise Http404
    rows = pages.values_list(*Row._fields)[(part - 1) * PAGES_A_FILE : part * PAGES_A_FILE]
    translations = _translations(context) if len(visibility.roots) > 1 else {}
    urls = "".join(_url(row, context, translations.get(row.translation_key, "")) for row in map(Row._make, rows))
    # The one view beside the pages that people must find.
    if part == 1 and signposts(visibility):
        urls += f"<url><loc>{escape(context.base_url + reverse('help'))}</loc></url>\n"
    return _xml("urlset", urls)


def _url(row: Row, context: Context, alternates: str) -> str:
    day, precision = row.last_update__day, row.last_update__day_precision
    modified = f"<lastmod>{PartialDate(day, precision).iso}</lastmod>" if day else ""
    return f"<url><loc>{escape(context.url_of(row))}</loc>{modified}{alternates}</url>\n"


def _translations(context: Context) -> dict[Any, str]:
    """Return links to all public languages of pages that are in more than one, by what their translations share. One query."""
    several = Page.objects.values("translation_key").annotate(many=Count("pk")).filter(many__gt=1)
    shown = Page.objects.filter(translation_key__in=several.values("translation_key"))
    found: dict[Any, list[str]] = {}
    for page in context.visibility.filter(shown).select_related("locale").order_by("path"):
        link = f'hreflang="{page.locale.language_code}" href="{escape(context.url_of(page))}"'
        found.setdefault(page.translation_key, []).append(f'<xhtml:link rel="alternate" {link}/>')
    return {key: "".join(links) for key, links in found.items() if len(links) > 1}


def _xml(root: str, content: str) -> HttpResponse:
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {names}>\n{content}</{root}>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
