"""The forms about an event's registration: what it asks, what came of the event, and a mail to those registered."""

from __future__ import annotations

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.pages.conflicts import GuardedForm
from engagement.models import EventRegistration


class EventRegistrationForm(GuardedForm):
    """Whether and how people register."""

    class Meta(GuardedForm.Meta):  # type: ignore[name-defined]  # of Wagtail, which has no types
        model = EventRegistration
        fields = (
            *("is_on", "opens_on", "closes_on", "places", "asks_organisation", "asks_needs"),
            *("remind_days", "keep_days"),
        )
        error_messages = {"places": {"min_value": "Give at least 1, or leave it empty for no limit."}}

    def clean_keep_days(self):
        """Nobody is kept for longer than the wording with which they registered has said."""
        number, before = self.cleaned_data["keep_days"], self.initial.get("keep_days")
        if self.instance.pk and number > before and self.instance.registrants.exists():
            days = "1 day" if before == 1 else f"{before} days"
            raise ValidationError(f"Those who registered were promised {days}. Choose {before} or fewer.")
        return number

    def clean(self):
        given = super().clean()
        opens, closes = given.get("opens_on"), given.get("closes_on")
        begins = timezone.localdate(self.instance.event.start)
        for name, day in (("opens_on", opens), ("closes_on", closes)):
            if day and day > begins:
                self.add_error(name, "This is after the event has begun. Choose an earlier day.")
        if opens and closes and closes < opens and "closes_on" not in self.errors:
            self.add_error("closes_on", "It closes before it opens. Choose a later day.")
        return given


class EventOutcomeForm(GuardedForm):
    """How many came to an event, and what was learned."""

    class Meta(GuardedForm.Meta):  # type: ignore[name-defined]  # of Wagtail, which has no types
        model = EventRegistration
        fields = ("attended", "learned")
        widgets = {"learned": forms.Textarea(attrs={"rows": 6})}
        error_messages = {"attended": {"min_value": "Give 0 or more, or leave it empty."}}


class RegistrationNoticeForm(forms.Form):
    """A mail to all who are registered."""

    # One form sends one mail, however often it is sent.
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    subject = forms.CharField(max_length=120, error_messages={"required": "Give a subject."})
    text = forms.CharField(
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="The salutation, when and where the event is, and the link to cancel are added to it.",
        error_messages={"required": "Write the text."},
    )
