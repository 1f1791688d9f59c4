"""Findings stored for each revision, and a site's settings for writing help."""

from __future__ import annotations

from django import forms
from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Revision

from cms.pages.conflicts import GuardedForm
from cms.quality.findings import ALWAYS_ASK, ALWAYS_STOP, BLOCKING, SEVERITIES, Code


class Writing(models.Model):
    """The figures and findings of one revision of a page, deleted together with it."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="writing")
    rules = models.PositiveSmallIntegerField(help_text="Version of the rules that found it.")
    at = models.DateTimeField()
    words = models.PositiveIntegerField()
    sentences = models.PositiveIntegerField()
    long_sentences = models.PositiveIntegerField()
    longest_sentence = models.TextField(blank=True)
    reading_age = models.PositiveSmallIntegerField(null=True)
    errors = models.PositiveSmallIntegerField()
    warnings = models.PositiveSmallIntegerField()
    advice = models.PositiveSmallIntegerField()
    findings = models.JSONField(default=list)
    codes = models.TextField(blank=True, help_text="Each code found, once, with spaces around it: to filter by.")

    # The API serves it with the page, if its revision is the published one: `cms.quality.graphql.schema`.

    class Meta:
        verbose_name_plural = "writing"

    def __str__(self):
        return f"Writing of revision {self.revision_id}"


class CodesField(models.JSONField):
    """A list of codes of findings, ticked in the admin."""

    def formfield(self, **kwargs):
        open_codes = [code for code in Code if code not in (*ALWAYS_ASK, *ALWAYS_STOP)]
        choices = [(code.value, f"{code.label} ({SEVERITIES[code].label.lower()})") for code in open_codes]
        return forms.MultipleChoiceField(
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=kwargs.get("label", "What stops a page from being published"),
            help_text=self.help_text,
        )


def default_blocking() -> list[str]:
    """Return the codes that stop a publication by default."""
    return [code.value for code in BLOCKING]


@register_setting(icon="glasses")
class WritingSettings(BaseSiteSetting):
    """The settings of writing help."""

    blocking = CodesField(
        "what stops a page from being published",
        default=default_blocking,
        blank=True,
        help_text="Without exception. Other errors ask for a reason; warnings and advice are only shown. Personal data always"
        " asks, and a template’s “…” always stops. A draft is always saved.",
    )

    base_form_class = GuardedForm
    panels = ["blocking"]

    class Meta:
        verbose_name = "Writing help"
