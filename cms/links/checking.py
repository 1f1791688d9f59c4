"""What the worker does: looks at one address at a time, at a host at most every ten seconds, and remembers what came of it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from cms.dates import today
from cms.jobs.registry import Stop, job
from cms.links import asking, inside
from cms.links.asking import Answer
from cms.models import BROKEN_AFTER, LinkedAddress

PAUSE = datetime.timedelta(seconds=10)
A_DAY = datetime.timedelta(days=1)
# How long another worker keeps away from an address that one has in hand.
IN_HAND = datetime.timedelta(minutes=10)


def next_moment(after: datetime.datetime | None = None) -> datetime.datetime | None:
    """Return when the next address is due."""
    waiting = _waiting() if after is None else _waiting().filter(due_at__gt=after)
    return waiting.values_list("due_at", flat=True).first()


@job("Links: look where they lead", at=next_moment)
def check(stop: Stop) -> bool:
    """Look at the address that is due longest. Returns False: a pause is part of being polite."""
    address = _next()
    if address is not None:
        answer = asking.look(address.address) if address.host else inside.look(address.address)
        remember(address, answer)
    return False


def _next() -> LinkedAddress | None:
    """Claim an address that is due."""
    now = timezone.now()
    found = _waiting().filter(due_at__lte=now).first()
    claimed = found and LinkedAddress.objects.filter(pk=found.pk, due_at=found.due_at).update(due_at=now + IN_HAND)
    return found if claimed else None


def _waiting() -> QuerySet[LinkedAddress]:
    """Return the addresses that may be looked at once they are due, the next one first: none of a host that was asked just
    now, nor of another site where `LINK_CHECK_DAYS` is 0."""
    busy = LinkedAddress.objects.filter(checked_at__gt=timezone.now() - PAUSE).exclude(host="").values("host")
    waiting = LinkedAddress.objects.exclude(host__in=busy).order_by("due_at", "pk")
    return waiting if settings.LINK_CHECK_DAYS else waiting.filter(host="")


def remember(address: LinkedAddress, answer: Answer) -> None:
    """Keep what came of looking. One failure a day counts; an answer without a fault ends the row of failures."""
    day, now = today(), timezone.now()
    if not answer.problem:
        address.failed_days, address.failed_on = 0, None
    elif answer.for_certain:
        address.failed_days, address.failed_on = max(address.failed_days, BROKEN_AFTER), day
    elif answer.status is None and not _reaches_others(now):
        pass  # it may be the hub that has no way out: without one, every link would be called broken
    elif address.failed_on != day:
        address.failed_days, address.failed_on = min(address.failed_days + 1, 99), day
    address.status, address.problem, address.checked_at = answer.status, answer.problem, now
    # This site's own may change any day and cost nobody anything; so is what failed looked at every day.
    again = A_DAY if answer.problem or not address.host else A_DAY * max(settings.LINK_CHECK_DAYS, 1)
    address.due_at = now + again
    address.save()


def _reaches_others(now: datetime.datetime) -> bool:
    """Say whether any site elsewhere answered within a day."""
    answered = LinkedAddress.objects.exclude(host="").filter(status__isnull=False, checked_at__gt=now - A_DAY)
    return answered.exists()
