"""Publishes pages and terms at their scheduled moments, and unpublishes them when they expire.

While the hub is held after a restoration, nothing is published: somebody may have changed their mind after the backup.
Expiries go on.

Wagtail's code does both. Each is a transaction of its own, which begins by locking the object: if two workers try, one
finds it locked or done.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from cms.base.restorations import is_held
from cms.pages import changes
from cms.visibility.moments import APPROVED_REVISIONS, Moments, rows_of, scheduled_models

from .registry import Stop, do_each, job


def next_moment(after: datetime.datetime | None = None) -> datetime.datetime | None:
    """Return the next moment of a publication or expiry."""
    publication = APPROVED_REVISIONS.next_after(after)
    if publication is not None and publication <= timezone.now() and is_held():
        publication = None
    found = [publication, *(each.next_after(after) for each in _expiries())]
    return min((moment for moment in found if moment is not None), default=None)


@job("Pages and terms: publish and expire", at=next_moment)
def keep(stop: Stop) -> bool:
    """Unpublish expired objects, then publish due ones, in the order of their moments. An error in one doesn't prevent
    the others.

    Raises ExceptionGroup with all errors.
    """
    do_each(_due(timezone.now()), stop)
    return False


def _due(now: datetime.datetime) -> Iterator[tuple[str, Callable[[], None]]]:
    for expiries in _expiries():
        for thing in expiries.until(now):
            yield str(thing), partial(_expire, type(thing), thing.pk)
    publications = list(APPROVED_REVISIONS.until(now).values_list("pk", "object_str"))
    if publications and is_held():
        return
    for key, name in publications:
        yield name, partial(_publish, key)


def _expiries() -> list[Moments]:
    return [Moments(rows_of(model), "expire_at") for model in scheduled_models()]


def _expire(model: Any, key: Any) -> None:  # Any: the type of a page or a term
    with transaction.atomic():
        rows = model.objects.select_for_update(skip_locked=True, of=("self",))
        thing = rows.filter(pk=key, live=True, expire_at__lte=timezone.now()).first()
        if thing is not None:
            with changes.dated(thing.expire_at):
                thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(key: int) -> None:
    with transaction.atomic():
        revisions = Revision.objects.select_for_update(skip_locked=True, of=("self",))
        revision = revisions.filter(pk=key, approved_go_live_at__lte=timezone.now()).first()
        if revision is not None:
            with changes.dated(revision.approved_go_live_at):
                revision.publish(log_action="wagtail.publish.scheduled")
