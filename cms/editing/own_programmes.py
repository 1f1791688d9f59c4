"""The programmes that somebody works in: the admin of each is below its own address, and shows that programme.

Permissions on pages decide. People without any, such as those who only keep accounts, work at the default site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeGuard

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.models import Page, Site

from cms.base.requests import EditorRequest
from cms.editing.permissions import Editing
from cms.pages.viewer import sites_of
from cms.sites.addresses import SiteAddress, addresses, rows

ADMIN = "/admin/"
# What somebody needs to sign in and out, and to look after their own account, wherever they are.
OPEN = tuple(
    ADMIN + name
    for name in (
        *("login/", "logout/", "password_reset/", "account/", "two-factor/", "session/", "editing-sessions/"),
        *("jsi18n/", "sprite", "programmes/own/"),
    )
)


def programmes_of(user, sites: tuple[SiteAddress, ...] | None = None) -> list[SiteAddress]:
    """Return the programmes in which the user works, the default site's first. `sites` are those of the hub, if read."""
    sites = addresses(rows()) if sites is None else sites
    editing = Editing(user)
    if not editing.has_pages:
        return [one for one in sites if one.is_default]
    return [one for one in sites if editing.works_in(one.tree_path)]


def here(request: HttpRequest) -> SiteAddress | None:
    """Return the programme at whose address the request came."""
    sites = sites_of(request)
    if len(sites) == 1:
        return sites[0]
    site = Site.find_for_request(request)
    return next((one for one in sites if site and one.site_key == site.pk), None)


def admin_address(to: SiteAddress, present: SiteAddress | None) -> str:
    """Return the address of a programme's admin: a path, if it is at the same host."""
    return to.prefix + ADMIN if present and to.host_key == present.host_key else to.admin_url


def links(request: EditorRequest) -> list[tuple[SiteAddress, str, bool]]:
    """Return the user's programmes, each with the address of its admin, and whether that is where the user is."""
    present = here(request)
    return [
        (one, admin_address(one, present), one == present) for one in programmes_of(request.user, sites_of(request))
    ]


def within(pages, paths: Iterable[str]):
    """Return those of the pages that are in one of the branches; all if there are none."""
    paths = tuple(paths)
    if not paths:
        return pages
    found = pages.none()
    for path in paths:
        found |= pages.filter(path__startswith=path)
    return found


def only_own(pages, request: EditorRequest):
    """Return those pages, for a chooser, that belong to programmes of the user, and the pages above them."""
    sites = sites_of(request)
    own = programmes_of(request.user, sites)
    if len(own) == len(sites):
        return pages
    above = pages.filter(path__in={one.tree_path[: Page.steplen] for one in sites})
    return within(pages, [one.tree_path for one in own]) | above if own else above


def is_editor(request: HttpRequest) -> TypeGuard[EditorRequest]:
    """Say whether somebody with rights to the admin is signed in who doesn't work everywhere, as administrators do."""
    user = request.user
    return user.is_authenticated and not user.is_superuser and user.has_perm("wagtailadmin.access_admin")


class ProgrammeGateMiddleware:
    """Lead people who sign in at the address of a programme that isn't theirs to their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(ADMIN) and not path.startswith(OPEN) and len(sites_of(request)) > 1 and is_editor(request):
            return self._elsewhere(request) or self.get_response(request)
        return self.get_response(request)

    def _elsewhere(self, request: EditorRequest) -> HttpResponse | None:
        found = links(request)
        if any(is_here for _, _, is_here in found):
            return None
        if len(found) == 1 and request.path_info == ADMIN and request.method == "GET":
            return redirect(found[0][1])
        context = {"programmes": found, "refused": here(request), "account": reverse("wagtailadmin_account")}
        return render(request, "cms/admin/own_programmes.html", context, status=403)
