"""Taking feedback. Called by the form and by the mutation, with what `FeedbackForm` found to be in order."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.models import Page

from cms.graphql.addresses import page_at
from cms.graphql.context import Context
from cms.limits import HasMeta, asked, network_of
from engagement.choices import FeedbackState, FeedbackWay
from engagement.models import Feedback
from programme.models import WorkStreamPage

from . import numbers

# A household or an office that looks through the hub answers on many pages.
PER_NETWORK = 60
# How long the same text counts as sent already, and an answer waits for the message that goes with it.
AGAIN = datetime.timedelta(hours=1)


def network_may_send(request: HasMeta) -> bool:
    """Count feedback from a network, and say whether it is still taken."""
    return asked("feedback", network_of(request)) <= PER_NETWORK


def give(said: dict[str, Any], context: Context, *, network: str, way: FeedbackWay, words: str) -> str:
    """Keep feedback and return its number.

    `said` is the cleaned data of a `FeedbackForm`; `words` is what stood at the fields for name and address. The same text
    from the same network about the same page within an hour is kept once, and gets the number that it has.
    """
    now = timezone.now()
    contact = {"name": said["name"], "email": said["email"], "wording": words if said["name"] or said["email"] else ""}
    once = _digest(said, network) if said["message"] else None
    if said["adds_to"] and (number := _add(said, contact, once, now)):
        return number
    page = page_at(said["page"], context) if said["page"] else None
    return _keep(
        Feedback(
            created_at=now,
            way=way,
            page_id=page.pk if page else None,
            path=said["page"],
            work_stream=said["work_stream"] or (stream_of(page) if page else None),
            useful=said["useful"],
            message=said["message"],
            # An answer alone leaves nothing to do.
            state=FeedbackState.NEW if said["message"] else FeedbackState.CLOSED,
            once=once,
            **contact,
        )
    )


def _add(said: dict[str, Any], contact: dict[str, str], once: str | None, now: datetime.datetime) -> str:
    """Put the message to the answer that was given before it. Return its number, or an empty string if there is none."""
    number = numbers.found_in(said["adds_to"])
    waiting = Feedback.objects.filter(number=number, message="", created_at__gt=now - AGAIN).exclude(useful="")
    values = contact | {"message": said["message"], "once": once, "state": FeedbackState.NEW, "settled_at": None}
    try:
        with transaction.atomic():
            return number if waiting.update(**values) else ""
    except IntegrityError:  # the same text was sent already
        return ""


def _keep(feedback: Feedback) -> str:
    """Save it under a number of its own, unless the very same was sent within the hour."""
    while True:
        feedback.number = numbers.new()
        try:
            with transaction.atomic():
                feedback.save(force_insert=True)
        except IntegrityError:
            # Either the number is taken, or the text was sent already.
            before = Feedback.objects.filter(once=feedback.once).first() if feedback.once else None
            if before and before.created_at > feedback.created_at - AGAIN:
                return before.number
            Feedback.objects.filter(once=feedback.once).update(once=None)
            feedback.pk = None
            continue
        return feedback.number


def _digest(said: dict[str, Any], network: str) -> str:
    parts = (network, said["page"], said["useful"], said["message"], said["name"], said["email"])
    return salted_hmac("engagement.feedback", "\0".join(parts), algorithm="sha256").hexdigest()


def stream_of(page: Page) -> WorkStreamPage | None:
    """Return the work stream to which a page belongs: that above it, or the only one that it names."""
    above = WorkStreamPage.objects.ancestor_of(page, inclusive=True).first()
    if above:
        return above
    specific = page.specific
    named = list(specific.work_streams.all()[:2]) if hasattr(specific, "work_streams") else []
    return named[0] if len(named) == 1 else None
