"""Full addresses of the hub's own views on a site, for mails and other programs: each programme has its own beginning."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse
from wagtail.models import Site

from cms.base.active_site import active_site

from .site_view import SiteView


def own_path(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the path of one of the hub's own views on its site, without the first part that names a programme."""
    path = reverse(name, args=args or None, kwargs=kwargs or None)
    return path[len(get_script_prefix()) - 1 :]


def full_address(name: str, *args: Any, site: Site | None = None, **kwargs: Any) -> str:
    """Return the full address of one of the hub's own views on a site, for mails and other programs.

    Without a site it is that on the active one; the default site needs no look.
    """
    return beginning_of(site or active_site()) + own_path(name, *args, **kwargs)


def path_on(site: Site | None, name: str, *args: Any) -> str:
    """Return the path of one of the hub's own views at the host of a site, with the part that names its programme."""
    return ("" if site is None or site.is_default_site else SiteView(site).prefix) + own_path(name, *args)


def beginning_of(site: Site | None) -> str:
    """Return the beginning of every address at which the hub answers for a site, without a slash at the end."""
    return settings.BASE_URL if site is None or site.is_default_site else SiteView(site).beginning
