"""Submissions of feedback, by the form and by the mutation, after validation by `FeedbackForm`."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.models import Page

from cms.base.active_site import active_site
from cms.base.rate_limits import HasMeta, Verdict, limited_forms, verdict_on
from cms.batches.reader import BatchReader
from cms.pages.addresses import page_at
from cms.sites.rows import active_rows
from engagement.choices import FeedbackState, FeedbackWay
from engagement.models import Feedback
from programme.models import WorkStreamPage

from . import confirmations, numbers

# People in one household or office may answer on many pages.
PER_NETWORK = 60
limited_forms.add("feedback", "pieces of feedback")
# How long the same text counts as a repetition, and a message can still be added to an answer.
AGAIN = datetime.timedelta(hours=1)


class Given(NamedTuple):
    """What became of feedback: its number, and whether it waits until its sender follows a link in a mail."""

    number: str
    waits: bool = False


def verdict_on_network(request: HasMeta) -> Verdict:
    """Count feedback from a network, and say whether it is taken, or has to be confirmed."""
    return verdict_on("feedback", request, PER_NETWORK)


def give(
    said: dict[str, Any], reader: BatchReader, *, network: str, way: FeedbackWay, words: str, must_confirm: bool = False
) -> Given:
    """Store feedback. If its sender must confirm it, the link to do so is mailed to them.

    `said` is the cleaned data of a `FeedbackForm`; `words` is the text shown at the fields for name and address. The same text
    from the same network about the same page within an hour is stored once and keeps its number.
    """
    now = timezone.now()
    contact = {"name": said["name"], "email": said["email"], "wording": words if said["name"] or said["email"] else ""}
    once = _digest(said, network) if said["message"] else None
    if said["adds_to"] and not must_confirm and (number := _add(said, contact, once, now)):
        return Given(number)
    page = page_at(said["page"], reader) if said["page"] else None
    kept = _keep(
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
            unconfirmed=must_confirm,
            **contact,
        )
    )
    if kept.unconfirmed:
        confirmations.ask_to_confirm.enqueue(kept.pk)
    return Given(kept.number, kept.unconfirmed)


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


def _keep(feedback: Feedback) -> Feedback:
    """Save it under a new number, and return it; or the same feedback, if it was sent within the hour."""
    while True:
        feedback.number = numbers.new()
        try:
            with transaction.atomic():
                feedback.save(force_insert=True)
                if not feedback.unconfirmed:
                    confirmations.record_arrival(feedback)
        except IntegrityError:
            # Either the number is taken, or the text has already been sent.
            same = Feedback.with_unconfirmed.filter(once=feedback.once)
            before = same.first() if feedback.once else None
            if before and before.created_at > feedback.created_at - AGAIN:
                return before
            same.update(once=None)
            feedback.pk = None
            continue
        return feedback


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
