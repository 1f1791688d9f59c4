"""The end of a programme: it is archived or closed, and the work that later apps do for it stops with it.

Each of their steps says beforehand what it will stop, and may have a form of its own for the person who decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.defaultfilters import pluralize
from wagtail.models import Page, Site

from cms.base.registry import Registry
from cms.pages.addresses import in_tree_of
from cms.pages.link_kinds import LinkKind
from cms.sites.models import ProgrammeState

from .services import set_state


class EndingStep:
    """What ends with a programme in one part of the hub."""

    def stops(self, site: Site) -> list[str]:
        """Return a sentence for each thing that will stop, or that goes on although one might not expect it."""
        return []

    def form(self, site: Site, state: ProgrammeState, data: Mapping | None = None) -> forms.Form | None:
        """Return the form with what the step has to ask; None if there is nothing to ask."""
        return None

    def carry_out(self, site: Site, user: User, form: forms.Form | None) -> None:
        """Stop what has to be stopped, within the transaction in which the programme ends. `form` is the valid form, if there
        is one."""


class PagesStep(EndingStep):
    """Pages go on: what is scheduled is published, and only the reminders of the passing of time stop."""

    def stops(self, site):
        scheduled = (
            Page.objects.filter(in_tree_of(site), _revisions__approved_go_live_at__isnull=False).distinct().count()
        )
        found = ["Editors are no longer reminded of what is late or missing."]
        if scheduled:
            pages = f"{scheduled} scheduled page{pluralize(scheduled)}"
            found.append(f"{pages} will still be published at the time set.")
        return found


class LinksStep(EndingStep):
    """Open links of one kind are revoked: those that meet the condition `of_site` returns. What they showed stays."""

    def __init__(self, kind: LinkKind[Any], of_site: Callable[[Site], Q], noun: str, to: str):
        self.kind, self.of_site, self.noun, self.to = kind, of_site, noun, to

    def stops(self, site):
        number = self._links(site).count()
        if not number:
            return []
        return [f"{number} {self.noun}{pluralize(number)} to {self.to} stop{pluralize(number, 's,')} working."]

    def carry_out(self, site, user, form):
        for link in self._links(site).select_related(*self.kind.loads):
            self.kind.revoke(link, user)

    def _links(self, site: Site) -> QuerySet[Any]:
        return self.kind.open_links().filter(self.of_site(site))


steps: Registry[EndingStep] = Registry("step of the end of a programme")
steps.add("pages", PagesStep(), order=200)


@transaction.atomic
def end(
    site: Site,
    state: ProgrammeState,
    user: User,
    forms_of_steps: Mapping[str, forms.Form],
    *,
    since: datetime.date | None = None,
    successor: str = "",
) -> None:
    """Archive or close a programme and carry out all steps. `forms_of_steps` has the valid forms by the steps' names."""
    set_state(site, state, user, since=since, successor=successor)
    for name, step in steps.items():
        step.carry_out(site, user, forms_of_steps.get(name))
