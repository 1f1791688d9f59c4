"""The site of a programme: its key, its address, and whether it is open."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.models import Collection, Site

from .reserved import reserved_parts

# Wagtail needs a host for every site. Nothing is ever served at this one (RFC 6761, section 6.4).
NO_HOST = "programme.invalid"


class ProgrammeState(models.TextChoices):
    """Whether a programme is kept."""

    OPEN = "open", "Open"
    ARCHIVED = "archived", "Archived"
    CLOSED = "closed", "Closed"


class ProgrammeSite(models.Model):
    """The site of a programme. A site without such a record is open and has a host of its own."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="programme_site", editable=False)
    key = models.SlugField(
        max_length=40, unique=True, help_text="A short name for programs and files, such as “energy”. It never changes."
    )
    # Below the first part of a path at the host of another site; both are empty for a site with a host of its own.
    path = models.SlugField(
        "first part of the address", max_length=40, blank=True, help_text="Such as “energy” in www.example.org/energy/."
    )
    host = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes_below", editable=False
    )
    spans_programmes = models.BooleanField(
        "the organisation’s own site",
        default=False,
        help_text="Its lists, feeds and search have the public pages of all programmes.",
    )
    # For pictures and files of its own; none while the hub has one programme, whose media are in the root collection.
    collection = models.ForeignKey(
        Collection, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    state = models.CharField(max_length=10, choices=ProgrammeState, default=ProgrammeState.OPEN)
    state_since = models.DateField(null=True, blank=True)
    successor = models.URLField(blank=True, help_text="The address of the programme that takes over, if there is one.")

    shows_on_pages = True

    class Meta:
        default_permissions = ("add", "change", "view")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["host", "path"], condition=~Q(path=""), name="programme_path_once_at_host"),
            models.CheckConstraint(
                condition=Q(path="", host=None) | (~Q(path="") & Q(host__isnull=False)), name="programme_path_with_host"
            ),
        ]

    def __str__(self):
        return self.key

    def clean(self):
        super().clean()
        if bool(self.path) != bool(self.host_id):
            raise ValidationError({"path": "A first part of the address goes with the site at whose host it stands."})
        if self.path in reserved_parts():
            raise ValidationError({"path": f"“{self.path}” is one of the hub’s own addresses. Choose another word."})
        if self.path and self.host and _has_page(self.host, self.path):
            raise ValidationError(
                {"path": f"{self.host} has a page at /{self.path}/. Choose another word, or move it."}
            )


def _has_page(site: Site, slug: str) -> bool:
    return site.root_page.get_children().filter(slug=slug).exists()


class FormerAddress(models.Model):
    """An address that a programme had: a host of its own, or the first part of a path at the host of another site.

    It leads to the present one until another programme has it.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="former_addresses")
    hostname = models.CharField(max_length=255, blank=True)
    host = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    path = models.SlugField(max_length=40, blank=True)

    shows_on_pages = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["host", "path"], condition=~Q(host=None), name="former_path_once_at_host"),
            models.UniqueConstraint(fields=["hostname"], condition=Q(host=None), name="former_host_once"),
        ]

    def __str__(self):
        return self.path or self.hostname
