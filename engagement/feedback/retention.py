"""Retention rules for feedback. Idempotent."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from cms.jobs.registry import Stop, job
from engagement.models import Feedback, FeedbackAnswer

from .submissions import AGAIN


@job("Feedback: forget", every=60 * 60)
def forget(stop: Stop) -> bool:
    """Apply the retention rules, as a job of the worker."""
    run()
    return False


def run(now: datetime.datetime | None = None) -> None:
    """Clear names, addresses and answers some days after feedback was settled; delete old feedback."""
    now = now or timezone.now()
    Feedback.objects.filter(once__isnull=False, created_at__lte=now - AGAIN).update(once=None)
    settled = now - datetime.timedelta(days=settings.FEEDBACK_CONTACT_DAYS)
    # Salutation, subject and text may contain their name anywhere. The team's note has the gist of the answer.
    FeedbackAnswer.objects.filter(~Q(subject="", text=""), feedback__settled_at__lte=settled).update(
        subject="", text=""
    )
    Feedback.objects.filter(~Q(name="", email=""), settled_at__lte=settled).update(name="", email="", wording="")
    old = now - datetime.timedelta(days=settings.FEEDBACK_DAYS)
    Feedback.objects.filter(created_at__lte=old).delete()
