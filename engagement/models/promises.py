"""Promises to organisations: what the programme said that it would do for them, and whether it did."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from cms.base.dates import today
from cms.base.user_fields import user_field
from cms.sites.rows import SiteRow
from engagement.colleagues import who_keep_the_log


class Promise(SiteRow):
    """One promise to an organisation. Never public."""

    organisation = models.ForeignKey("programme.Organisation", on_delete=models.CASCADE, related_name="promises")
    text = models.CharField(
        "what we promised", max_length=250, help_text="In a sentence, without names of people. For the team."
    )
    made_on = models.DateField("promised on", default=today)
    due_on = models.DateField("to be kept by", null=True, blank=True, help_text="If it is empty, nobody is reminded.")
    kept_on = models.DateField(null=True, blank=True, help_text="The day on which it was done.")
    responsible = user_field(blank=True, limit_choices_to=who_keep_the_log)
    engagement = models.ForeignKey(
        "engagement.Engagement",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="promises",
        help_text="Where it was made, if that is in the log.",
    )

    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("due_on",)
    is_content = True

    class Meta:
        # What a programme has committed itself to may be called promises, too.
        verbose_name = "promise to an organisation"
        verbose_name_plural = "promises to organisations"
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.text

    @property
    def state(self) -> str:
        """Whether it is kept, late or open, in a word."""
        if self.kept_on:
            return "Kept"
        return "Late" if self.due_on and self.due_on < today() else "Open"

    def clean(self):
        super().clean()
        errors = {}
        if self.made_on and self.made_on > today():
            errors["made_on"] = "This date is in the future."
        if self.kept_on and self.kept_on > today():
            errors["kept_on"] = "This date is in the future."
        for name in ("due_on", "kept_on"):
            day = getattr(self, name)
            if self.made_on and day and day < self.made_on:
                errors[name] = "This is before the day on which it was promised."
        if errors:
            raise ValidationError(errors)
