"""Retention rules for feedback. Idempotent."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.jobs.registry import Stop, job
from cms.models import ProgramProposal
from engagement.models import Feedback, FeedbackAnswer

from .confirmations import CONFIRM_DAYS
from .submissions import AGAIN


@job("Feedback: forget", every=60 * 60)
def forget(stop: Stop) -> bool:
    """Apply the retention rules, as a job of the worker."""
    run()
    return False


def run(now: datetime.datetime | None = None) -> None:
    """Clear names, addresses and answers some days after feedback was settled; delete old feedback, and unconfirmed."""
    now = now or timezone.now()
    unconfirmed_since = now - datetime.timedelta(days=CONFIRM_DAYS)
    Feedback.with_unconfirmed.filter(unconfirmed=True, created_at__lte=unconfirmed_since).delete()
    Feedback.with_unconfirmed.filter(once__isnull=False, created_at__lte=now - AGAIN).update(once=None)
    settled = now - datetime.timedelta(days=settings.FEEDBACK_CONTACT_DAYS)
    forget_writers(Feedback.objects.filter(settled_at__lte=settled))
    old = now - datetime.timedelta(days=settings.FEEDBACK_DAYS)
    Feedback.objects.filter(created_at__lte=old).delete()
    _forget_proposals(settled)


def forget_writers(written: QuerySet[Feedback]) -> None:
    """Clear names, addresses and answers of feedback. What was said stays."""
    # Salutation, subject and text may contain their name anywhere. The team's note has the gist of the answer.
    FeedbackAnswer.objects.filter(~Q(subject="", text=""), feedback__in=written).update(subject="", text="")
    written.filter(~Q(name="", email="")).update(name="", email="", wording="")


def proposed_answers() -> QuerySet[ProgramProposal]:
    """Return the answers that programs proposed."""
    return ProgramProposal.objects.filter(content_type=ContentType.objects.get_for_model(Feedback))


def _forget_proposals(settled: datetime.datetime) -> None:
    """Delete the proposed answers to feedback that was settled before, or is gone: they may contain names."""
    kept = Feedback.objects.exclude(settled_at__lte=settled)
    proposed_answers().exclude(object_id__in=kept.values("pk")).delete()
