"""The files of a look: its style sheet, icons and share pictures. Their addresses change with what they have in them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.delivery.look import drawings
from cms.delivery.look.models import ICON_SIZES, LookSettings
from cms.delivery.look.previews import may_change
from cms.delivery.look.stylesheets import digest
from cms.delivery.models import HubSettings
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility

UNCHANGING, CHANGING, PRIVATE = "public, max-age=31536000, immutable", "public, max-age=300", "private, no-store"


@require_safe
def look_stylesheet(request: HttpRequest, site_id: int, version: str) -> HttpResponse:
    """Return the style sheet of a site's look; that of the draft only to those who may change it.

    Asked for an earlier version, it returns the present one, to be kept for a moment only: a page may be older than it.
    """
    look = LookSettings.of(get_object_or_404(Site, pk=site_id))
    if digest(look.css) == version:
        return _file(look.css.encode(), "text/css; charset=utf-8", UNCHANGING)
    draft = look.as_draft() if look.draft else None
    if draft and digest(draft.css) == version and may_change(request, look.site):
        response = _file(draft.css.encode(), "text/css; charset=utf-8", PRIVATE)
        patch_vary_headers(response, ["Cookie"])
        return response
    return _file(look.css.encode(), "text/css; charset=utf-8", CHANGING)


@require_safe
def look_icon(request: HttpRequest, site_id: int, size: int, version: str) -> HttpResponse:
    """Return the icon of a site in a size. Raises Http404 if it has none that readers may see, or not in the size."""
    look = LookSettings.of(get_object_or_404(Site, pk=site_id))
    if size not in ICON_SIZES or look.icon is None:
        raise Http404
    if not _visibility(request, look.site).can_see(look.icon):
        raise Http404
    found = drawings.icon(look, size)
    if found is None:
        raise Http404
    return _file(found, "image/png", UNCHANGING if version == look.icon_digest else CHANGING)


@require_safe
def look_share(request: HttpRequest, site_id: int, page_id: int, version: str) -> HttpResponse:
    """Return the drawn picture of a public page. Raises Http404 if there is no such page, or the site draws none."""
    site = get_object_or_404(Site, pk=site_id)
    look = LookSettings.of(site)
    page = _visibility(request, site).filter(Page.objects.filter(pk=page_id)).first()
    if page is None or not look.share_pictures:
        raise Http404
    name = HubSettings.for_site(site).site_name
    is_present = version == drawings.share_version(look, name, page.title)
    body = drawings.share_picture_of(look, name, page.title)
    return _file(body, "image/png", UNCHANGING if is_present else CHANGING)


def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect programs that don't read the icon's address from a page to it."""
    look = LookSettings.for_request(request)
    return HttpResponseRedirect(look.icon_address(32) or static("hub/favicon.ico"))


def _visibility(request: HttpRequest, site: Site) -> Visibility:
    """Return the public's view of a site, which needn't be the one at the host: several may share it."""
    seen = visibility_of(request)
    return seen if seen.site == site else Visibility(site, period=seen.period)


def _file(body: bytes, kind: str, cache_control: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Cache-Control"] = cache_control
    return response
