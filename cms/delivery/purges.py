"""Purges in the caches in front of the hub. Connected in `cms.delivery.signals`.

Wagtail purges the address of a page that is published or unpublished. This module does the rest: both addresses of a
moved page and of all pages below it, and the addresses of stored documents, which contain parts of everything. The
addresses of a document with variables can't be listed; a cache that supports tags finds them by `Surrogate-Key`, and
others keep them for `s-maxage` at most.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import transaction
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache

from cms.base.registry import Registry

# Return the addresses that hold parts of everything, without those that have variables.
addresses: Registry[Callable[[], Iterable[str]]] = Registry("source of addresses")


def purge_documents(**kwargs) -> None:
    """Have fetched anew whatever holds parts of everything."""
    _purge(address for found in addresses.values() for address in found())


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
