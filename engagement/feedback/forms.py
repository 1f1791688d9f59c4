"""Validation of feedback, for both the form on the site and the mutation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.http import url_has_allowed_host_and_scheme

from cms.base.own_words import worded
from cms.base.rate_limits import asked
from cms.delivery.public_forms import TrapForm
from engagement.choices import Useful
from programme.models import WorkStreamPage

LONGEST_MESSAGE = 10_000  # characters
LONGEST_NAME = 120
LONGEST_PATH = 255
# Mails to an address within an hour: a person who doesn't find the mail asks again once or twice.
PER_ADDRESS = 3
GIVE_ADDRESS = (
    "So much feedback came from your network in the last hour that we ask senders to confirm. Enter your e-mail address: we send "
    "you a link, and the team gets your message once you have followed it."
)
FOLLOW_ONE = "We have sent this address several links in the last hour. Follow one of them, or try again in an hour."
# All but tab and line feed (Unicode's category Cc): no text needs them, and PostgreSQL keeps none with a null character.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(text: str) -> str:
    """Return a text with one kind of line break, and without characters that can't be kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    # Half of a character outside the basic plane, which JSON can hold and no encoding can.
    return CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8"))


class PlainField(forms.CharField):
    """A text of any kind. Characters that can't be stored are dropped, so that the rest of the text isn't lost."""

    def to_python(self, value):
        return super().to_python(plain(str(value)) if value else value)

    def prepare_value(self, value):
        return plain(str(value)) if value else value


class OptionalEmailField(PlainField, forms.EmailField):
    """An e-mail address, or nothing."""


class FeedbackForm(TrapForm):
    """An answer, a message, or both; with a message optionally the sender's name and address, for a reply."""

    useful = forms.ChoiceField(
        required=False, choices=Useful.choices, error_messages={"invalid_choice": "Choose one of the answers."}
    )
    message = PlainField(required=False)
    name = PlainField(
        required=False,
        max_length=LONGEST_NAME,
        error_messages={"max_length": f"Shorten your name to {LONGEST_NAME} characters."},
    )
    email = OptionalEmailField(
        required=False,
        max_length=254,  # RFC 5321, section 4.5.3.1.3, without the angle brackets
        error_messages={
            "invalid": "Enter an e-mail address in the correct format, like name@example.com.",
            "max_length": "An e-mail address can have at most 254 characters.",
        },
    )
    page = PlainField(required=False)
    adds_to = PlainField(required=False)

    def __init__(self, *args, streams: Iterable[WorkStreamPage] = (), must_confirm: bool = False, **kwargs):
        """`streams`: the choices for somebody who doesn't come from a page. `must_confirm`: a link is mailed to them."""
        super().__init__(*args, **kwargs)
        self.must_confirm = must_confirm
        self.streams = {stream.slug: stream for stream in streams}
        self.fields["work_stream"] = forms.ChoiceField(
            required=False,
            choices=[(slug, stream.title) for slug, stream in self.streams.items()],
            error_messages={"invalid_choice": worded("Choose from the work streams below.")},
        )
        self.order_fields(["useful", "work_stream", "message", "name", "email"])

    def clean_message(self) -> str:
        message = self.cleaned_data["message"]
        if len(message) > LONGEST_MESSAGE:
            raise ValidationError(
                f"Your message is {len(message):,} characters long. Shorten it to {LONGEST_MESSAGE:,}, or send it in parts.",
                code="max_length",
            )
        return message

    def clean_work_stream(self) -> WorkStreamPage | None:
        return self.streams.get(self.cleaned_data["work_stream"])

    def clean_page(self) -> str:
        """Only a path on this site is kept, without search terms. The inbox links to it.

        Browsers take `/\\host` and a tab between two slashes for another site's address, so Django decides.
        """
        path = self.cleaned_data["page"].partition("?")[0].partition("#")[0][:LONGEST_PATH]
        return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        alone = data.get("useful") and not (data.get("name") or data.get("email") or data.get("adds_to"))
        if not self.errors and not data["message"] and (self.must_confirm or not alone):
            self.add_error("message", ValidationError("Enter your message.", code="required"))
        if self.must_confirm and "email" not in self.errors and not data["email"]:
            self.add_error("email", ValidationError(GIVE_ADDRESS, code="too_many"))
        if self.must_confirm and not self.errors and asked("feedback-address", data["email"].lower()) > PER_ADDRESS:
            self.add_error("email", ValidationError(FOLLOW_ONE, code="too_many"))
        return data
