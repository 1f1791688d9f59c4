"""Tell the caches in front of the hub what they must fetch anew. Connected in `cms.apps`.

Wagtail purges the address of a page that is published or taken back. Here is the rest: both addresses of a page that
was moved and of all below it, and the addresses of stored documents, which hold parts of everything. A document with
variables has more addresses than anyone knows; a cache that knows tags finds them by `Surrogate-Key`, others keep them
for `s-maxage` at most.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache

from cms.graphql.documents import stored_documents


def purge_documents(**kwargs) -> None:
    """Have the stored documents fetched anew."""
    _purge(f"{settings.BASE_URL}{reverse('graphql')}?document={name}" for name in stored_documents())


def purge_moved(instance, url_path_before: str, url_path_after: str, **kwargs) -> None:
    """Have the page and all below it fetched anew, under the old address and the new one."""
    if not settings.WAGTAILFRONTENDCACHE:
        return
    addresses = []
    for page in instance.get_descendants(inclusive=True):
        new = page.get_full_url()
        if new:
            addresses.append(new)
            page.url_path = url_path_before + page.url_path.removeprefix(url_path_after)
            addresses.append(page.get_full_url() or new)
    _purge(addresses)
    purge_documents()


def _purge(addresses) -> None:
    """Purge when the change is in the database: before, a cache would fetch the old answer again."""
    if settings.WAGTAILFRONTENDCACHE:
        found = sorted(set(addresses))
        transaction.on_commit(lambda: purge_urls_from_cache(found), robust=True)
