"""Jobs of the search: read files, check the index, delete old queries."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.base.dates import today
from cms.jobs.registry import Stop, job
from search.desk import changes
from search.engine import blocks, postings
from search.engine.tables import PUBLIC
from search.index import documents, entries, programme
from search.index.rebuilds import in_batches, pages_to_index, specific
from search.models import AskedFor, AskedOnSite, Entry

A_MINUTE, AN_HOUR = 60, 60 * 60
AT_ONCE = 50
# The time after which an entry is checked again.
LOOKED_THROUGH_IN = datetime.timedelta(days=7)


@job("Search: read files", every=A_MINUTE)
def read_files(stop: Stop) -> bool:
    """Read a waiting file, and index the pages with it. Returns whether to continue at once.

    One at a time, because other jobs and tasks wait. After a file that couldn't be read, it pauses before another try.
    """
    document = next(documents.waiting(), None)
    if document is None or stop():
        return False
    # Outside the transaction, which would block other writers.
    text = documents.read(document)
    with transaction.atomic():
        text.save()
        pages = list(Entry.objects.filter(document=document.pk).values_list("page_id", flat=True))
        entries.put(specific(pages))
    return not text.problem


@job("Search: check the index", every=AN_HOUR)
def look_through(stop: Stop) -> bool:
    """Index missing pages, delete entries of pages that aren't live, and check due and old entries again.

    Returns whether there is more to do at once.
    """
    missing = pages_to_index().exclude(pk__in=Entry.objects.filter(document=None).values("page"))
    keys = list(missing.values_list("pk", flat=True)[:AT_ONCE])
    dead = list(Entry.objects.filter(page__live=False)[:AT_ONCE])
    entries.remove(dead)
    old = Entry.objects.filter(indexed_at__lt=timezone.now() - LOOKED_THROUGH_IN, document=None)
    keys += old.order_by("indexed_at").values_list("page_id", flat=True)[:AT_ONCE]
    keys += _turned()[:AT_ONCE]
    for block in blocks.without_token(PUBLIC):
        postings.renew(block)
    for pages in in_batches(keys):
        if stop():
            break
        entries.put(pages)
    return len(keys) >= AT_ONCE or len(dead) >= AT_ONCE


def _turned() -> list[int]:
    """Return pages whose entries are older than a day on which their texts changed. Still older entries are checked
    anyway."""
    days: dict[int, datetime.date] = {}
    for page, day in programme.turning(today() - LOOKED_THROUGH_IN, today()):
        days[page] = max(day, days.get(page, day))
    indexed = Entry.objects.filter(document=None, page__in=days).values_list("page_id", "indexed_at")
    return [page for page, at in indexed if timezone.localdate(at) < days[page]]


@job("Search: index for the admin", every=A_MINUTE)
def index_for_admin(stop: Stop) -> bool:
    """Index what changed since, for the search of the admin. Returns whether there is more."""
    return not stop() and changes.catch_up(AT_ONCE)


@job("Search: check the admin's index", every=AN_HOUR)
def look_through_admin(stop: Stop) -> bool:
    """Index what is missing in the admin's index, and check old entries again. Returns whether there is more to do at
    once."""
    more = changes.note_missing(AT_ONCE, timezone.now() - LOOKED_THROUGH_IN)
    while not stop() and changes.catch_up(AT_ONCE):
        pass
    return more


@job("Search: delete old queries", every=24 * AN_HOUR)
def forget_queries(stop: Stop) -> bool:
    """Delete queries older than `SEARCH_LOG_DAYS`."""
    since = timezone.localdate() - datetime.timedelta(days=settings.SEARCH_LOG_DAYS)
    for model in (AskedFor, AskedOnSite):
        model.objects.filter(day__lt=since).delete()
    return False
