"""What the hub itself posted on a platform, or tried to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cms.base.user_fields import user_field
from engagement.choices import STANDS_IN_THE_WAY, PostingState


class PostingRecord(models.Model):
    """One handover of a post to its platform: committed before the request, so that a crash leaves it behind.

    A post has one that stands at most. Another needs the first to have failed for certain.
    """

    post = models.ForeignKey("engagement.SocialPost", on_delete=models.CASCADE, related_name="postings")
    state = models.CharField(max_length=9, choices=PostingState, default=PostingState.POSTING)
    # Every attempt sends it: by it the platform knows the post again.
    key = models.CharField(max_length=64)
    account = models.CharField(max_length=120)
    text = models.TextField()
    started_at = models.DateTimeField()
    # The start of the last attempt.
    tried_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    address = models.URLField(max_length=500, blank=True)
    released_by = user_field()
    # Who said whether an uncertain one had arrived.
    settled_by = user_field()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(state__in=STANDS_IN_THE_WAY), name="posted_once")
        ]

    def __str__(self):
        return f"{self.account}: {self.get_state_display()}"
