"""Feedback past the limit of its network: it waits until its sender follows the link in a mail, or is deleted.

The mail has nothing in it that somebody typed: anybody can have it sent to any address.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from cms.base import occurrences
from cms.base.active_site import site_active
from cms.base.restorations import is_held
from cms.base.secret_links import GONE, LinkClosedError, SignedTokens
from cms.models import HubSettings
from cms.operations.secret_uses import KEY, SecretUse, out_of
from cms.signposts import at_once
from cms.sites.rows import active_rows
from cms.visibility.hub_addresses import full_address
from cms.visibility.rule import Visibility
from engagement.letters import AUTOMATIC, team_of
from engagement.models import Feedback

logger = logging.getLogger(__name__)

CONFIRM_DAYS = 7
CHECK_YOUR_MAIL = (
    f"We have sent a message with a link to your address. The team gets your feedback once you open it and press “Send”. "
    f"The link works for {CONFIRM_DAYS} days."
)
RECEIVED = "feedback.received"
occurrences.kinds.add(RECEIVED, occurrences.OccurrenceKind("Somebody sent feedback"), order=60)

TOKENS = SignedTokens("engagement.feedback")


class ConfirmationMailError(Exception):
    """The mail server didn't take the mail. The message doesn't quote it, since its words contain the address."""


def token_of(feedback: Feedback) -> str:
    """Return the token of the link that confirms it. It works until the row is deleted."""
    return TOKENS.token_of(feedback.number)


def opened(token: str) -> Feedback:
    """Return the feedback behind a link, of the active site. Raises LinkClosedError."""
    found = Feedback.with_unconfirmed.filter(active_rows(), number=TOKENS.key_in(token)).first()
    if found is None:
        raise LinkClosedError(GONE)
    return found


@task(backend="background")
def ask_to_confirm(key: int) -> None:
    """Mail the sender the link. Raises ConfirmationMailError."""
    feedback = Feedback.with_unconfirmed.select_related("site").filter(pk=key, unconfirmed=True).first()
    if feedback is None or is_held():
        return
    site = feedback.own_site
    with site_active(site):
        hub = HubSettings.for_site(site)
        context = {
            "address": full_address("engagement:confirm", token_of(feedback), site=site),
            "days": CONFIRM_DAYS,
            "hub": hub,
            "team": team_of(hub),
            "help": at_once.in_lines(Visibility(site)),
        }
        text = render_to_string("engagement/feedback/confirm_mail.txt", context)
        subject = f"Please confirm your feedback to {hub.site_name}"
        message = EmailMessage(subject, text, hub.sender, [feedback.email], headers=AUTOMATIC)
    try:
        message.send()
    except Exception as error:  # noqa: BLE001  whatever the mail server does
        raise ConfirmationMailError(type(error).__name__) from None


@transaction.atomic
def confirm(feedback: Feedback) -> None:
    """Hand it to the team, as if it were sent now. Once: afterwards nothing changes."""
    now = timezone.now()
    waiting = Feedback.with_unconfirmed.filter(pk=feedback.pk, unconfirmed=True)
    if waiting.update(unconfirmed=False, created_at=now):
        feedback.created_at = now
        record_arrival(feedback)


def record_arrival(feedback: Feedback) -> None:
    """Tell those who want to hear of it. To be called within the transaction."""
    details = {"number": feedback.number}
    arrival = occurrences.Occurrence(RECEIVED, feedback.created_at, site_id=feedback.site_id, details=details)
    occurrences.record([arrival])


def secret_use() -> Iterator[SecretUse]:
    """The use of `SECRET_KEY` by links that confirm feedback, for `manage.py secrets`."""
    waiting = Feedback.with_unconfirmed.filter(unconfirmed=True).count()
    yield SecretUse(KEY, "Links that confirm feedback", out_of(waiting), f"{CONFIRM_DAYS} days at most")
