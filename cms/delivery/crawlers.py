"""Files that programs request at fixed addresses: robots.txt, the sitemap, security.txt, the manifest with the site's
icons."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
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

from cms.base.hub_name import hub_name
from cms.base.partial_dates import PartialDate
from cms.base.registry import Registry
from cms.delivery.conditional import holds_until_a_change
from cms.delivery.empty_pages import empty_keys
from cms.delivery.look.models import LookSettings
from cms.delivery.models import HubSettings
from cms.pages.viewer import visibility_of
from cms.visibility.frontend import origin_of
from cms.visibility.hub_addresses import full_address
from cms.visibility.rule import Visibility

# Paths without content to find, or with private content. Apps add theirs.
not_for_robots = ["/admin/", "/graphql/", "/graphiql/", "/mcp/", "/_util/", "/as-at/", "/page-history/"]
# Views beside the pages that people must find: the name of an address, and whether there is something to read there.
views: Registry[Callable[[Visibility], Any]] = Registry("view in the sitemap")
# The protocol takes 50,000 addresses a file; some of them are those of `views`.
PAGES_A_FILE = 49_990
# RFC 9116 asks for less than a year.
SECURITY_CONTACT_HOLDS = datetime.timedelta(days=180)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots which addresses to avoid (RFC 9309): all if a setting forbids search engines or there is no site, and
    all of a demonstration."""
    if settings.SEARCH_ENGINES and settings.PUBLIC_SITE and not HubSettings.for_request(request).demonstration:
        rules = [f"Disallow: {path}" for path in not_for_robots]
        visibility = visibility_of(request)
        home = _home(visibility) if settings.FRONTEND_URL else visibility.base_url
        lines = ["User-agent: *", *rules, "", f"Sitemap: {home}{reverse('sitemap')}"]
    else:
        lines = ["User-agent: *", "Disallow: /"]
    return _text("\n".join(lines))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Give the contact for reporting a vulnerability (RFC 9116). Raises Http404 if the settings name none."""
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
        f"Canonical: {full_address('security')}",
    ]
    return _text("\n".join(lines))


def _text(text: str) -> HttpResponse:
    response = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@holds_until_a_change
def manifest(request: HttpRequest, visibility: Visibility) -> HttpResponse:
    """Return the site's name, icons and colours for a phone's home screen (W3C, Web Application Manifest)."""
    look = LookSettings.of_the_frame(visibility)
    name = HubSettings.for_site(visibility.site).marked_name if visibility.site else hub_name()
    data = {
        "name": name,
        "start_url": f"{visibility.prefix}/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": look.icons.colour,
        "icons": [
            {
                "src": look.icon_address(size) or static(f"hub/icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
            }
            for size in (192, 512)
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")


class SitemapRow(NamedTuple):
    """The columns of a page in the sitemap; its address is made from the first two."""

    path: str
    url_path: str
    last_update__day: datetime.date | None
    last_update__day_precision: str | None
    translation_key: Any


@holds_until_a_change
def sitemap(request: HttpRequest, visibility: Visibility, part: int | None = None) -> HttpResponse:
    """Return the sitemap of public pages that aren't empty (https://www.sitemaps.org), or the index of its files.

    Each page has its translations and the date of its last update, if known; W3C's date format allows months and years.
    Raises Http404 for a part that doesn't exist.
    """
    pages = visibility.filter(Page.objects.exclude(pk__in=empty_keys(visibility)).order_by("path"))
    parts = max(1, math.ceil(pages.count() / PAGES_A_FILE))
    if part is None and parts > 1:
        files = (_home(visibility) + reverse("sitemap_part", args=[number]) for number in range(1, parts + 1))
        return _xml("sitemapindex", "".join(f"<sitemap><loc>{escape(file)}</loc></sitemap>\n" for file in files))
    part = part or 1
    if part > parts:
        raise Http404
    rows = pages.values_list(*SitemapRow._fields)[(part - 1) * PAGES_A_FILE : part * PAGES_A_FILE]
    translations = _translations(visibility) if len(visibility.roots) > 1 else {}
    urls = "".join(
        _url(row, visibility, translations.get(row.translation_key, "")) for row in map(SitemapRow._make, rows)
    )
    # A frontend has views of its own, if any.
    if part == 1 and not settings.FRONTEND_URL:
        there = [name for name, has_content in views.items() if has_content(visibility)]
        urls += "".join(f"<url><loc>{escape(visibility.base_url + reverse(name))}</loc></url>\n" for name in there)
    return _xml("urlset", urls)


def _home(visibility: Visibility) -> str:
    """Return the address above the sitemap, which robots accept only from the host of the pages."""
    return origin_of(visibility.frontends[""])


def _url(row: SitemapRow, visibility: Visibility, alternates: str) -> str:
    day, precision = row.last_update__day, row.last_update__day_precision
    modified = f"<lastmod>{PartialDate(day, precision).iso}</lastmod>" if day else ""
    return f"<url><loc>{escape(visibility.url_of(row))}</loc>{modified}{alternates}</url>\n"


def _translations(visibility: Visibility) -> dict[Any, str]:
    """Return links to the public translations of pages in several languages, by translation key. One query."""
    several = Page.objects.values("translation_key").annotate(many=Count("pk")).filter(many__gt=1)
    shown = Page.objects.filter(translation_key__in=several.values("translation_key"))
    found: dict[Any, list[str]] = {}
    for page in visibility.filter(shown).select_related("locale").order_by("path"):
        link = f'hreflang="{page.locale.language_code}" href="{escape(visibility.url_of(page))}"'
        found.setdefault(page.translation_key, []).append(f'<xhtml:link rel="alternate" {link}/>')
    return {key: "".join(links) for key, links in found.items() if len(links) > 1}


def _xml(root: str, content: str) -> HttpResponse:
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {names}>\n{content}</{root}>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
