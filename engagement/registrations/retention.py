"""How long it is kept who registered for an event. Each rule is independent, and may run again."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.jobs.registry import Stop, job
from engagement.choices import RegistrantState
from engagement.models import EventRegistration, Registrant, RegistrationLetter
from engagement.models.registrations import NEEDS_DAYS

from . import registrants

# So long the link in the mail can be used to confirm.
CONFIRM_DAYS = 7
# The team can see who cancelled for some days, in case it was by mistake.
CANCELLED_DAYS = 7
LETTER_DAYS = 30


@job("Event registration: forget", every=24 * 60 * 60)
def forget(stop: Stop) -> bool:
    """Apply the rules."""
    run(timezone.now())
    return False


def run(now: datetime.datetime) -> None:
    """Delete what isn't needed any more at a moment: requests that nobody confirmed, cancelled ones, needs, names, mails."""

    def before(days: int) -> datetime.datetime:
        return now - datetime.timedelta(days=days)

    unconfirmed = Registrant.objects.filter(state=RegistrantState.ASKED, asked_at__lt=before(CONFIRM_DAYS))
    for key in set(unconfirmed.values_list("registration", flat=True)):
        # Somebody who confirms at this moment stays: the condition is read again once nobody else can write there.
        with transaction.atomic():
            registrants.locked(key)
            unconfirmed.filter(registration=key).delete()
    Registrant.objects.filter(state=RegistrantState.CANCELLED, cancelled_at__lt=before(CANCELLED_DAYS)).delete()
    over = Registrant.objects.filter(~Q(needs=""), registration__event__end__lt=before(NEEDS_DAYS))
    over.update(needs="")
    RegistrationLetter.objects.filter(created_at__lt=before(LETTER_DAYS)).exclude(
        accepted_at=None, given_up_at=None
    ).delete()
    held = EventRegistration.objects.filter(event__end__lt=now, registrants__isnull=False).distinct()
    for registration in held.select_related("event"):
        if registration.kept_until < now:
            _forget_all(registration)


@transaction.atomic
def _forget_all(registration: EventRegistration) -> None:
    """Delete everybody who registered; their number stays, and how many came."""
    number = registration.confirmed().count()
    came = registration.registrants.filter(came=True).count()
    values: dict[str, object] = {"registered": number}
    if registration.attended is None and came:
        values["attended"] = came
    EventRegistration.objects.filter(pk=registration.pk).update(**values)
    registration.registrants.all().delete()
    registration.notices.all().delete()
