"""Sign-off links: a person without an account sees one bundle and answers yes, no, or with comments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from bundles.choices import SignOffVerdict

DEFAULT_DAYS, MOST_DAYS = 7, 30


class SignOffLink(models.Model):
    """The holder of a link, its expiry, and their answers. The link itself isn't stored: only its hash."""

    bundle = models.ForeignKey("bundles.Bundle", on_delete=models.CASCADE, related_name="links")
    name = models.CharField(max_length=120, help_text="Whom you give it to.")
    email = models.EmailField("e-mail address", blank=True, help_text="The new link can then be mailed there.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    wagtail_reference_index_ignore = True
    graphql_fields: list = []

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.name

    @property
    def works(self) -> bool:
        """Whether it still works."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class SignOffAnswer(models.Model):
    """An answer, and the `fingerprint` of the content that it refers to. Never changed."""

    link = models.ForeignKey(SignOffLink, on_delete=models.CASCADE, related_name="answers")
    verdict = models.CharField(max_length=8, choices=SignOffVerdict)
    comments = models.TextField(max_length=5000, blank=True)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True
    graphql_fields: list = []

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.link}: {self.get_verdict_display()}"
