"""Sign-off links: a person without an account sees one bundle and answers yes, no, or with comments."""

from __future__ import annotations

from django.db import models

from bundles.choices import SignOffVerdict
from cms.base.secret_links import SecretLink

DEFAULT_DAYS, MOST_DAYS = 7, 30


class SignOffLink(SecretLink):
    """The link of one person to one bundle, and their answers."""

    bundle = models.ForeignKey("bundles.Bundle", on_delete=models.CASCADE, related_name="links")

    @property
    def own_site(self):
        """The site of its bundle."""
        return self.bundle.own_site


class SignOffAnswer(models.Model):
    """An answer, and the `fingerprint` of the content that it refers to. Never changed."""

    link = models.ForeignKey(SignOffLink, on_delete=models.CASCADE, related_name="answers")
    verdict = models.CharField(max_length=8, choices=SignOffVerdict)
    comments = models.TextField(max_length=5000, blank=True)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.link}: {self.get_verdict_display()}"
