"""Conflicts between two editors: a form doesn't silently overwrite changes that somebody else saved since it was
opened.

The form is refused once, with everything typed still in it; if it is sent again, it is saved.
"""

from __future__ import annotations

import hashlib

from django import forms
from django.db.models import Model
from django.forms.models import model_to_dict
from wagtail.admin.forms.models import WagtailAdminModelForm

from cms.base.active_site import active_site
from cms.base.user_fields import name_of
from cms.pages.gated_forms import GatedForm
from cms.pages.site_choices import limit_choices


class GuardedForm(GatedForm, WagtailAdminModelForm):
    """The form of a record without versions. A form sent without the field isn't from the admin and isn't guarded."""

    as_opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limit_choices(self, active_site())
        self.standing = self._fingerprint() if self.instance.pk else ""
        self.initial["as_opened"] = self.standing

    def _fingerprint(self) -> str:
        """Return a hash of the record and its rows as read, before this form changes them."""
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
                "Somebody else changed this since you opened it. What you entered is still here but isn't saved "
                "yet. Look at the record in another tab, then save again.",
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("as_opened")] = self.standing
        return data


class GuardedVersionsForm(GatedForm):
    """Part of the form of a page or term, which have versions.

    Wagtail's editor checks every ten seconds for a newer version and warns before it saves. This covers the time in
    between. When the form is sent again, it names the newer version as the one with which it was opened.
    """

    def clean(self):
        data = super().clean()
        if newer := self._version_of_somebody_else():
            self.add_error(
                None,
                f"{name_of(newer.user)} saved a newer version while you were writing. What you entered is still here; it "
                "wasn't saved or published just now. Look at the newer version in the history first: if you go on "
                "writing, or save again, yours takes its place in the draft. Theirs stays in the history.",
            )
        return data

    def _version_of_somebody_else(self):
        """Return the latest version if somebody else made it after the form was opened and the user hasn't been warned."""
        opened = self.data.get("loaded_revision_id")
        latest = self.instance.latest_revision if opened and self.instance.pk else None
        if latest is None or (self.for_user and latest.user_id == self.for_user.pk):
            return None
        moment = latest.created_at.isoformat()
        # An automatic save keeps the version's number but changes its time.
        same = opened == str(latest.pk) and self.data.get("loaded_revision_created_at", moment) == moment
        return None if same or self._was_told_of(latest) else latest

    def _was_told_of(self, version) -> bool:
        """Say whether the user's editor has checked since: then it has already asked them whether to overwrite."""
        from wagtail.admin.models import EditingSession  # the models of pages import this form

        sessions = EditingSession.objects.filter(user=self.for_user, object_id=str(self.instance.pk))
        return sessions.filter(content_type=version.base_content_type, last_seen_at__gt=version.created_at).exists()


class GuardedTermForm(GuardedVersionsForm, WagtailAdminModelForm):
    """The form of a term."""
