"""Keeps the index as the content is: what Wagtail's and Django's signals call. Connected in `search.apps`.

An entry is written in the transaction of the change. Who may read a page is none of the index's business, so nothing has
to be done when a page expires, is restricted or moves, or when something above it is.
"""

from __future__ import annotations

import logging

from django.db import OperationalError, transaction
from wagtail.models import Page

from cms.models import HubDocument
from cms.visibility.triggers import BOOKKEEPING
from programme.models import Duty, TeamProfilePage, WorkStreamPage
from search.engine import postings
from search.engine.postings import MARK
from search.models import Entry

from . import entries
from .rebuilding import specific

logger = logging.getLogger(__name__)


def page_saved(instance, raw=False, update_fields=None, **kwargs) -> None:
    """Index a page that is live. Called for every model; only pages matter.

    When only some columns are written, the object may be a draft in all others: then what the database holds is indexed.
    """
    if raw or not isinstance(instance, Page) or type(instance) is Page:
        return
    if update_fields is None:
        update(instance)
    elif not BOOKKEEPING.issuperset(update_fields):
        update_all([instance.pk])


def page_published(instance, **kwargs) -> None:
    """Index a page whose rows and relations are saved by now. From the database, whatever the object holds."""
    update_all([instance.pk])


def page_unpublished(instance, **kwargs) -> None:
    """Take a page out of the index, which is unpublished or about to be deleted."""
    entries.remove([instance.pk])


def update_all(keys: list[int]) -> None:
    """Index pages as the database holds them."""
    for page in specific(keys):
        update(page)


def update(page: Page) -> None:
    """Bring a page's entries up to date, and those of pages that show something of it. An error is logged, not raised.

    An editor's work is worth more than the index, which is looked through again and again anyway.
    """
    try:
        with transaction.atomic():
            if page.live and page.depth > 1:
                entries.put([page])
            else:
                entries.remove([page.pk])
            if isinstance(page, TeamProfilePage):
                entries.put(specific(_streams_of(page)))
    except OperationalError:
        raise  # the database is locked or gone, and what the editor saved with it
    except Exception:
        logger.exception("Could not index “%s”", page)


def _streams_of(page: TeamProfilePage) -> list[int]:
    """Return the streams that the person works for, and those whose entries still say so."""
    mark = f"{MARK}person:{page.pk}"
    marked = postings.read([mark]).get(mark, postings.NONE).entries.tolist()
    keys = {*Entry.objects.filter(pk__in=marked).values_list("page_id", flat=True)}
    keys |= set(Duty.objects.filter(page=page.pk).exclude(work_stream=None).values_list("work_stream_id", flat=True))
    return list(WorkStreamPage.objects.filter(pk__in=keys, live=True).values_list("pk", flat=True))


def document_saved(instance: HubDocument, **kwargs) -> None:
    """Index the pages that offer a document: its title or its file may be another now. Its text comes from the worker."""
    pages = list(Entry.objects.filter(document=instance.pk).values_list("page_id", flat=True))
    if pages:
        entries.put(specific(pages))
