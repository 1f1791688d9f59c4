"""The form of a term that all programmes share, or that is one programme's alone."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from wagtail.admin.panels import FieldPanel
from wagtail.models import Site
from wagtail.permissions import page_permission_policy

from cms.base.active_site import active_site
from cms.pages.conflicts import GuardedTermForm
from cms.pages.viewer import sites_now

EVERY = "All programmes"
# Rights to pages that only those have who write or publish them.
WRITING = frozenset({"add_page", "change_page", "publish_page"})


def works_in(user: Any, tree_path: str) -> bool:
    """Say whether the user writes on the front page with this path in the tree, by a right to it or to a page above it.

    A right to a branch below the front page isn't one to the programme's terms, nor is that of a viewer.
    """
    if user is None or user.is_superuser:
        return True
    granted = page_permission_policy.get_cached_permissions_for_user(user)
    return any(row.permission.codename in WRITING and tree_path.startswith(row.page.path) for row in granted)


def works_in_every_programme(user: Any) -> bool:
    """Say whether the user works in all programmes of the hub, as leads of the organisation do."""
    return all(works_in(user, one.tree_path) for one in sites_now())


class SeveralSitesPanel(FieldPanel):
    """A field that is shown once the hub has several sites."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self):
            return super().is_shown() and len(sites_now()) > 1


class ProgrammeTermForm(GuardedTermForm):
    """Begins with the programme at hand, so that a term is shared on purpose only.

    Somebody who doesn't work in all programmes can neither share a term, nor give it to another programme, nor take a
    shared one from the others.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_share = True
        if "site" not in self.fields or len(sites := sites_now()) < 2:
            return
        field = cast(forms.ModelChoiceField, self.fields["site"])
        own = [one.site_key for one in sites if works_in(self.for_user, one.tree_path)]
        if self.instance._state.adding:
            self.initial["site"] = active_site()
        field.queryset = Site.objects.filter(pk__in={*own, self.instance.site_id} - {None})
        is_shared = not self.instance._state.adding and self.instance.site_id is None
        works_in_all = len(own) == len(sites)
        self.may_share = works_in_all or is_shared
        field.disabled = is_shared and not works_in_all
        field.empty_label = EVERY if self.may_share else None

    def clean_site(self) -> Site | None:
        """Return the programme chosen; the one at hand if there is none and the term may not be shared."""
        chosen = self.cleaned_data["site"]
        return chosen if chosen or self.may_share else self.instance.site or active_site()
