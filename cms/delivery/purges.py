"""Purges in the caches in front of the hub. Connected in `cms.delivery.signals`.

Wagtail purges the address of a page that is published or unpublished. This module does the rest: both addresses of a
moved page and of all pages below it, and the addresses of stored documents, which contain parts of everything. The
addresses of a document with variables can't be listed; a cache that supports tags finds them by `Surrogate-Key`, and
others keep them for `s-maxage` at most.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page

from cms.base.registry import Registry
from cms.sites.addresses import SiteAddress
from cms.visibility.rule import Visibility

# Return the addresses on a site that hold parts of everything, without those that have variables. They are given the
# beginning of the site's addresses.
addresses: Registry[Callable[[str], Iterable[str]]] = Registry("source of addresses")


def purge_documents(instance: Any = None, **kwargs) -> None:
    """Have fetched anew whatever holds parts of everything: on the site of a page or of settings, and on the
    organisation's own; for anything else on all sites."""
    if settings.WAGTAILFRONTENDCACHE:
        _purge(
            address for one in _sites_with(instance) for found in addresses.values() for address in found(one.base_url)
        )


def _sites_with(instance: Any) -> Iterable[SiteAddress]:
    sites = Visibility(None).sites
    if isinstance(instance, Page):
        key = (instance.get_url_parts() or (None,))[0]
    elif isinstance(instance, BaseSiteSetting):
        key = instance.site_id
    else:
        return sites
    return [one for one in sites if one.spans_programmes or one.site_key == key]


def purge_moved(instance, url_path_before: str, url_path_after: str, **kwargs) -> None:
    """Purge the page and all pages below it, under their old and new addresses."""
    if not settings.WAGTAILFRONTENDCACHE:
        return
    found = []
    for page in instance.get_descendants(inclusive=True):
        new = page.get_full_url()
        if new:
            found.append(new)
            page.url_path = url_path_before + page.url_path.removeprefix(url_path_after)
            found.append(page.get_full_url() or new)
    _purge(found)
    purge_documents()


def _purge(urls: Iterable[str]) -> None:
    """Purge after the commit: earlier, a cache would fetch the old answer again."""
    if settings.WAGTAILFRONTENDCACHE:
        found = sorted(set(urls))
        transaction.on_commit(lambda: purge_urls_from_cache(found), robust=True)
