"""Imports that nobody finishes are forgotten: their tables and passages may be about people."""

from __future__ import annotations

import datetime

from django.utils import timezone

from cms.base.csv_files import PlanRefusedError
from cms.jobs.registry import Stop, job
from programme.models import Intake, IntakeState

from .documents import proposals
from .imports import discard

KEPT_DAYS = 30


@job("Imports: forget unfinished ones", every=24 * 60 * 60)
def forget(stop: Stop) -> bool:
    """Discard the imports that were begun long ago; finish those with drafts."""
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    for intake in Intake.objects.filter(state=IntakeState.OPEN, begun_at__lt=before).defer("text", "mapping"):
        if stop():
            return True
        try:
            discard(intake)
        except PlanRefusedError:
            proposals.finish(intake)
    return False
