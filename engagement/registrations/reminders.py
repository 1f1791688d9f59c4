"""Reminds those who are registered, some days before an event: by day only, and once."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from cms.base.choices import DatePrecision
from cms.jobs.registry import Stop, job
from engagement.choices import RegistrationLetterKind
from engagement.models import EventRegistration, Registrant, RegistrationLetter

EVERY = 15 * 60  # seconds
HOURS = range(8, 18)  # local, in which people are written to
LONGEST = datetime.timedelta(days=31)
# If only the month of an event is known, there is no day before it.
KNOWN = (DatePrecision.DAY, DatePrecision.TIME)


@job("Event registration: remind", every=EVERY)
def remind_due(stop: Stop) -> bool:
    """Have those reminded whose event is near."""
    run(timezone.now(), stop)
    return False


def run(now: datetime.datetime, stop: Stop = lambda: False) -> None:
    """Have those reminded whose event is near at a moment. A worker sends the mails, unless the event is hidden meanwhile."""
    if timezone.localtime(now).hour not in HOURS:
        return
    near = EventRegistration.objects.filter(
        remind_days__isnull=False,
        event__live=True,
        event__start__gt=now,
        event__start__lte=now + LONGEST,
        event__start_precision__in=KNOWN,
    )
    for registration in near.select_related("event").order_by("event__start", "pk"):
        if stop():
            return
        _remind(registration, now)


def _remind(registration: EventRegistration, now: datetime.datetime) -> None:
    assert registration.remind_days is not None  # noqa: S101  asked for above
    begins = timezone.localdate(registration.event.start)
    first = begins - datetime.timedelta(days=registration.remind_days)
    if timezone.localdate(now) < first:
        return
    morning = timezone.make_aware(datetime.datetime.combine(first, datetime.time()))
    # Those who have registered since know of it from the mail that they have just got.
    for registrant in registration.confirmed().filter(reminded_at=None, confirmed_at__lt=morning).order_by("pk"):
        with transaction.atomic():
            mine = Registrant.objects.filter(pk=registrant.pk, reminded_at=None).update(reminded_at=now)
            if mine:  # otherwise another worker was faster
                RegistrationLetter.objects.create(registrant=registrant, kind=RegistrationLetterKind.REMINDER)
