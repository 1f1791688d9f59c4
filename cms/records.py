"""Records of what people did or said, in the admin: listed and shown, with some rights that nobody has."""

from __future__ import annotations

import hashlib

from django import forms
from django.db.models import Model
from django.forms.models import model_to_dict
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy


class Withholding(ModelPermissionPolicy):
    """Rights as Django keeps them, less some actions that nobody has: not even an administrator rewrites what people said."""

    def __init__(self, model, *withheld: str):
        super().__init__(model)
        self.withheld = withheld

    def user_has_permission(self, user, action):
        return action not in self.withheld and super().user_has_permission(user, action)


class GuardedForm(WagtailAdminModelForm):
    """A form that doesn't overwrite in silence what somebody else saved since it was opened.

    It is refused once, with all that was typed still there; sent again, it is saved. A form sent without the field is from
    somewhere else and isn't guarded.
    """

    as_opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = self._fingerprint() if self.instance.pk else ""
        self.initial["as_opened"] = self.standing

    def _fingerprint(self) -> str:
        """Return what stands for the record as it was read, before this form changes it."""
        values = model_to_dict(self.instance, fields=self._meta.fields)
        written = {
            name: sorted(one.pk if isinstance(one, Model) else one for one in value)
            if isinstance(value, list) and not all(isinstance(one, str) for one in value)
            else value
            for name, value in values.items()
        }
        return hashlib.sha256(repr(sorted(written.items())).encode()).hexdigest()

    def clean(self):
        data = super().clean()
        opened = data.pop("as_opened", "")
        if opened and opened != self.standing:
            self.add_error(
                None,
                "Somebody else changed this since you opened it. What you entered is still here and isn't saved yet: look at "
                "the record in another tab, then save again.",
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("as_opened")] = self.standing
        return data


class RecordViewSet(ModelViewSet):
    """A list of records and a page for each."""

    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields: list[str] = []
    base_form_class: type[WagtailAdminModelForm] = GuardedForm

    def get_edit_handler(self):
        """Have forms made of panels notice what somebody else saved meanwhile."""
        if not hasattr(self, "panels"):
            return super().get_edit_handler()
        return ObjectList(self.panels, base_form_class=self.base_form_class).bind_to_model(self.model)

    def register_reference_index(self):
        """Keep out of Wagtail's index of what refers to what.

        It would write rows for each record, of the newsletter more of them for an address that is known: whoever asks could
        tell by the time that takes. And nothing of a person should stand where no erasure looks.
        """
