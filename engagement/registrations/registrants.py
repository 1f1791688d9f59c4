"""Registering, confirming, cancelling and erasing. Each locks the event's registration, so that no place is given twice."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.base import secret_links
from cms.base.rate_limits import HasMeta, Verdict, asked, limited_forms, verdict_on
from cms.base.secret_links import LinkClosedError
from cms.pages.addresses import site_of_page
from cms.visibility.rule import Visibility
from engagement.choices import FeedbackWay, RegistrantState, RegistrationLetterKind
from engagement.models import EventRegistration, Registrant, RegistrationLetter

from . import tokens

# A person who doesn't find the mail asks again once or twice; an office behind one network asks more often.
PER_ADDRESS, PER_NETWORK = 3, 60
limited_forms.add("event-registration-network", "registrations for events")
TOO_MANY = "We have had too many requests from your network in the last hour, so you aren't registered yet. Try again in an hour."
FULL = (
    "All places were taken before you confirmed, so you aren’t registered. If somebody cancels, this link lets you in."
)
GONE = "The event isn’t announced here any more, so nobody can register."
OVER = "The event has begun, so there is nothing to confirm any more."
CANCELLED = "This registration is cancelled. To come after all, register again."


class NotRegisteredError(Exception):
    """Somebody can't be registered now; the message is one sentence for them."""


def network_may_ask(request: HasMeta) -> bool:
    """Count a request from a network, and say whether it is taken.

    Past the limit it goes on until it is far past it: everybody who registers confirms by e-mail anyway.
    """
    return verdict_on("event-registration-network", request, PER_NETWORK) is not Verdict.REFUSE


def ask(key: int, given: dict[str, Any], *, way: FeedbackWay, words: str) -> None:
    """Note a request at the registration with the key, and have a mail sent that asks to confirm.

    The caller answers every valid request in the same way.

    Somebody who is registered already gets a mail that says so: only the owner of the mailbox learns it.
    """
    normalised = given["email"].lower()
    if asked("event-registration-address", f"{key} {normalised}") > PER_ADDRESS:
        return
    values = {name: given.get(name, "") for name in ("name", "email", "organisation", "needs")}
    values |= {"way": way, "wording": words, "asked_at": timezone.now()}
    with transaction.atomic():
        registration = locked(key)
        found = registration.registrants.filter(normalised=normalised).exclude(state=RegistrantState.CANCELLED).first()
        if found is None:
            found = Registrant.objects.create(registration=registration, normalised=normalised, **values)
        elif found.state == RegistrantState.ASKED:
            Registrant.objects.filter(pk=found.pk).update(**values)
        is_known = found.state == RegistrantState.CONFIRMED
        write(found, RegistrationLetterKind.ALREADY if is_known else RegistrationLetterKind.CONFIRM)


def write(registrant: Registrant, kind: RegistrationLetterKind) -> None:
    """Have a mail sent to a person. Earlier mails of the kind that haven't been sent are in its place."""
    waiting = {"kind": kind, "accepted_at": None, "given_up_at": None}
    if not registrant.letters.filter(**waiting).exists():
        RegistrationLetter.objects.create(registrant=registrant, kind=kind)


def opened(token: str, visibility: Visibility) -> Registrant:
    """Return the registration behind a link. It works at the address of its programme's site only. Raises LinkClosedError."""
    found = Registrant.objects.select_related("registration__event").filter(key=tokens.key_in(token)).first()
    if found is None:
        raise LinkClosedError(secret_links.GONE)
    if visibility.site is None or site_of_page(found.registration.event) != visibility.site:
        raise LinkClosedError(secret_links.GONE)
    return found


def confirm(registrant: Registrant) -> None:
    """Give a person a place, once. Raises NotRegisteredError if there is none, or it is too late."""
    with transaction.atomic():
        registration, found = _both(registrant)
        if found.state == RegistrantState.CONFIRMED:
            return
        if found.state == RegistrantState.CANCELLED:
            raise NotRegisteredError(CANCELLED)
        if registration.event.start <= timezone.now():
            raise NotRegisteredError(OVER)
        if registration.places is not None and registration.confirmed().count() >= registration.places:
            raise NotRegisteredError(FULL)
        found.state, found.confirmed_at = RegistrantState.CONFIRMED, timezone.now()
        found.save(update_fields=["state", "confirmed_at"])
        recount(registration)
        write(found, RegistrationLetterKind.CONFIRMED)


@transaction.atomic
def cancel(registrant: Registrant) -> bool:
    """Give a person's place back, and have a mail sent that says so. Says whether there was anything to cancel."""
    registration, found = _both(registrant)
    if found.state == RegistrantState.CANCELLED:
        return False
    was_confirmed = found.state == RegistrantState.CONFIRMED
    found.state, found.cancelled_at = RegistrantState.CANCELLED, timezone.now()
    found.save(update_fields=["state", "cancelled_at"])
    recount(registration)
    if was_confirmed:
        write(found, RegistrationLetterKind.CANCELLED)
    return True


@transaction.atomic
def erase(registrant: Registrant) -> None:
    """Delete all that is kept about a person, and with it their place."""
    registration = locked(registrant.registration_id)
    Registrant.objects.filter(pk=registrant.pk).delete()
    recount(registration)


def recount(registration: EventRegistration) -> None:
    """Bring up to date whether all places are taken. Writes only if that has changed, so that pages aren't made anew."""
    places = registration.places
    is_full = places is not None and registration.confirmed().count() >= places
    if is_full != registration.is_full:
        EventRegistration.objects.filter(pk=registration.pk).update(is_full=is_full)
        registration.is_full = is_full


def _both(registrant: Registrant) -> tuple[EventRegistration, Registrant]:
    registration = locked(registrant.registration_id)
    found = Registrant.objects.filter(pk=registrant.pk).first()
    if found is None:
        raise LinkClosedError(secret_links.GONE)
    return registration, found


def locked(key: int) -> EventRegistration:
    """Return the registration with the key; until the transaction ends, nobody else confirms, cancels or erases there."""
    return EventRegistration.objects.select_for_update(of=("self",)).select_related("event").get(pk=key)
