"""The admin's side of the look: the preview on the real pages, and a sample of the colours beside the form."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site

from cms.base.contrast import is_colour
from cms.delivery.look import previews
from cms.delivery.look.models import LookSettings
from cms.delivery.look.palette import palette, problems
from cms.delivery.look.themes import ENDS, SCHEMES, Chosen, ThemeName


def _site(request: HttpRequest, site_id: int) -> Site:
    """Return the site. Raises PermissionDenied unless the user may change its look."""
    site = get_object_or_404(Site, pk=site_id)
    if not previews.may_change(request, site):
        raise PermissionDenied
    return site


def address_of(site: Site) -> str:
    """Return the address of a site's form."""
    return reverse("wagtailsettings:edit", args=["cms", "looksettings", site.pk])


def show_draft(request: HttpRequest, look: object) -> HttpResponse | None:
    """After a look was saved as a draft, go to the site's pages and show it there."""
    if not isinstance(look, LookSettings):
        return None
    if not look.draft:
        previews.end(request, look.site)
        return None
    previews.begin(request, look.site)
    return redirect(look.site.root_page.get_url(request) or "/")


@require_POST
def look_preview(request: HttpRequest, site_id: int) -> HttpResponse:
    """Begin or end the preview of a site's draft, make the draft public, or throw it away."""
    site = _site(request, site_id)
    look = LookSettings.of(site)
    action = request.POST.get("action")
    pages = site.root_page.get_url(request) or "/"
    if action == "begin" and look.draft:
        previews.begin(request, site)
        return redirect(pages)
    if action not in ("begin", "end", "publish", "discard"):
        return HttpResponseBadRequest("“action” is begin, end, publish or discard.")
    previews.end(request, site)
    if action == "publish" and look.draft:
        look.take(look.draft)
        look.draft = None
        look.save()
        messages.success(request, "The look is public.")
    elif action == "discard":
        LookSettings.objects.filter(site=site).update(draft=None)
        messages.success(request, "The draft is gone. The public look is as it was.")
        return redirect(address_of(site))
    return redirect(pages)


@require_safe
def look_sample(request: HttpRequest, site_id: int) -> JsonResponse:
    """Return every colour that the form’s few colours lead to, and what is wrong with them."""
    _site(request, site_id)
    given = request.GET.get("theme", "")
    theme = ThemeName(given) if given in ThemeName.values else ThemeName.DESIGN_SYSTEM
    light, dark = (
        Chosen(*(request.GET.get(name + end, "").strip().lower() for name in Chosen._fields)) for end in ENDS.values()
    )
    found = [
        {name: getattr(problem, name) for name in ("field", "message", "proposal")}
        for problem in problems(theme, light, dark)
    ]
    if not all(is_colour(colour) for colour in (*light, *dark) if colour):
        return JsonResponse({"problems": found})
    return JsonResponse({"problems": found, **{name: palette(theme, name, light, dark) for name in SCHEMES}})


urls = [
    path("look/<int:site_id>/preview/", look_preview, name="look_preview"),
    path("look/<int:site_id>/sample/", look_sample, name="look_sample"),
]
