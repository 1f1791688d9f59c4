"""The forms of signing in and of asking for a new password. Both limit attempts, and say nothing of who exists."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm

from cms.limits import asked, network_of

# Within an hour: for an account from one network, for an account from everywhere, for a network.
FROM_HERE, FOR_ACCOUNT, FOR_NETWORK = 10, 50, 100
LETTERS = 5
TOO_MANY = "Too many attempts. Wait an hour and try again, or ask an administrator for help."


class Limited:
    """A form that signs somebody in, unless there were too many attempts.

    They are counted by the name as it is typed, whether there is such an account or not.
    """

    def clean(self):
        name = (self.cleaned_data.get("username") or "").strip().lower()
        network = network_of(self.request) if self.request else ""
        # All three are counted each time.
        counts = (
            asked("sign-in-here", f"{name} {network}") > FROM_HERE,
            asked("sign-in-account", name) > FOR_ACCOUNT,
            asked("sign-in-network", network) > FOR_NETWORK,
        )
        if any(counts):
            raise ValidationError(TOO_MANY, code="too_many")
        return super().clean()


class HubLoginForm(Limited, LoginForm):
    """Signs in to the admin."""


class ReaderLoginForm(Limited, AuthenticationForm):
    """Signs in before a page or document that only some may read. The accounts are the same."""


class HubPasswordResetForm(PasswordResetForm):
    """Sends the letter with the link; after some within an hour none any more. The answer is always the same."""

    def save(self, *args, request=None, **kwargs):
        address = self.cleaned_data["email"].strip().lower()
        counts = (
            asked("password-address", address) > LETTERS,
            asked("password-network", network_of(request) if request else "") > FOR_NETWORK,
        )
        if not any(counts):
            super().save(*args, request=request, **kwargs)
