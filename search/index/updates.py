"""Updates the index when content changes: receivers of Wagtail's and Django's signals, connected in `search.apps`.

An entry is written in the transaction of the change. The index is independent of visibility, so nothing has to be done
when a page, or one above it, expires, is restricted or moves.
"""

from __future__ import annotations

import logging

from django.db import OperationalError, models, transaction
from wagtail.models import Page

from cms.editing.admin_search import is_indexed_later
from cms.models import HubDocument
from cms.visibility.triggers import BOOKKEEPING
from programme.models import Duty, TeamProfilePage, WorkStreamPage
from search.engine import postings
from search.engine.postings import MARK
from search.models import Entry

from . import entries
from .rebuilds import in_batches, specific

logger = logging.getLogger(__name__)


def page_saved(instance, raw=False, created=False, update_fields=None, **kwargs) -> None:
    """Index a live page. Called for every model; only pages matter, and a new draft has no entry to remove.

    If only some columns are written, the object may be a draft otherwise: the page is then read from the database.
    """
    if raw or not isinstance(instance, Page) or type(instance) is Page or (created and not instance.live):
        return
    if is_indexed_later(_update_later, instance):
        return
    if update_fields is None:
        update([instance])
    elif not BOOKKEEPING.issuperset(update_fields):
        update_all([instance.pk])


def page_published(instance, **kwargs) -> None:
    """Index a page once its rows and relations are saved, from the database rather than the object."""
    if not is_indexed_later(_update_later, instance):
        update_all([instance.pk])


def page_unpublished(instance, **kwargs) -> None:
    """Remove a page from the index that is unpublished or about to be deleted."""
    entries.remove(Entry.objects.filter(page=instance.pk))


def update_all(keys: list[int]) -> None:
    """Index pages from the database."""
    for page in specific(keys):
        update([page])


def _update_later(model: type[models.Model], keys: set[int]) -> None:
    for pages in in_batches(sorted(keys)):
        update(pages)


def update(pages: list[Page]) -> None:
    """Update the entries of pages and of pages that depend on them. An error is logged, not raised.

    An editor's work is more important than the index, which is checked regularly anyway.
    """
    try:
        with transaction.atomic():
            gone = [page.pk for page in pages if not (page.live and page.depth > 1)]
            if gone:
                entries.remove(Entry.objects.filter(page__in=gone))
            entries.put(page for page in pages if page.pk not in gone)
            streams = {key for page in pages if isinstance(page, TeamProfilePage) for key in _streams_of(page)}
            if streams:
                entries.put(specific(sorted(streams)))
    except OperationalError:
        raise  # the database is locked or gone, and so is the editor's change
    except Exception:
        logger.exception("Could not index %s", ", ".join(f"“{page}”" for page in pages))


def _streams_of(page: TeamProfilePage) -> list[int]:
    """Return the streams that the person works for, and those whose entries still name the person."""
    mark = f"{MARK}person:{page.pk}"
    marked = postings.read([mark]).get(mark, postings.NONE).entries.tolist()
    keys = {*Entry.objects.filter(pk__in=marked).values_list("page_id", flat=True)}
    keys |= set(Duty.objects.filter(page=page.pk).exclude(work_stream=None).values_list("work_stream_id", flat=True))
    return list(WorkStreamPage.objects.filter(pk__in=keys, live=True).values_list("pk", flat=True))


def document_saved(instance: HubDocument, created: bool = False, **kwargs) -> None:
    """Index the pages with a document, whose title or file may have changed. The worker reads its text.

    No page has a new one yet.
    """
    if created:
        return
    pages = list(Entry.objects.filter(document=instance.pk).values_list("page_id", flat=True))
    if pages:
        entries.put(specific(pages))


def document_deleted(instance: HubDocument, **kwargs) -> None:
    """Remove a document from the index that is about to be deleted."""
    entries.remove(Entry.objects.filter(document=instance.pk))
