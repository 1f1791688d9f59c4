"""What registration for events adds to the hub. Called when the app is ready."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.template.defaultfilters import pluralize
from wagtail.models import Site

from cms.pages.addresses import in_tree_of
from engagement.models import EventRegistration
from home.programmes.endings import EndingStep


class EventRegistrationStep(EndingStep):
    """When a programme ends, nobody can register any more, and nobody is reminded. Who registered stays in the list."""

    def stops(self, site: Site) -> list[str]:
        number = self._taken(site).count()
        if not number:
            return []
        return [
            f"Nobody can register for {number} event{pluralize(number)} any more. Those registered aren't reminded."
        ]

    def carry_out(self, site: Site, user: User, form) -> None:
        self._taken(site).update(is_on=False)

    def _taken(self, site: Site) -> QuerySet[EventRegistration]:
        return EventRegistration.objects.filter(in_tree_of(site, "event__path"), is_on=True)


def register() -> None:
    """Register the jobs, the section of the privacy page, and what the end of a programme does."""
    from cms.operations import secret_uses
    from home.programmes import endings
    from home.site.pages import endings as page_endings

    # Importing them names their actions, and declares their jobs and the moments at which registration closes.
    from . import letters, log_actions, open_registrations, reminders, retention, tokens, wording  # noqa: F401

    endings.steps.add("event_registrations", EventRegistrationStep())
    secret_uses.sources.add("event_registrations", tokens.secret_use, order=27)
    page_endings.add("engagement.registrations", wording.section)
