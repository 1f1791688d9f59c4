"""Keeps the desk's index up to date: changes are noted as they are made, and indexed when somebody searches, or by the
worker.

So nobody who saves waits for it, and the next search finds what was saved.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import Page

from cms.models import HubDocument, HubImage, Snippet
from programme.models import CommitmentPage, ProgressEntry
from search.engine.tables import DESK
from search.index import entries
from search.index.rebuilds import specific
from search.models import DeskChange, DeskEntry, DocumentText

from . import things
from .things import DeskContents, Identity

logger = logging.getLogger(__name__)

MAY_CHANGE_ENTRIES = (Page, HubDocument, HubImage, Snippet, ProgressEntry, DocumentText)
# The changes that are looked at together; of the same thing there may be many.
MOST_CHANGES = 2_000


def connect() -> None:
    """Note changes of things from now on.

    Not by one receiver for every model: with it, Django would read the rows to be deleted with a thing, of any model,
    before it deletes them, and leave behind those written meanwhile, such as the withdrawals of a site's pages.
    """
    for model in apps.get_models():
        if issubclass(model, MAY_CHANGE_ENTRIES):
            for signal in (post_save, post_delete):
                signal.connect(thing_changed, sender=model, dispatch_uid=f"search.desk.{model._meta.label}")


def thing_changed(instance: Model, raw: bool = False, **kwargs) -> None:
    """Note that a thing was saved or deleted."""
    if raw:
        return
    # Those two by number: they may be deleted with the page and the document.
    if isinstance(instance, ProgressEntry):
        _note([(ContentType.objects.get_for_model(CommitmentPage).pk, instance.page_id)])
    elif isinstance(instance, DocumentText):
        _note([(ContentType.objects.get_for_model(HubDocument).pk, instance.document_id)])
    elif isinstance(instance, things.models()) and type(instance) is not Page:
        _note([things.identity_of(instance)])


def _note(identities: Iterable[Identity]) -> None:
    rows = [DeskChange(content_type_id=content_type, object_key=key) for content_type, key in identities]
    DeskChange.objects.bulk_create(rows, batch_size=entries.BATCH)


def catch_up(most: int) -> bool:
    """Index some of the changed things, the last changed first. Returns whether there are more.

    An error is logged, not raised: an outdated answer is better than none, and the worker tries again.
    """
    waiting: dict[Identity, list[int]] = defaultdict(list)
    changes = DeskChange.objects.order_by("-pk").values_list("pk", "content_type_id", "object_key")
    rows = list(changes[:MOST_CHANGES])
    for row, content_type, key in rows:
        waiting[content_type, key].append(row)
    if not waiting:
        return False
    some = dict(list(waiting.items())[:most])
    try:
        _index(some)
    except DatabaseError:
        logger.warning("The admin's search could not index what changed", exc_info=True)
        return False
    return len(some) < len(waiting) or len(rows) == MOST_CHANGES


@transaction.atomic
def _index(changes: dict[Identity, list[int]]) -> None:
    """Index the things, and forget their changes, given by their rows, which were read before the things."""
    _one_at_a_time()
    found: list[DeskContents] = []
    for content_type, keys in _by_type(changes).items():
        for thing in _read(content_type, keys):
            try:
                found += things.contents_of([thing])
            except Exception:
                logger.exception("The admin's search could not index “%s”", thing)
    _put(found)
    gone = _entries_of(changes.keys() - {one.identity for one in found})
    entries.remove(gone.values(), DESK)
    DeskChange.objects.filter(pk__in=[row for rows in changes.values() for row in rows]).delete()


def _one_at_a_time() -> None:
    """Make other processes wait, which might have read an older state. SQLite has only one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [DeskEntry._meta.db_table])


def _by_type(identities: Iterable[Identity]) -> dict[int, list[int]]:
    by_type: dict[int, list[int]] = defaultdict(list)
    for content_type, key in identities:
        by_type[content_type].append(key)
    return by_type


def _read(content_type: int, keys: list[int]) -> Iterable[Model]:
    """Return the things that still exist."""
    model = things.content_types().get(content_type)
    if model is None:
        return []
    return specific(keys) if issubclass(model, Page) else model._default_manager.filter(pk__in=keys)


def _put(found: list[DeskContents]) -> None:
    there = _entries_of(one.identity for one in found)
    changed, same = [], []
    for one in found:
        content_type, key = one.identity
        entry = there.get(one.identity) or DeskEntry(content_type_id=content_type, object_key=key)
        if entry.digest == one.digest:
            same.append(entry.pk)
        else:
            entry.digest = one.digest
            changed.append((entry, one.fields))
    entries.write(changed, DESK)
    DeskEntry.objects.filter(pk__in=same).update(indexed_at=timezone.now())


def _entries_of(identities: Iterable[Identity]) -> dict[Identity, DeskEntry]:
    return {
        (entry.content_type_id, entry.object_key): entry
        for content_type, keys in _by_type(identities).items()
        for entry in DeskEntry.objects.filter(content_type=content_type, object_key__in=keys)
    }


def forget_gone() -> None:
    """Let both indexes forget what is gone at once, with the words that nothing has any more."""
    while catch_up(entries.BATCH):
        pass
    entries.forget_words()


def note_missing(most: int, before) -> bool:
    """Note things that aren't in the index, entries of things that are gone, and entries last looked at before a moment.

    Returns whether there may be more.
    """
    noted: list[Identity] = []
    for content_type, model in things.content_types().items():
        indexed = DeskEntry.objects.filter(content_type=content_type)
        objects = model._default_manager.order_by()
        if issubclass(model, Page):
            objects = objects.filter(depth__gt=1, content_type=content_type)
        missing = objects.exclude(pk__in=indexed.values("object_key")).values_list("pk", flat=True)
        gone = indexed.exclude(object_key__in=objects.values("pk")).values_list("object_key", flat=True)
        noted += [(content_type, key) for found in (missing, gone) for key in found[:most]]
        if len(noted) >= most:
            break
    old = DeskEntry.objects.filter(indexed_at__lt=before).order_by("indexed_at")
    noted += old.values_list("content_type_id", "object_key")[:most]
    _note(noted)
    return len(noted) >= most
