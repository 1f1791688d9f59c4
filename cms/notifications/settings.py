"""A person's choice, in their account's settings, of when each kind of notification comes by e-mail."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import User
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from .kinds import kinds
from .mail import choices_of
from .models import NotificationMail, NotificationPreference


class NotificationForm(forms.Form):
    """One choice for each kind of notification that the user can get."""

    def __init__(self, *args, instance: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = instance
        chosen = choices_of([instance])
        for name, kind in kinds.items():
            if kind.concerns(instance):
                self.fields[name] = forms.ChoiceField(
                    label=kind.label, choices=NotificationMail, initial=chosen[instance.pk, name], required=False
                )

    def save(self) -> None:
        """Store the choices that were given."""
        for kind, mail in filter(all, self.cleaned_data.items()):
            NotificationPreference.objects.update_or_create(user=self.user, kind=kind, defaults={"mail": mail})


class NotificationPanel(BaseSettingsPanel):
    """The part “Notifications” of a person's account."""

    name = "notification_mail"
    title = "Notifications by e-mail"
    tab = notifications_tab
    order = 100
    form_class = NotificationForm
    template_name = "cms/admin/notification_settings.html"

    def is_active(self) -> bool:
        return bool(self.get_form().fields)
