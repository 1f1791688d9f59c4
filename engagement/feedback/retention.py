"""What is forgotten of feedback, and when. Twice is as good as once."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from cms.jobs.registry import Stop, job
from engagement.models import Feedback, FeedbackAnswer

from .giving import AGAIN


@job("Feedback: forget", every=60 * 60)
def forget(stop: Stop) -> bool:
    """Do what is due, as a job of the worker."""
    run()
    return False


def run(now: datetime.datetime | None = None) -> None:
    """Clear names, addresses and what was written to them some days after feedback was settled; delete what is old."""
    now = now or timezone.now()
    Feedback.objects.filter(once__isnull=False, created_at__lte=now - AGAIN).update(once=None)
    settled = now - datetime.timedelta(days=settings.FEEDBACK_CONTACT_DAYS)
    # Salutation, subject and text may name them anywhere. The team's note says what was answered.
    FeedbackAnswer.objects.filter(~Q(subject="", text=""), feedback__settled_at__lte=settled).update(
        subject="", text=""
    )
    Feedback.objects.filter(~Q(name="", email=""), settled_at__lte=settled).update(name="", email="", wording="")
    old = now - datetime.timedelta(days=settings.FEEDBACK_DAYS)
    Feedback.objects.filter(created_at__lte=old).delete()
