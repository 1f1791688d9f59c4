"""Documents of frontends, and how often each is asked for."""

from __future__ import annotations

import re
from typing import Self

from django.db import models
from django.db.models import F, Q
from wagtail.models import Site

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
    """A document that a frontend of a site uploaded in a manifest. It is current, or was replaced and is kept while clients
    use it. Those without a site were uploaded before sites had their own, and are found at all of them.

    Two frontends of a site may have a document with the same identifier; its text is then the same.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="+")
    frontend = models.CharField(max_length=50)
    identifier = models.CharField(max_length=LONGEST_IDENTIFIER, db_index=True)
    operations = models.CharField(max_length=255)
    text = models.TextField()
    uploaded_at = models.DateTimeField()
    # When a manifest came without it; None while it is current.
    replaced_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "document of a frontend"
        verbose_name_plural = "documents of frontends"
        default_permissions = ("view", "add")
        ordering = ["frontend", "operations", "pk"]

    def __str__(self) -> str:
        return f"{self.frontend}: {self.operations}"

    @classmethod
    def found(cls, identifier: str, site: Site | None) -> Self | None:
        """Return a document with this identifier at a site, or None. One statement."""
        own_first = F("site").asc(nulls_last=True)
        there = cls.at(site).filter(identifier=identifier).order_by(own_first, "pk")
        return there.only("identifier", "text").first()

    @classmethod
    def at(cls, site: Site | None) -> models.QuerySet[Self]:
        """Return the documents that are found at a site."""
        return cls.objects.filter(Q(site=site) | Q(site=None))


class DocumentUse(models.Model):
    """The number of requests for a document on one day. It names the identifier: a replaced document has a history."""

    identifier = models.CharField(max_length=LONGEST_IDENTIFIER)
    day = models.DateField()
    requests = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["identifier", "day"], name="document_use_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.identifier} on {self.day}"
