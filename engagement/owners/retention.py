"""How long it is kept who sent an answer, and the links that ended."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone

from cms.jobs.registry import Stop, job
from engagement.choices import OwnerReportState
from engagement.models import OwnerReport, OwnerReportLink

from .links import LINKS

KEPT_FOR = datetime.timedelta(days=90)
DECIDED = (OwnerReportState.APPROVED, OwnerReportState.CLOSED)


@job("Owners' reports: forget", every=24 * 60 * 60)
def forget(stop: Stop) -> bool:
    """Clear the names that were typed, some time after the decision, and delete links that ended as long ago."""
    before = timezone.now() - KEPT_FOR
    decided = OwnerReport.objects.filter(~Q(answered_by=""), state__in=DECIDED, asked_at__lt=before)
    decided.filter(Q(decided_at=None) | Q(decided_at__lt=before)).update(answered_by="")
    returned = OwnerReport.objects.filter(~Q(answered_by=""), state=OwnerReportState.RETURNED, decided_at__lt=before)
    returned.exclude(links__in=LINKS.open_links()).update(answered_by="")
    OwnerReportLink.objects.filter(expires_at__lt=before).delete()
    return False
