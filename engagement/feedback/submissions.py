"""Submissions of feedback, by the form and by the mutation, after validation by `FeedbackForm`."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.models import Page

from cms.base import occurrences
from cms.base.active_site import active_site
from cms.base.rate_limits import HasMeta, asked, network_of
from cms.batches.reader import BatchReader
from cms.pages.addresses import page_at
from cms.sites.rows import active_rows
from engagement.choices import FeedbackState, FeedbackWay
from engagement.models import Feedback
from programme.models import WorkStreamPage

from . import numbers

# People in one household or office may answer on many pages.
PER_NETWORK = 60
# How long the same text counts as a repetition, and a message can still be added to an answer.
AGAIN = datetime.timedelta(hours=1)

RECEIVED = "feedback.received"
occurrences.kinds.add(RECEIVED, occurrences.OccurrenceKind("Somebody sent feedback"), order=60)


def network_may_send(request: HasMeta) -> bool:
    """Count feedback from a network, and say whether it is within the limit."""
    return asked("feedback", network_of(request)) <= PER_NETWORK


def give(said: dict[str, Any], reader: BatchReader, *, network: str, way: FeedbackWay, words: str) -> str:
    """Store feedback and return its number.

    `said` is the cleaned data of a `FeedbackForm`; `words` is the text shown at the fields for name and address. The same text
    from the same network about the same page within an hour is stored once and keeps its number.
    """
    now = timezone.now()
    contact = {"name": said["name"], "email": said["email"], "wording": words if said["name"] or said["email"] else ""}
    once = _digest(said, network) if said["message"] else None
    if said["adds_to"] and (number := _add(said, contact, once, now)):
        return number
    page = page_at(said["page"], reader) if said["page"] else None
    return _keep(
        Feedback(
            site=active_site(),
            created_at=now,
            way=way,
            page_id=page.pk if page else None,
            path=said["page"],
            work_stream=said["work_stream"] or (stream_of(page) if page else None),
            useful=said["useful"],
            message=said["message"],
            # An answer without a message needs no action.
            state=FeedbackState.NEW if said["message"] else FeedbackState.CLOSED,
            once=once,
            **contact,
        )
    )


def _add(said: dict[str, Any], contact: dict[str, str], once: str | None, now: datetime.datetime) -> str:
    """Add the message to the answer given before it. Return its number, or an empty string if there is none."""
    number = numbers.found_in(said["adds_to"])
    waiting = Feedback.objects.filter(active_rows(), number=number, message="", created_at__gt=now - AGAIN).exclude(
        useful=""
    )
    values = contact | {"message": said["message"], "once": once, "state": FeedbackState.NEW, "settled_at": None}
    try:
        with transaction.atomic():
            return number if waiting.update(**values) else ""
    except IntegrityError:  # the same text was sent already
        return ""


def _keep(feedback: Feedback) -> str:
    """Save it under a new number, unless the same feedback was sent within the hour."""
    while True:
        feedback.number = numbers.new()
        try:
            with transaction.atomic():
                feedback.save(force_insert=True)
                occurrences.record(
                    [
                        occurrences.Occurrence(
                            RECEIVED,
                            feedback.created_at,
                            site_id=feedback.site_id,
                            details={"number": feedback.number},
                        )
                    ]
                )
        except IntegrityError:
            # Either the number is taken, or the text has already been sent.
            before = Feedback.objects.filter(once=feedback.once).first() if feedback.once else None
            if before and before.created_at > feedback.created_at - AGAIN:
                return before.number
            Feedback.objects.filter(once=feedback.once).update(once=None)
            feedback.pk = None
            continue
        return feedback.number


def _digest(said: dict[str, Any], network: str) -> str:
    active = active_site()
    # The default site's stay as they were.
    site = () if active is None or active.is_default_site else (str(active.pk),)
    parts = (*site, network, said["page"], said["useful"], said["message"], said["name"], said["email"])
    return salted_hmac("engagement.feedback", "\0".join(parts), algorithm="sha256").hexdigest()


def stream_of(page: Page) -> WorkStreamPage | None:
    """Return the work stream of a page: the one above it, or the only one that it names."""
    above = WorkStreamPage.objects.ancestor_of(page, inclusive=True).first()
    if above:
        return above
    specific = page.specific
    named = list(specific.work_streams.all()[:2]) if hasattr(specific, "work_streams") else []
    return named[0] if len(named) == 1 else None
