"""What the pages of the admin about an event's registration share: who may open them, and what they show."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cms.editing.shown_rows import pages_shown
from cms.editing.views.admin_page import AdminPage
from engagement.models import EventRegistration
from programme.models import EventPage

RIGHT_TO_SET, RIGHT_TO_NAMES = "engagement.change_eventregistration", "engagement.change_registrant"
TITLE, ICON = "Registration", "group"


def may_set(event: EventPage, user: User | AnonymousUser) -> bool:
    """Say whether the user decides about registration for an event. An alias has its original's."""
    may = user.has_perm(RIGHT_TO_SET) and event.alias_of_id is None
    return may and event.permissions_for_user(user).can_edit()


class EventRegistrationMixin(AdminPage):
    """A page about the registration for one event of the programmes that the admin shows."""

    header_icon = ICON
    right = RIGHT_TO_SET

    def find(self) -> None:
        self.event = get_object_or_404(EventPage.objects.filter(pages_shown(self.request)), pk=self.kwargs["event_id"])
        if not may_set(self.event, self.request.user):
            raise PermissionDenied
        found = EventRegistration.objects.filter(event=self.event).first()
        self.registration = found or EventRegistration(event=self.event)
        self.registration.event = self.event

    def crumbs_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("wagtailadmin_pages:edit", args=[self.event.pk]), "label": self.event.title}]
