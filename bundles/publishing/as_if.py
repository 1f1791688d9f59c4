"""The hub as if a bundle were published: in a transaction that is always rolled back.

Lists, feeds of change notes, counts and navigation are SQL over what is live; only a database in which the bundle is
published answers them all. So the drafts are written, the request is answered, and everything is rolled back. Nobody else
sees any of it, and no hook that waits for a commit runs.

Code that reads within the block must not use a `Period`, whose values are kept for all readers of the process (and on
PostgreSQL the content's token changes at a commit, which never comes). So it gets a `Visibility` without one.

The cost: the rows of these pages, or on SQLite the whole database, are locked for writers during the reading, some tenths
of a second. On PostgreSQL, if this would have to wait for an editor for long, it gives up, never the editor.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, Site

from bundles.models import Bundle, BundlePage
from cms.pages import changes
from cms.visibility.period import no_period

# Shorter than PostgreSQL's wait before it checks for a deadlock, so that this transaction ends, not the other.
LOCK_TIMEOUT = "900ms"


class CannotShowError(Exception):
    """The bundle can't be shown as if it were published; the message is a sentence for readers."""


@contextmanager
def published(bundle: Bundle, *, issues: bool = True) -> Iterator[None]:
    """Make the bundle's pages public within the block, for this connection only.

    `issues` says whether to include issues, as when they begin to go out. Raises CannotShowError if a page
    can't be published.
    """
    try:
        with no_period(), transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            for item in sorted(bundle.page_items, key=lambda item: item.page.path):
                if issues or not item.is_issue:
                    _publish(item)
            yield
            transaction.set_rollback(True)
    finally:
        # Wagtail caches the paths of sites; one read inside the block may belong to a draft.
        Site.clear_site_root_paths_cache()


@contextmanager
def published_for_issue(page: Page) -> Iterator[None]:
    """Make the other items of the issue's open bundle public within the block: the issue may mention them."""
    item = BundlePage.objects.filter(page=page.pk, is_open=True).select_related("bundle").first() if page.pk else None
    if item is None:
        yield
        return
    with published(item.bundle, issues=False):
        yield


def _publish(item: BundlePage) -> None:
    if item.revision is None:
        raise CannotShowError(f"The draft of “{item}” is gone.")
    page = item.revision.as_object()
    page.live, page.expired, page.has_unpublished_changes, page.go_live_at = True, False, False, None
    page.last_published_at = timezone.now()
    page.first_published_at = page.first_published_at or page.last_published_at
    page.live_revision = item.revision
    try:
        page.save()
    except ValidationError as error:
        raise CannotShowError(f"“{item}” isn't complete yet.") from error
    changes.published(page, revision=item.revision)
