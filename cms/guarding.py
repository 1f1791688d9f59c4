"""Two editors in one form: nobody overwrites in silence what somebody else saved since the form was opened.

A form is refused once, with all that was typed still there; sent again, it is saved.
"""

from __future__ import annotations

import hashlib

from django import forms
from django.db.models import Model
from django.forms.models import model_to_dict
from wagtail.admin.forms.models import WagtailAdminModelForm


class GuardedForm(WagtailAdminModelForm):
    """The form of a record that keeps no versions. One sent without the field is from somewhere else and isn't guarded."""

    as_opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = self._fingerprint() if self.instance.pk else ""
        self.initial["as_opened"] = self.standing

    def _fingerprint(self) -> str:
        """Return what stands for the record, with its rows, as it was read, before this form changes it."""
        values = model_to_dict(self.instance, fields=self._meta.fields)
        written = {
            name: sorted(one.pk if isinstance(one, Model) else one for one in value)
            if isinstance(value, list) and not all(isinstance(one, str) for one in value)
            else value
            for name, value in values.items()
        }
        rows = {name: [model_to_dict(row) for row in getattr(self.instance, name).all()] for name in self.formsets}
        return hashlib.sha256(repr((sorted(written.items()), sorted(rows.items()))).encode()).hexdigest()

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


class GuardedVersionsForm(forms.BaseForm):
    """Part of a form of what has versions: a page or a term.

    Wagtail's editor asks every ten seconds whether there is a newer version, and then warns before it saves. This is for
    what is sent in between. Sent again, the form names the newer version as the one that it was opened with.
    """

    def clean(self):
        data = super().clean()
        if newer := self._version_of_somebody_else():
            who = newer.user.get_full_name() or newer.user.get_username() if newer.user else "Somebody"
            self.add_error(
                None,
                f"{who} saved a newer version while you were writing. What you entered is still here; it wasn't saved or "
                "published just now. Look at the newer version in the history first: if you go on writing, or save again, yours "
                "takes its place in the draft. Theirs stays in the history.",
            )
        return data

    def _version_of_somebody_else(self):
        """Return the latest version if somebody else made it after the form was opened and the editor didn't tell."""
        opened = self.data.get("loaded_revision_id")
        latest = self.instance.latest_revision if opened and self.instance.pk else None
        if latest is None or (self.for_user and latest.user_id == self.for_user.pk):
            return None
        moment = latest.created_at.isoformat()
        # Saved by itself, a version keeps its number and gets a new time.
        same = opened == str(latest.pk) and self.data.get("loaded_revision_created_at", moment) == moment
        return None if same or self._was_told_of(latest) else latest

    def _was_told_of(self, version) -> bool:
        """Say whether the user's editor has asked since: then it has asked them, too, whether to overwrite it."""
        from wagtail.admin.models import EditingSession  # the models of pages know this form

        sessions = EditingSession.objects.filter(user=self.for_user, object_id=str(self.instance.pk))
        return sessions.filter(content_type=version.base_content_type, last_seen_at__gt=version.created_at).exists()


class GuardedTermForm(GuardedVersionsForm, WagtailAdminModelForm):
    """The form of a term."""
