"""The mails to those who registered. Each is a row, which a worker hands over; one that isn't taken is tried again.

A mail that asks to confirm has nothing in it that somebody typed: anybody can have it sent to any address.
"""

from __future__ import annotations

import datetime
import logging
from functools import partial
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone
from wagtail.models import Site

from cms.base.active_site import site_active
from cms.jobs.registry import Stop, do_each, job
from cms.models import HubSettings
from cms.pages.addresses import site_of_page
from cms.pages.kinds import when
from cms.pages.viewer import end_of_site
from cms.visibility.moments import Moments
from cms.visibility.rule import Visibility
from engagement import letters
from engagement.choices import RegistrantState, RegistrationLetterKind
from engagement.models import Registrant, RegistrationLetter
from programme.models import EventPage
from programme.site import contacts

from . import retention, tokens

logger = logging.getLogger(__name__)

DUE = Moments(lambda: RegistrationLetter.objects.filter(accepted_at=None, given_up_at=None), "due_at")
ATTEMPTS = 8
# How long a worker has to hand over a mail before another may take it.
LEASE = datetime.timedelta(minutes=5)
FIRST_PAUSE = datetime.timedelta(minutes=1)
BATCH = 50
KIND = RegistrationLetterKind
SUBJECTS = {
    KIND.CONFIRM: "Please confirm: {title}",
    KIND.ALREADY: "You are registered: {title}",
    KIND.CONFIRMED: "You are registered: {title}",
    KIND.CANCELLED: "Your registration is cancelled: {title}",
    KIND.REMINDER: "Reminder: {title}",
}
# The state in which somebody gets a mail of the kind; the others go to those who have a place.
STATES = {KIND.CONFIRM: RegistrantState.ASKED, KIND.CANCELLED: RegistrantState.CANCELLED}
# Mails that invite to come: none is sent for an event that the public can't see, or whose programme has ended.
INVITING = (KIND.CONFIRM, KIND.REMINDER)


@job("Event registration: hand mails over", at=DUE.next_after, outward=True)
def hand_over(stop: Stop) -> bool:
    """Hand over the mails that are due, and say whether more are. Raises ExceptionGroup with what nobody foresaw."""
    return run(timezone.now(), stop)


def run(now: datetime.datetime, stop: Stop = lambda: False) -> bool:
    """Hand over the mails that are due at a moment, oldest first, and say whether there are more."""
    keys = list(DUE.until(now).order_by("due_at", "pk").values_list("pk", "due_at")[:BATCH])
    do_each(((f"letter {key}", partial(_hand_over, key, due_at, now)) for key, due_at in keys), stop)
    return len(keys) == BATCH


def _hand_over(key: int, due_at: datetime.datetime, now: datetime.datetime) -> None:
    waiting = RegistrationLetter.objects.filter(pk=key, accepted_at=None, given_up_at=None, due_at=due_at)
    # The attempt is counted before it is made, so that a mail that crashes its worker isn't tried for ever.
    if not waiting.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return  # another worker has it
    letter = RegistrationLetter.objects.select_related("registrant__registration__event", "notice").get(pk=key)
    site = site_of_page(letter.registrant.registration.event)
    with site_active(site):
        if objection := objection_to(letter, site):
            _note(letter, given_up_at=now, error=objection)
            return
        try:
            compose(letter, site).send()
        except Exception as error:  # noqa: BLE001  whatever the mail server or its settings do, the others go on
            _failed(letter, error, now)
        else:
            _note(letter, accepted_at=now, error="")


def objection_to(letter: RegistrationLetter, site: Site | None) -> str:
    """Return a sentence that says why a mail isn't sent; empty if it is."""
    registrant, event = letter.registrant, letter.registrant.registration.event
    if letter.attempts > ATTEMPTS:
        return f"It was tried {ATTEMPTS} times."
    if registrant.state != STATES.get(KIND(letter.kind), RegistrantState.CONFIRMED):
        return "They have registered or cancelled meanwhile."
    if letter.kind not in INVITING:
        return ""
    if event.start <= timezone.now():
        return "The event has begun."
    if site is None or end_of_site(site.pk) or not Visibility(site).can_see(event):
        return "The event isn't public."
    return ""


def compose(letter: RegistrationLetter, site: Site | None) -> EmailMultiAlternatives:
    """Return a mail: text and HTML with the same words and links."""
    registrant, event = letter.registrant, letter.registrant.registration.event
    hub = HubSettings.objects.filter(site=site).first() or HubSettings(site=site)
    visibility = Visibility(site)
    context = _context(letter, registrant, event, visibility)
    return letters.composed(
        "engagement/registrations/mail",
        context,
        hub,
        registrant.email,
        context["subject"],
        reply_to=contacts.replies_about([event], hub, visibility),
        headers=letters.AUTOMATIC,
    )


def _context(
    letter: RegistrationLetter, registrant: Registrant, event: EventPage, visibility: Visibility
) -> dict[str, Any]:
    kind, site = KIND(letter.kind), visibility.site
    is_public = site is not None and visibility.can_see(event)
    subject = letter.notice.subject if letter.notice else SUBJECTS[kind].format(title=event.title)
    return {
        "kind": kind.value,
        "subject": " ".join(subject.split()),
        "notice": letter.notice,
        "registrant": registrant,
        "event": event,
        "when": when(event),
        "event_address": visibility.url_of(event) if is_public else "",
        "own_address": tokens.address_of(registrant, site),
        "contact": contacts.of_page(event, visibility),
        "days": retention.CANCELLED_DAYS if kind == KIND.CANCELLED else retention.CONFIRM_DAYS,
    }


def _failed(letter: RegistrationLetter, error: Exception, now: datetime.datetime) -> None:
    # The server's words contain the address.
    logger.warning("Letter %d about an event wasn't sent: %s", letter.pk, type(error).__name__)
    refused = letters.is_refused(error)
    if refused or letter.attempts >= ATTEMPTS:
        said = "The mail server doesn't take the address." if refused else f"It was tried {ATTEMPTS} times."
        _note(letter, given_up_at=now, error=said)
    else:
        pause = FIRST_PAUSE * 2 ** (letter.attempts - 1)
        _note(letter, due_at=now + pause, error=f"The mail server didn't accept it ({type(error).__name__}).")


def _note(letter: RegistrationLetter, **fields: Any) -> None:
    # Only while the lease still belongs to the worker: a slow one must not overwrite another's result.
    RegistrationLetter.objects.filter(pk=letter.pk, due_at=letter.due_at).update(**fields)
