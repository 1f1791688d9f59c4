"""The form of a page's privacy: it offers the groups that the user may see, and those that it has already."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views.page_privacy import SetPrivacyView

from cms.editing.own_things import seen
from cms.pages.viewer import request_now


class OwnGroupsForm(PageViewRestrictionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = getattr(request_now(), "user", None)
        if user is not None and (condition := seen(user, Group)):
            chosen = self.instance.groups.all() if self.instance.pk else Group.objects.none()
            self.fields["groups"].queryset = Group.objects.filter(condition | Q(pk__in=chosen.values("pk")))


def register() -> None:
    """Let Wagtail's view use the form. Called when the app is ready."""
    SetPrivacyView.form_class = OwnGroupsForm
