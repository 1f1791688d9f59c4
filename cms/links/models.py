"""Links on published pages, and the results of checking them. Never public."""

from __future__ import annotations

from django.db import models

# An address is broken after failing on this number of days: one bad day is an outage.
BROKEN_AFTER = 2


class LinkedAddress(models.Model):
    """An address that a page links to, with the result of its last check."""

    address = models.CharField(max_length=2000, unique=True)
    # Empty for an address of this site.
    host = models.CharField(max_length=255, blank=True, db_index=True)
    due_at = models.DateTimeField(db_index=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    # The number of consecutive days on which it failed, and the last of them.
    failed_days = models.PositiveSmallIntegerField(default=0, db_index=True)
    failed_on = models.DateField(null=True, blank=True)

    def __str__(self):
        return self.address


class Link(models.Model):
    """One link: its source, and its target, which is an address, a page or a document.

    Pages and documents are stored by key, without a constraint, so that missing ones can be found.
    """

    # The page that contains it; for a link in a term or a setting, the name of that object and the address of its form.
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    thing = models.CharField(max_length=150, blank=True)
    thing_url = models.CharField(max_length=200, blank=True)
    field = models.CharField(max_length=120)
    text = models.CharField(max_length=200, blank=True)

    address = models.ForeignKey(LinkedAddress, on_delete=models.CASCADE, null=True, blank=True, related_name="links")
    to_page = models.BigIntegerField(null=True, blank=True, db_index=True)
    to_document = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = "link"

    def __str__(self):
        return self.text or self.field

    # In words, for people; no query for a link that was read with its page and its address.

    @property
    def stands_on(self) -> str:
        """The page or other object that contains it."""
        return self.page.title if self.page else self.thing

    @property
    def leads_to(self) -> str:
        """Its intended target."""
        if self.address:
            return self.address.address
        return self.text or ("A page of this site" if self.to_page else "A document")

    @property
    def problem(self) -> str:
        """The problem with it, if it is broken."""
        if self.address:
            return self.address.problem
        return "The page isn't public." if self.to_page else "The document is gone or isn't public."

    @property
    def status(self) -> str:
        """The site's answer, if there was one."""
        return str(self.address.status or "") if self.address else ""


class ScannedPage(models.Model):
    """The last scan of a published page, and its introduction without a list, if any."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    announces = models.CharField(max_length=200, blank=True)

    def __str__(self):
        return str(self.page)
