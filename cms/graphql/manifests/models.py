"""Documents of frontends, and how often each is asked for."""

from __future__ import annotations

import re
from typing import Any, Self

from django.db import models

# A SHA-256 identifier, one with a prefix of the frontend's own, or a custom one (GraphQL over HTTP, appendix “Persisted
# Documents”).
IDENTIFIER = re.compile(r"sha256:[0-9a-f]{64}|(?:x-[\w.~-]+:)?[\w.~-]+", re.ASCII)
BARE_HASH = re.compile(r"[0-9a-f]{64}")
LONGEST_IDENTIFIER = 200


def canonical(identifier: str) -> str | None:
    """Return the identifier as it is kept, or None if it can't be one. Apollo and Relay write SHA-256 without a prefix."""
    if BARE_HASH.fullmatch(identifier):
        return f"sha256:{identifier}"
    return identifier if len(identifier) <= LONGEST_IDENTIFIER and IDENTIFIER.fullmatch(identifier) else None


class FrontendDocument(models.Model):
    """A document that a frontend uploaded in a manifest. It is current, or was replaced and is kept while clients use it.

    Two frontends may have a document with the same identifier; its text is then the same.
    """

    frontend = models.CharField(max_length=50)
    identifier = models.CharField(max_length=LONGEST_IDENTIFIER, db_index=True)
    operations = models.CharField(max_length=255)
    text = models.TextField()
    uploaded_at = models.DateTimeField()
    # When a manifest came without it; None while it is current.
    replaced_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True
    graphql_fields: list[Any] = []

    class Meta:
        verbose_name = "document of a frontend"
        verbose_name_plural = "documents of frontends"
        default_permissions = ("view",)
        ordering = ["frontend", "operations", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["frontend", "identifier"], name="document_once_a_frontend"),
        ]

    def __str__(self) -> str:
        return f"{self.frontend}: {self.operations}"

    @classmethod
    def found(cls, identifier: str) -> Self | None:
        """Return a document with this identifier, or None. One statement."""
        return cls.objects.filter(identifier=identifier).order_by("pk").only("identifier", "text").first()


class DocumentUse(models.Model):
    """The number of requests for a document on one day. It names the identifier: a replaced document has a history."""

    identifier = models.CharField(max_length=LONGEST_IDENTIFIER)
    day = models.DateField()
    requests = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True
    graphql_fields: list[Any] = []

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["identifier", "day"], name="document_use_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.identifier} on {self.day}"
