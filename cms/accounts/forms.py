"""The forms for signing in and for asking for a new password. Both limit attempts, and don't reveal which accounts exist."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm

from cms.accounts import sign_in_limits

TOO_MANY = (
    "Too many attempts to sign in. Wait an hour, or set a new password: choose “Forgotten password?” where editors sign in. "
    "After that you can sign in in the same browser at once. If no mail comes, ask an administrator for help."
)


class Limited:
    """A form that signs somebody in, unless there have been too many attempts."""

    refused = False  # without looking at the password

    def clean(self):
        if not sign_in_limits.allows_sign_in(self.request, self.cleaned_data.get("username") or ""):
            self.refused = True
            raise ValidationError(TOO_MANY, code="too_many")
        return super().clean()


class HubLoginForm(Limited, LoginForm):
    """Signs in to the admin."""


class ReaderLoginForm(Limited, AuthenticationForm):
    """Signs in to read a restricted page or document. The accounts are the same."""


class HubPasswordResetForm(PasswordResetForm):
    """Sends the mail with the link, up to a limit per hour. The answer is always the same."""

    def save(self, *args, request=None, **kwargs):
        if sign_in_limits.allows_mail(request, self.cleaned_data["email"]):
            super().save(*args, request=request, **kwargs)
