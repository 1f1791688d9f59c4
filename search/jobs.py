"""What the worker does for the search: reads files, looks the index through, tells the server, forgets old queries."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.dates import today
from cms.jobs.registry import Stop, job
from search.engine import server
from search.indexing import documents, entries, programme, serving
from search.indexing.rebuilding import in_batches, pages_to_index, specific
from search.models import AskedFor, Entry

A_MINUTE, AN_HOUR = 60, 60 * 60
AT_ONCE = 50
# How long an entry goes without being looked at.
LOOKED_THROUGH_IN = datetime.timedelta(days=7)


@job("Search: read files", every=A_MINUTE)
def read_files(stop: Stop) -> bool:
    """Read a file that waits to be read, and index the pages that offer it. Returns whether to go on at once.

    One at a time: other jobs and tasks wait. After a file that couldn't be read it pauses, since it may be tried again.
    """
    document = next(documents.waiting(), None)
    if document is None or stop():
        return False
    # Outside the transaction, which nobody else could write beside.
    text = documents.read(document)
    with transaction.atomic():
        text.save()
        pages = list(Entry.objects.filter(document=document.pk).values_list("page_id", flat=True))
        entries.put(specific(pages))
    return not text.problem


@job("Search: look the index through", every=AN_HOUR)
def look_through(stop: Stop) -> bool:
    """Index what is missing, drop entries of pages that aren't live, and look again at what has come due and what is old.

    Returns whether there is more to do at once.
    """
    missing = pages_to_index().exclude(pk__in=Entry.objects.filter(document=None).values("page"))
    keys = list(missing.values_list("pk", flat=True)[:AT_ONCE])
    dead = list(Entry.objects.filter(page__live=False).values_list("page_id", flat=True)[:AT_ONCE])
    if dead:
        entries.remove(dead)
    old = Entry.objects.filter(indexed_at__lt=timezone.now() - LOOKED_THROUGH_IN, document=None)
    keys += old.order_by("indexed_at").values_list("page_id", flat=True)[:AT_ONCE]
    keys += _turned()[:AT_ONCE]
    for pages in in_batches(keys):
        if stop():
            break
        entries.put(pages)
    return len(keys) >= AT_ONCE or len(dead) >= AT_ONCE


def _turned() -> list[int]:
    """Return pages whose entries are older than a day from which they say something else. Older entries are old anyway."""
    days: dict[int, datetime.date] = {}
    for page, day in programme.turning(today() - LOOKED_THROUGH_IN, today()):
        days[page] = max(day, days.get(page, day))
    indexed = Entry.objects.filter(document=None, page__in=days).values_list("page_id", "indexed_at")
    return [page for page, at in indexed if timezone.localdate(at) < days[page]]


@job("Search: tell the search server", every=A_MINUTE)
def tell_server(stop: Stop) -> bool:
    """Tell the search server, if there is one, what it couldn't be told at once. Returns whether there is more."""
    return server.server() is not None and not stop() and serving.catch_up() > 0


@job("Search: forget queries", every=24 * AN_HOUR)
def forget_queries(stop: Stop) -> bool:
    """Delete what was asked longer ago than `SEARCH_LOG_DAYS`."""
    since = timezone.localdate() - datetime.timedelta(days=settings.SEARCH_LOG_DAYS)
    AskedFor.objects.filter(day__lt=since).delete()
    return False
