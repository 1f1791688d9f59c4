"""The worker's checks of addresses: one at a time, each host at most every ten seconds. The results are stored."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from cms.base.dates import today
from cms.jobs.registry import Stop, job
from cms.links import requests
from cms.links.models import BROKEN_AFTER, LinkedAddress
from cms.links.requests import LinkResponse

PAUSE = datetime.timedelta(seconds=10)
A_DAY = datetime.timedelta(days=1)
# How long other workers keep away from an address that one is checking.
IN_HAND = datetime.timedelta(minutes=10)


def next_moment(after: datetime.datetime | None = None) -> datetime.datetime | None:
    """Return when the next address is due."""
    waiting = _waiting() if after is None else _waiting().filter(due_at__gt=after)
    return waiting.values_list("due_at", flat=True).first()


@job("Links: check addresses", at=next_moment)
def check(stop: Stop) -> bool:
    """Check the address that has been due longest. Returns False, so that there is a pause between checks."""
    address = _next()
    if address is not None:
        answer = requests.look(address.address) if address.host else requests.look_inside(address.address)
        remember(address, answer)
    return False


def _next() -> LinkedAddress | None:
    """Claim a due address."""
    now = timezone.now()
    found = _waiting().filter(due_at__lte=now).first()
    claimed = found and LinkedAddress.objects.filter(pk=found.pk, due_at=found.due_at).update(due_at=now + IN_HAND)
    return found if claimed else None


def _waiting() -> QuerySet[LinkedAddress]:
    """Return the addresses that may be checked once they are due, the next one first: none of a host that was asked just
    now, nor of another site where `LINK_CHECK_DAYS` is 0."""
    busy = LinkedAddress.objects.filter(checked_at__gt=timezone.now() - PAUSE).exclude(host="").values("host")
    waiting = LinkedAddress.objects.exclude(host__in=busy).order_by("due_at", "pk")
    return waiting if settings.LINK_CHECK_DAYS else waiting.filter(host="")


def remember(address: LinkedAddress, answer: LinkResponse) -> None:
    """Store the result of a check. One failure per day counts; a success resets the count."""
    day, now = today(), timezone.now()
    if not answer.problem:
        address.failed_days, address.failed_on = 0, None
    elif answer.for_certain:
        address.failed_days, address.failed_on = max(address.failed_days, BROKEN_AFTER), day
    elif answer.status is None and not _reaches_others(now):
        pass  # the hub itself may be offline, which would make every link look broken
    elif address.failed_on != day:
        address.failed_days, address.failed_on = min(address.failed_days + 1, 99), day
    address.status, address.problem, address.checked_at = answer.status, answer.problem, now
    # Addresses on this site cost nothing to check and may change any day; failed ones are also checked every day.
    again = A_DAY if answer.problem or not address.host else A_DAY * max(settings.LINK_CHECK_DAYS, 1)
    address.due_at = now + again
    address.save()


def _reaches_others(now: datetime.datetime) -> bool:
    """Say whether any other site answered within a day."""
    answered = LinkedAddress.objects.exclude(host="").filter(status__isnull=False, checked_at__gt=now - A_DAY)
    return answered.exists()
