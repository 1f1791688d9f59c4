"""Validation of registrations, for both the form on the site and the mutation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cms.delivery.public_forms import TrapForm
from engagement.feedback.forms import OptionalEmailField, PlainField
from engagement.models.registrations import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NEEDS, LONGEST_ORGANISATION

from .open_registrations import PublicRegistration


class RegisterForm(TrapForm):
    """A name and an address; organisation and needs, if the event asks for them."""

    name = PlainField(
        max_length=LONGEST_NAME,
        error_messages={
            "required": "Enter your name.",
            "max_length": f"Shorten your name to {LONGEST_NAME} characters.",
        },
    )
    email = OptionalEmailField(
        max_length=LONGEST_ADDRESS,
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address in the correct format, like name@example.com.",
            "max_length": f"An e-mail address can have at most {LONGEST_ADDRESS} characters.",
        },
    )
    organisation = PlainField(
        required=False,
        max_length=LONGEST_ORGANISATION,
        error_messages={"max_length": f"Shorten the organisation to {LONGEST_ORGANISATION} characters."},
    )
    needs = PlainField(
        required=False,
        max_length=LONGEST_NEEDS,
        widget=forms.Textarea,
        error_messages={"max_length": f"Shorten what you need to {LONGEST_NEEDS:,} characters."},
    )

    def __init__(self, *args: Any, registration: PublicRegistration, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, is_asked in (
            ("organisation", registration.asks_organisation),
            ("needs", registration.asks_needs),
        ):
            if not is_asked:
                del self.fields[name]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise ValidationError("Enter your name.", code="required")
        return name
