"""The programmes that somebody works in: the admin of each is below its own address, and shows that programme.

Permissions on pages decide. People without any work where their groups have a role, even if its page is gone; people without
either, such as those who only keep accounts, at the default site.
"""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Site

from cms.base.requests import EditorRequest
from cms.editing.permissions import Editing
from cms.pages.viewer import sites_of
from cms.sites.addresses import SiteAddress, addresses, rows

ADMIN = "/admin/"


def programmes_of(user, sites: tuple[SiteAddress, ...] | None = None) -> list[SiteAddress]:
    """Return the programmes in which the user works, the default site's first. `sites` are those of the hub, if read."""
    sites = addresses(rows()) if sites is None else sites
    editing = Editing(user)
    if editing.has_pages:
        return [one for one in sites if editing.works_in(one.tree_path)]
    held = set(user.groups.values_list("programme_role__site", flat=True)) - {None}
    return [one for one in sites if (one.site_key in held if held else one.is_default)]


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
