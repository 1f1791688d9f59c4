"""The forms with which editors test an issue and send it."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from cms.base.date_fields import MomentField
from newsletter.people.addresses import Address, InvalidAddressError, normalise
from newsletter.sending.services import MOST_PER_MINUTE

MOST_TESTED = 10  # a test goes to a few named people; a list is for more
CONFIRM_ABOVE = 500  # from here on the number of recipients is typed


class TestSendForm(forms.Form):
    """The addresses that a test goes to."""

    addresses = forms.CharField(
        label="Addresses",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"One per line, {MOST_TESTED} at most. The subject is marked [TEST], and nobody's subscription changes.",
    )

    def clean_addresses(self) -> list[str]:
        """Return the addresses as typed, without duplicates. Raises ValidationError that names the first invalid one."""
        found: dict[str, Address] = {}
        for line in self.cleaned_data["addresses"].replace(",", "\n").split("\n"):
            if line.strip():
                try:
                    address = normalise(line.strip())
                except InvalidAddressError as error:
                    raise forms.ValidationError(f"{line.strip()}: {error}") from None
                found[address.normalised] = address
        if len(found) > MOST_TESTED:
            raise forms.ValidationError(f"A test goes to {MOST_TESTED} addresses at most; these are {len(found)}.")
        return [address.typed for address in found.values()]


class ConfirmedForm(forms.Form):
    """A form that sends an issue. With many recipients it asks for their number, in case of a mistake."""

    number = forms.IntegerField(label="Number of recipients", required=False)

    def __init__(self, *args, recipients: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.recipients = recipients
        if recipients > CONFIRM_ABOVE:
            self.fields["number"].help_text = f"Type {recipients} to confirm the number of people."
        else:
            del self.fields["number"]

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the field if the number isn't that of the recipients."""
        data = super().clean() or self.cleaned_data
        if "number" in self.fields and data.get("number") != self.recipients:
            self.add_error("number", f"It goes to {self.recipients} people. Type that number to send it.")
        return data


class SendForm(ConfirmedForm):
    """The time at which an issue goes out."""

    NOW, LATER = "now", "later"

    when = forms.ChoiceField(label="When", widget=forms.RadioSelect, initial=NOW)
    due_at = MomentField(label="Date and time", required=False)
    per_minute = forms.IntegerField(
        label="Maximum messages per minute",
        min_value=0,
        max_value=MOST_PER_MINUTE,
        help_text="0 means as fast as the mail server accepts them.",
    )
    field_order = ["when", "due_at", "per_minute", "number"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["when"].choices = [
            (self.NOW, _now(settings.NEWSLETTER_RECALL_SECONDS)),
            (self.LATER, "At a date and time"),
        ]
        self.fields["per_minute"].initial = settings.NEWSLETTER_PER_MINUTE

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the field as well for a time that is past or missing, or that “now” would ignore."""
        data = super().clean() or self.cleaned_data
        if data.get("when") == self.LATER:
            due_at: datetime.datetime | None = data.get("due_at")
            if due_at is None and "due_at" not in self.errors:
                self.add_error("due_at", "Give the date and time at which it goes out.")
            elif due_at is not None and due_at <= timezone.now():
                self.add_error("due_at", "This is in the past.")
        elif data.get("due_at"):
            self.add_error("when", "You gave a date and time: choose “At a date and time”, or clear the field.")
        return data


def _now(seconds: int) -> str:
    """Return the label of “now”, with the time in which the send can be recalled."""
    minutes = seconds // 60
    number, unit = (minutes, "minute") if minutes else (seconds, "second")
    return f"Now; it can be recalled for {number} {unit}{'' if number == 1 else 's'}" if number else "Now"
