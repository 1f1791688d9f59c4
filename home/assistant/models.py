"""A programme that somebody is setting up with the assistant."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from wagtail.models import Site

from cms.base.user_fields import user_field

from .starters import Starter, starters


class ProgrammeOutline(models.Model):
    """The answers given so far. Nothing else is made of them before the last step; then `site` is the programme's."""

    # By step: the fields of its form as they were sent, each a list of texts, also if they can't be used yet.
    answers = models.JSONField(default=dict)
    # The steps whose answers were complete when they were last saved.
    complete = models.JSONField(default=list)
    step = models.CharField(max_length=20, help_text="The step at which it was left.")
    # The file of the logo, which becomes a picture of the library in the last step.
    logo = models.BinaryField(null=True, blank=True)
    logo_name = models.CharField(max_length=120, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = user_field(blank=True)
    site = models.OneToOneField(Site, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["-changed_at"]

    def __str__(self):
        return self.value("name", "name") or "A programme without a name yet"

    def value(self, step: str, field: str) -> str:
        """Return the text that was typed into a field of a step; empty if there is none."""
        return (self.answers.get(step, {}).get(field) or [""])[-1]

    @property
    def starter(self) -> Starter | None:
        """The starter that was chosen; None if none was, or if it is gone."""
        return starters().get(self.value("start", "starter"))

    def proposed(self, model: str) -> dict[str, Any]:
        """Return the values of a setting that the starter proposes."""
        return self.starter.setting(model) if self.starter else {}

    def logo_file(self) -> ContentFile | None:
        """Return the logo as an upload; None without one."""
        return ContentFile(bytes(self.logo), name=self.logo_name) if self.logo else None
