"""Proposals, and how long they are kept."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.base.user_fields import user_field
from cms.drafts.models import LONGEST_AGENT
from cms.jobs.registry import Stop, job
from cms.sites.rows import SiteRow
from cms.tokens.models import AccessToken

KEPT_FOR = datetime.timedelta(days=90)


class ProgramProposalState(models.TextChoices):
    """How far a proposal is."""

    WAITING = "waiting", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    OUTDATED = "outdated", "Outdated"


class ProgramProposal(SiteRow):
    """Values that a program proposes: for a new object, or for one that there is. Nothing of it is public."""

    # The term, or for progress the commitment. `object_id` is null for something new.
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    title = models.CharField(max_length=255)
    # The values by field, as the form takes them, and the version of the object from which they start.
    values = models.JSONField(default=dict)
    version = models.CharField(max_length=64, blank=True)
    made_by = user_field()
    token = models.ForeignKey(AccessToken, on_delete=models.SET_NULL, null=True, related_name="+")
    # As they were then: the token may be gone.
    token_name = models.CharField(max_length=100)
    agent = models.CharField(max_length=LONGEST_AGENT, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ProgramProposalState, default=ProgramProposalState.WAITING)
    decided_by = user_field()
    decided_at = models.DateTimeField(null=True)
    note = models.CharField("reason", max_length=500, blank=True)

    # Its links are no uses of anything.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.title

    @property
    def by(self) -> str:
        """Which program made it."""
        token = f"the token “{self.token_name}”"
        return f"{self.agent}, with {token}" if self.agent else token

    @property
    def is_waiting(self) -> bool:
        """Say whether nobody has decided yet."""
        return self.state == ProgramProposalState.WAITING

    def decide(self, state: ProgramProposalState, user: Any, note: str = "") -> None:
        """Note the decision of a user."""
        self.state, self.decided_by, self.decided_at, self.note = state, user, timezone.now(), note
        self.save(update_fields=["state", "decided_by", "decided_at", "note"])

    def outdate(self) -> None:
        """Note that its subject is gone, unless somebody has decided meanwhile."""
        waiting = type(self)._base_manager.filter(pk=self.pk, state=ProgramProposalState.WAITING)
        waiting.update(state=ProgramProposalState.OUTDATED, decided_at=timezone.now())
        self.refresh_from_db(fields=["state", "decided_by", "decided_at", "note"])


@job("Proposals of programs: forget", every=24 * 60 * 60)
def forget(stop: Stop) -> bool:
    """Delete what was decided long ago; what has waited as long is outdated."""
    before = timezone.now() - KEPT_FOR
    ProgramProposal.objects.filter(~Q(state=ProgramProposalState.WAITING), decided_at__lt=before).delete()
    waiting = ProgramProposal.objects.filter(state=ProgramProposalState.WAITING, made_at__lt=before)
    waiting.update(state=ProgramProposalState.OUTDATED, decided_at=timezone.now())
    return False
