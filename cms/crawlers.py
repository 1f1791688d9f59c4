"""What programs ask for at fixed addresses: robots.txt, the sitemap, security.txt, the manifest with the site's icons."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.conditional import holds_until_a_change
from cms.graphql.context import Context
from cms.graphql.visibility import Visibility
from cms.models import HubSettings

# What has no content of its own to find, or is somebody's alone.
NOT_FOR_ROBOTS = (
    "/admin/",
    "/graphql/",
    "/graphiql/",
    "/search/",
    "/_util/",
    "/newsletter/confirm/",
    "/newsletter/leave/",
    "/newsletter/preferences/",
    "/newsletter/undo/",
)
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


class PublicPages(Sitemap):
    """The public pages, each with the day of its last publication and its translations (https://www.sitemaps.org)."""

    limit = 50_000

    def __init__(self, visibility: Visibility):
        self.visibility = visibility
        self.context = Context.for_visibility(visibility)

    def items(self) -> QuerySet:
        """Return the pages: what places them, and nothing else of them."""
        fields = ("path", "url_path", "last_published_at", "translation_key")
        return self.visibility.filter(Page.objects.order_by("path")).only(*fields)

    @cached_property
    def paginator(self) -> Paginator:
        """Return the pages in parts of `limit`; they are counted once."""
        return super().paginator

    def get_latest_lastmod(self) -> None:
        """Let the index leave it out: to know it, all pages would be read."""
        return

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return what the template lists. One query, and one for translations where there are several languages."""
        pages = list(self.paginator.page(page).object_list)
        translations = self._translations() if len(self.visibility.roots) > 1 else {}
        return [
            {
                "location": self.context.url_of(one),
                "lastmod": one.last_published_at,
                "changefreq": None,
                "priority": "",
                "alternates": translations.get(one.translation_key, []),
            }
            for one in pages
        ]

    def _translations(self) -> dict[Any, list[dict[str, str]]]:
        """Return the public languages of pages that are in more than one, by what their translations share."""
        several = Page.objects.values("translation_key").annotate(many=Count("pk")).filter(many__gt=1)
        shown = Page.objects.filter(translation_key__in=several.values("translation_key"))
        found: dict[Any, list[dict[str, str]]] = {}
        for page in self.visibility.filter(shown).select_related("locale").order_by("path"):
            alternate = {"location": self.context.url_of(page), "lang_code": page.locale.language_code}
            found.setdefault(page.translation_key, []).append(alternate)
        return {key: alternates for key, alternates in found.items() if len(alternates) > 1}


@holds_until_a_change
def sitemap(request: HttpRequest, visibility: Visibility, section: str | None = None) -> HttpResponse:
    """Return all public pages, or the list of files that hold them if they are too many for one. Raises Http404."""
    pages = PublicPages(visibility)
    if section is None and pages.paginator.num_pages > 1:
        return sitemaps.index(request, {"pages": pages}, sitemap_url_name="sitemap_section").render()
    return sitemaps.sitemap(request, {"pages": pages}, section=section).render()
