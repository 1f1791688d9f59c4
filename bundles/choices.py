"""Choices of bundles."""

from django.db import models


class BundleState(models.TextChoices):
    """How far a bundle is."""

    WRITING = "writing", "Being written"
    REVIEW = "review", "In review"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    FAILED = "failed", "Not published: it failed"


class SignOffVerdict(models.TextChoices):
    """The verdict of the holder of a sign-off link."""

    YES = "yes", "Yes, publish it like this"
    NO = "no", "No, don't publish it like this"
    COMMENTS = "comments", "I have comments"
