"""What Wagtail itself says of sites, as of the moment that is read: their paths in the tree, and their settings.

Wagtail keeps the paths of today in Django's cache for an hour, for everybody. A past day must neither be answered with them
nor leave its own there. And it makes the settings of a site when somebody first asks for them, which no past day may do.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath

from cms.visibility.period import current_period

from .past import is_past

_of_today = Site.get_site_root_paths
_settings_of_today: Any = vars(BaseSiteSetting)["for_site"].__func__


def connect() -> None:
    """Let Wagtail know of past moments."""
    Site.get_site_root_paths = staticmethod(site_root_paths)
    BaseSiteSetting.for_site = classmethod(settings_for_site)


def settings_for_site(cls: type[BaseSiteSetting], site: Site | None) -> BaseSiteSetting:
    """Return the settings of a site; those that nobody had made yet at a past moment have their defaults."""
    if site is not None and is_past():
        return cls.base_queryset().filter(site=site).first() or cls(site=site)
    return _settings_of_today(cls, site)


def site_root_paths() -> list[Any]:
    """Return what Wagtail's `Site.get_site_root_paths` returns, of the moment that is read. One statement a period, and
    one for each site where there are languages."""
    if not is_past():
        return _of_today()
    period = current_period()
    return period.fact("Wagtail's paths of sites", _of_the_past) if period else _of_the_past()


def _of_the_past() -> list[Any]:
    sites = Site.objects.select_related("root_page", "root_page__locale")
    found = []
    for site in sites.order_by("-root_page__url_path", "-is_default_site", "hostname"):
        tops = [site.root_page]
        if settings.WAGTAIL_I18N_ENABLED:
            tops = site.root_page.get_translations(inclusive=True).select_related("locale")
        found += [SiteRootPath(site.pk, top.url_path, site.root_url, top.locale.language_code) for top in tops]
    return found
